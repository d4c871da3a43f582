"""The workbook of findings, a module a sheet."""
