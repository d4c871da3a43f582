"""Where a file comes from: whose workbook it is, of which template, or a report on many."""
