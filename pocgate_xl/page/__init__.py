"""The page on which a submitter checks a workbook in the browser: nothing installed, nothing uploaded."""
