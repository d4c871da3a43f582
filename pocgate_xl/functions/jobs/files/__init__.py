"""Jobs beside the open workbook: files with answers, folders, new workbooks."""
