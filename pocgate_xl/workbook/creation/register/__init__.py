"""The register of what was issued: a workbook that operators write in, too, and a list like any other."""
