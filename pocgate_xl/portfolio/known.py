"""Portfolios of earlier runs, told from submissions and from anybody else's workbooks."""

from __future__ import annotations

from pathlib import Path

from ..workbook.identify import places_of, stamp_of
from ..workbook.package import open_package
from ..workbook.sheet_xml import read_workbook

MARK = "pg_portfolio"
"""The defined name of a portfolio's title; spreadsheet programs keep it."""


def is_portfolio(file: Path) -> bool:
    """Say whether a file is a portfolio; what cannot be read is none."""
    try:
        facts = read_workbook(open_package(file))
    except Exception:  # whatever a damaged file does to its reader, it is not to be replaced
        return False
    places = places_of(facts)
    return places.get(MARK) is not None and not stamp_of(facts, places).template
