"""Copies of submissions: every answer carried into a fresh workbook, and what is to be mended in it."""
