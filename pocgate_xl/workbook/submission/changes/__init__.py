"""What was changed in a workbook beside its answers: single cells, and acts that changed many."""
