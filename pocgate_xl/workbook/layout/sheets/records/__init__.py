"""Sheets that are written on and not scored: design, process, operations, assumptions, notes."""
