"""What Excel can take of texts that a template gives it; a file with more is offered for repair.

Excel counts UTF-16 units: a character outside the basic plane, such as an emoji, counts as two.
Sources: Excel specifications and limits; ISO/IEC 29500 with Microsoft's notes on it (MS-OI29500).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..core.fields import input_fields
from ..core.template import Template
from ..errors import Problem
from .theme import Theme

CELL, LINES, HEADING, MESSAGE, PAGE_EDGE, LABEL = 32_767, 254, 32, 255, 255, 255
ASKED = 100
"""Of a message, what is left to the question where an answer to another follows."""
TEXT_LIMITS: tuple[tuple[str, int, str], ...] = (
    (r"prompt\..+\.title|validation\.title", HEADING, "as the title of a message"),
    (r"prompt\.evidence\.text", ASKED - 1, "in the message of a cell, before how much it weighs"),
    (r"prompt\..+\.text|validation\..+", MESSAGE, "in the message of a cell"),
    (r"text\.evidence_rule_.+", MESSAGE - ASKED, "behind what is asked as evidence"),
    (
        r"text\.(chart|alt)_.+|text\.(rating|average_needed|done|open|exposure|low|cost_range)",
        LABEL,
        "in a chart",
    ),
    (r"template\.title", LABEL, "as the title of a document"),
)
"""Pattern of keys, the most that Excel takes there, and where that is; everything else is a cell's text."""
_BOUND = re.compile(r"\{(?:low|high)\}")


def units(text: str) -> int:
    """Return the length of a text as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def length_problems(texts: Mapping[str, str], template: Template | None = None) -> Iterator[Problem]:
    """Yield the texts that are too long for where they stand, bounds of numbers filled in."""
    bound = _longest_bound(template) if template else ""
    for path, text in texts.items():
        most, where = _limit(path)
        length = units(_BOUND.sub(bound, text))
        if length > most:
            yield path, f"is {length:,} characters long; Excel takes at most {most:,} {where}"
        elif text.count("\n") >= LINES:
            yield path, f"has {text.count(chr(10)) + 1} lines; Excel takes at most {LINES} in a cell"


def _limit(path: str) -> tuple[int, str]:
    found = (
        (most, where) for pattern, most, where in TEXT_LIMITS if re.fullmatch(pattern, path)
    )  # fmt: skip
    return next(found, (CELL, "in a cell"))


def _longest_bound(template: Template) -> str:
    bounds = (str(b) for f in input_fields(template) for b in (f.minimum, f.maximum) if b is not None)
    return max(bounds, key=len, default="")


def page_footer(organization: str, template: str, version: str) -> tuple[str, str, str]:
    """Return what stands left, in the middle and right at the foot of every page, in Excel's codes."""
    whose = f"{organization} · " if organization else ""
    return f"{whose}{template} {version}".replace("&", "&&"), "&A", "&P / &N"


def footer_problems(theme: Theme, template: Template) -> Iterator[Problem]:
    """Yield an organisation that makes the foot of a page too long."""
    parts = page_footer(theme.organization, template.id, template.version)
    length = units("".join(f"&{place}{part}" for place, part in zip("LCR", parts, strict=True)))
    if length > PAGE_EDGE:
        yield (
            "organization",
            f"makes the foot of a page {length:,} characters long, each & counted twice;"
            f" Excel takes at most {PAGE_EDGE}",
        )
