"""What shows a reader something else than the answers say."""
