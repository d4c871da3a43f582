"""Workbooks as files: written where nothing is lost, and read back as a submission is read."""
