"""What could act when a file is opened: macros (MS-OVBA) and active parts, read as text and never run."""
