"""A workbook that is open in a host: read, judged and written into."""
