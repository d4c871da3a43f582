"""Answers into a fresh workbook: of a newer template, another language, or put right after damage."""
