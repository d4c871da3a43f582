"""Everything that is to be done as one list, and what was answered there back into workbooks."""
