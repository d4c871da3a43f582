"""SpreadsheetML (ECMA-376 part 1): what a file says of its sheets and cells, and how it is edited."""
