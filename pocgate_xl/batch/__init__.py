"""One workbook, or very many, to assessments: whatever a file holds, there is one answer for it."""

from __future__ import annotations

from .check import Options, check_file, own_bundle, own_catalog, own_catalogs
from .folders import SUFFIXES
from .paths import lists_in, workbooks_in
from .stream import CHUNK, check_many, check_paths, map_files

__all__ = [
    "CHUNK",
    "SUFFIXES",
    "Options",
    "check_file",
    "check_many",
    "check_paths",
    "lists_in",
    "map_files",
    "own_bundle",
    "own_catalog",
    "own_catalogs",
    "workbooks_in",
]
