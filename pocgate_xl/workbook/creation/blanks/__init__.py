"""Blank workbooks that were made before: what they were made from, what is put into them, where they lie."""
