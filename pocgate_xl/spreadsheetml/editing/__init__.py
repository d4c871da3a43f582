"""Values put into a finished file: every byte that nobody asked to change stays as it is."""
