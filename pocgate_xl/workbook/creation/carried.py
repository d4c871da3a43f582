"""A blank workbook that is taken along to where none can be made: only texts are put into it there.

It is made as every workbook is, with a word in the place of each text. A text that the workbook would show
otherwise than as it is (cut, quoted, in a higher row) is refused, as the rest is not computed anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from ...opc.package import Package
from ...opc.zip_template import ZipTemplate
from ...spreadsheetml.editing.cell_writer import escaped
from ...spreadsheetml.reader import read_workbook
from ...templates.loader import Bundle
from ..layout.styles.text_metrics import Lettering, height_of
from .plain_texts import is_plain, is_shown_whole

TEXTS = ("pg_engagement_id", "pg_engagement_organization", "pg_engagement_poc_name")
"""Whose texts are put in: without all of them the workbook would have to be computed."""


class CarriedText(NamedTuple):
    """The word that stands for a text, and the room there is for it.

    `width` is that of its column in characters, `height` that of its row in points, `longest` the letters
    that formulas show whole.
    """

    word: str
    width: float | None
    height: float
    longest: int


def carried_files(bundle: Bundle, language: str) -> dict[str, bytes]:
    """Return what is taken along, by name inside the template's folder; nothing where that cannot be."""
    from .prerendered import placeholders_of, workbook_for  # made where workbooks can be made

    known = placeholders_of(bundle, language)
    if not known.keys() >= set(TEXTS):
        return {}
    texts = {
        name: CarriedText(str(each.value), each.width, each.height, each.longest)
        for name, each in known.items()
        if name in TEXTS
    }
    workbook = workbook_for(bundle, language, {name: each.word for name, each in texts.items()})
    names = _names(language)
    return dict(zip(names, (workbook, json.dumps(texts, sort_keys=True).encode()), strict=True))


def carried_workbook(bundle: Bundle, language: str, values: Mapping[str, str]) -> bytes:
    """Return a blank workbook with these texts; ValueError holds the name of one that cannot be put in."""
    workbook, rooms = ((bundle.folder / name).read_bytes() for name in _names(language))
    texts = {name: CarriedText(*each) for name, each in json.loads(rooms).items()}
    for name, each in texts.items():
        if not _fits(values.get(name, ""), each, language):
            raise ValueError(name)
    words = {each.word.encode(): escaped(values[name]).encode() for name, each in texts.items()}
    parts = [sheet.part for sheet in read_workbook(Package.from_bytes(workbook)).sheets]
    return ZipTemplate(workbook, words, parts).substituted(words)


def _names(language: str) -> tuple[str, str]:
    return f"blank.{language}.xlsx", f"blank.{language}.json"


def _fits(text: str, place: CarriedText, language: str) -> bool:
    if not text or not is_plain(text) or not is_shown_whole(text, place.longest):
        return False
    return height_of(text, place.width, Lettering(language)) <= place.height
