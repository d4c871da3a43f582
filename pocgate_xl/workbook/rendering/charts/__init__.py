"""Charts: written, mended where openpyxl leaves something out, given their cached values."""
