"""What a blank workbook is made from, as a digest: it is used as long as nothing of that is another.

That is its template with texts and looks, its language and edition, and every module of the rooms that read,
plan and write, byte by byte.
"""

from __future__ import annotations

import hashlib
import json

from ....errors import PocgateError
from ....output.code import digest_of
from ....templates.loader import Bundle, load_bundle

ROOMS = ("core", "opc", "spreadsheetml", "templates", "workbook")
BESIDE = ("errors.py", "records.py")


def made_of(bundle: Bundle, language: str, edition: str, *more: object) -> str:
    """Return the sha256 of all that a workbook is made from; `more` is what else is put into it."""
    theme = bundle.theme
    logo = hashlib.sha256((bundle.folder / theme.logo).read_bytes()).hexdigest() if theme.logo else ""
    facts = [makers(), bundle.digest, language, edition, repr(theme), logo, *map(repr, more)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def is_as_it_lies(bundle: Bundle) -> bool:
    """Say whether a template is today's and just as in its folder: not released before, not changed since."""
    try:
        return bundle.released is None and load_bundle(bundle.folder) is bundle
    except PocgateError:  # it lies nowhere, or what lies there now is none
        return False


def makers() -> str:
    """Return the sha256 of all modules that have a part in a workbook's bytes."""
    return digest_of(*ROOMS, *BESIDE)
