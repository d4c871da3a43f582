"""A new workbook made inside Excel, where nothing can compute one: the carried blank with its texts."""

from __future__ import annotations

from pathlib import Path

import xlwings

from ...batch.check import check_file
from ...core.catalog import Catalog
from ...templates.loader import Bundle
from ...workbook.creation.carried import TEXTS, carried_workbook
from ...workbook.creation.file_names import safe_name
from ..registry import default_gate


def new_workbook(texts: tuple[str, str, str], language: str, folder: str) -> str:
    """Write a blank workbook for an engagement into a folder; return where it is.

    It is read again before it is told of. XlwingsError says why there is none.
    """
    bundle = default_gate().bundle
    catalog = bundle.catalogs[language]
    file = Path(folder, f"{safe_name(texts[0])}.xlsx")
    if file.exists():
        raise xlwings.XlwingsError(catalog.text("pane.new_there", file=file))
    file.write_bytes(_made(bundle, catalog, texts))
    wrong = [
        found.message for found in check_file(file, language=language).findings if found.severity == "error"
    ]
    if wrong:
        file.unlink()
        raise xlwings.XlwingsError(" ".join(wrong))
    return catalog.text("pane.new_made", file=file)


def _made(bundle: Bundle, catalog: Catalog, texts: tuple[str, str, str]) -> bytes:
    try:
        return carried_workbook(bundle, catalog.language, dict(zip(TEXTS, texts, strict=True)))
    except ValueError as unfit:
        label = catalog.label("field", str(unfit).removeprefix("pg_engagement_"))
        raise xlwings.XlwingsError(catalog.text("pane.new_unfit", label=label)) from None
