"""The add-in for Excel on Windows: VBA, and what it needs on a machine."""
