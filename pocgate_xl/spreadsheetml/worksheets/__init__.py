"""Worksheet parts (ECMA-376 part 1, 18.3) and the texts that they share: bytes to rows of cells."""
