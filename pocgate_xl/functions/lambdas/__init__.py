"""The host without Python: named LAMBDAs, as text for Excel Labs. Workbooks get them in `issuing`."""
