"""A file and its plan to answers, and to everything that was changed beside them."""
