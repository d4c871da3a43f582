"""What a Python without our package and libraries needs of them: sources, templates, plans."""
