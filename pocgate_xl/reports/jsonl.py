"""One JSON object a line, as the interface publishes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..core.assessment import Assessment, assessment_to_json
from ..core.catalog import Catalog
from .parts import ReportPart

_ESCAPED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Legal in JSON, yet they end lines, steer terminals or hide."""
_LONE = re.compile("[\ud800-\udfff]")
"""Halves of characters, as which Python keeps the bytes of file names that are not UTF-8: no JSON can hold
them, so they stand in the text as they are written in Python."""
_LINE = re.compile(r'\{"file":"(?:[^"\\]|\\.)*","sha256":(?:null|"[0-9a-f]{64}"),')


def render_part(assessment: Assessment, _catalog: Catalog) -> str:
    """Return the line of one assessment."""
    return json_text(assessment_to_json(assessment)) + "\n"


def assemble(parts: Iterable[ReportPart], _own: Catalog) -> Iterator[str]:
    """Yield the lines; there is nothing around them."""
    return (each.text for each in parts)


def begins(head: bytes) -> bool:
    """Say whether a file begins as these reports do."""
    from .known import first_line

    return first_line(head).startswith('{"file":"')


def surely(head: bytes, _tail: bytes) -> bool:
    """Say whether a file is such a report, by what each line of one begins with."""
    from .known import first_line

    return _LINE.match(first_line(head)) is not None


def json_text(plain: Any, indent: int | None = None) -> str:
    """Return JSON that any terminal, line reader and encoding can take."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    text = _LONE.sub(lambda match: f"\\\\u{ord(match[0]):04x}", text)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
