"""A workbook with the functions that formulas can express: names beside its own, nothing else changed."""

from __future__ import annotations

from ...opc.package import Package
from ...opc.zip_writer import replace_parts
from ...spreadsheetml.editing.name_editor import NewName, with_names
from ...templates.loader import Bundle
from ..layout.lambdas import formulas_of

PART = "xl/workbook.xml"
"""The workbook part of every workbook that is made here."""


def with_lambdas(workbook: bytes, bundle: Bundle, language: str) -> bytes:
    """Return a workbook of ours with the library of its template, which tells of itself in its language."""
    package = Package.from_bytes(workbook)
    names = (NewName(each.name, each.stored, each.help) for each in formulas_of(bundle, language))
    return replace_parts(package, {PART: with_names(package.read(PART), names)})
