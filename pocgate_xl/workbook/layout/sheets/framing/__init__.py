"""What all sheets share: title, guidance, headings, rows, and who signs."""
