"""Rows written into a finished sheet: long tables, and tables that grow."""
