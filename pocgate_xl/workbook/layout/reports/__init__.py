"""Pages of the workbooks that report on many: their kinds, tables, tiles and cells."""
