"""The built-in gate with everything switched on that no total outweighs, made by edits of its file."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pocgate_xl.core.plain import from_plain
from pocgate_xl.core.template import Template
from tests.core.strategies import BUILT_IN

EDITS = (
    ('version = "1.0.0"\n', 'version = "1.1.0"\nevidence = "required"\nknock_out = [{questions}]\n'),
    ("enforce = false ", "enforce = true "),
    ("[levels]\n", "[levels]\ngranted_at_gate = false\n"),
    ("[costs]\n", '[costs]\ncontingency = "percent"\nrule_of_thumb = "budget"\n'),
)
QUESTIONS = '"acceptance_threshold", "parallel_redesign", "production_budget_line"'
CONTRADICTIONS = Path(__file__).with_name("contradictions.toml")


def strict_source() -> str:
    """Return the text of its template.toml."""
    text = BUILT_IN.read_text(encoding="utf-8")
    for old, new in EDITS:
        assert text.count(old) == 1, f"{old!r} does not stand in the built-in template"
        text = text.replace(old, new.replace("{questions}", QUESTIONS))
    return f"{text}\n{CONTRADICTIONS.read_text(encoding='utf-8')}"


@lru_cache(maxsize=1)
def strict() -> Template:
    return from_plain(Template, tomllib.loads(strict_source(), parse_float=Decimal))
