"""The built-in gate, in which everything is switched on, and the first release, in which nothing was."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from functools import lru_cache

from pocgate_xl.core.serialization import from_plain
from pocgate_xl.core.template import Template
from tests.core.strategies import BUILT_IN

FIRST_RELEASE = next((BUILT_IN.parent / "released").glob("1.0.0-*/template.json"))


def strict_source() -> str:
    """Return the text of the built-in template.toml."""
    return BUILT_IN.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def strict() -> Template:
    return from_plain(Template, tomllib.loads(strict_source(), parse_float=Decimal))


@lru_cache(maxsize=1)
def first_release() -> Template:
    frozen = json.loads(FIRST_RELEASE.read_bytes(), parse_float=Decimal)
    return from_plain(Template, frozen["template"])
