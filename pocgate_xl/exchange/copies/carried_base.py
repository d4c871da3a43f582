"""What copies are begun with, taken along to where no workbook can be made: files beside a template."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ...templates.loader import Bundle
from ...workbook.rendering.rows.long_tables import Looks


def carried_base(
    bundle: Bundle, language: str, edition: str, with_findings: bool
) -> tuple[bytes, Looks] | None:
    """Return a workbook that was taken along and where the looks of its long tables stand; None for none."""
    workbook, looks = (bundle.folder / name for name in _names(language, edition, with_findings))
    if not workbook.is_file():
        return None
    return workbook.read_bytes(), {tuple(key): place for key, place in json.loads(looks.read_bytes())}


def carried_base_files(
    workbook: bytes, looks: Looks, language: str, edition: str, with_findings: bool
) -> Mapping[str, bytes]:
    """Return the same as files, by name inside the template's folder."""
    listed = json.dumps([[list(key), place] for key, place in sorted(looks.items())]).encode()
    return dict(zip(_names(language, edition, with_findings), (workbook, listed), strict=True))


def _names(language: str, edition: str, with_findings: bool) -> tuple[str, str]:
    name = f"copy.{'return' if with_findings else 'migrate'}.{language}.{edition}"
    return f"{name}.xlsx", f"{name}.json"
