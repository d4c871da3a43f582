"""`pocgate explain`: one rule in words."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..batch import own_catalog
from ..core.catalog import Catalog
from ..errors import PocgateError
from ..rules import RULES
from ..templates.text_checks import placeholders

TEXTS = ("message", "expected", "hint")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("code", metavar="CODE", help="such as PG201")
    parser.add_argument("--lang", metavar="TAG", help="language of the texts")


def run(arguments: argparse.Namespace) -> int:
    """Print what a rule is about, what it says and what to do."""
    catalog, code = own_catalog(arguments.lang), arguments.code.upper()
    rule = next((rule for rule in RULES if rule.code == code), None)
    if rule is None:
        raise PocgateError(f"{arguments.code!r} is not a rule.", "pocgate rules lists them.")
    title = catalog.text(f"finding.{code}.title")
    print(f"{code}  {catalog.text(f'report.{rule.severity}')}  {title}  ({rule.family}: {rule.name})")
    print("\n".join(_lines(catalog, code)))
    return 0


def _lines(catalog: Catalog, code: str) -> Iterator[str]:
    colon = catalog.text("text.colon")
    yield ""
    yield catalog.text(f"finding.{code}.docs")
    yield ""
    for key in TEXTS:
        yield f"{catalog.text(f'report.{key}')}{colon}{_readable(catalog, f'finding.{code}.{key}')}"
    message = catalog.text(f"finding.{code}.message")
    heading, told = "reasons", f"finding.{code}.reason_"
    if "{contradiction}" in message:
        heading, told = "contradictions", "contradiction."
    if listed := [key for key in catalog.texts if key.startswith(told)]:
        yield f"{catalog.text(f'report.{heading}')}{colon}".rstrip()
        yield from (f"  - {_readable(catalog, key)}" for key in listed)


def _readable(catalog: Catalog, key: str) -> str:
    """Return a text with words where a report has values: nobody reads names in braces."""
    words = {name: f"<{catalog.text(f'placeholder.{name}')}>" for name in placeholders(catalog.text(key))}
    return catalog.text(key, **words)
