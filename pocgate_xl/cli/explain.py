"""`pocgate explain`: one rule in words."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from ..core.catalog import Catalog
from ..errors import PocgateError
from ..rules import RULES
from ..rules.base import Policy, Rule
from ..templates.text_checks import placeholders
from .options import add_language_option, add_rule_options, policy_of
from .rules import catalog_about_rules

TEXTS = ("message", "expected", "hint")
FAMILY, MOST_CODES = "PG", 6
"""What every code begins with, and how many of those that begin alike are named."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("code", metavar="CODE", help="such as PG201")
    add_language_option(parser, "the texts", "English")
    add_rule_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what a rule is about, what it says and what to do."""
    catalog, code = catalog_about_rules(arguments), arguments.code.upper()
    rule = next((rule for rule in RULES if rule.code == code), None)
    if rule is None:
        raise PocgateError(f"{arguments.code!r} is not a rule.", _instead(code))
    title, policy = catalog.text(f"finding.{code}.title"), policy_of(arguments)
    severity = catalog.text(f"report.{policy.severity_of(rule)}")
    print(f"{code}  {severity}  {title}  ({rule.family}: {rule.name})")
    for line in (*_settings(rule, policy, catalog, arguments.origins), *_lines(catalog, code)):
        print(line)
    return 0


def _instead(code: str) -> str:
    """Say which rules have a code that begins like this, else where all of them are listed."""
    begun = [rule.code for rule in RULES if rule.code.startswith(code)]
    if len(code) <= len(FAMILY) or not begun:
        return "pocgate rules lists them."
    end = ", …" if len(begun) > MOST_CODES else "."
    return f"Codes that begin like this: {', '.join(begun[:MOST_CODES])}{end}"


def _settings(rule: Rule[Any], policy: Policy, catalog: Catalog, origins: Mapping[str, str]) -> Iterator[str]:
    """Say what the operator has made of a rule, and where."""
    if not policy.reports(rule):
        where = ", ".join(origins[key] for key in ("select", "ignore") if key in origins)
        yield catalog.text("report.ignored", where=where)
    elif policy.severity_of(rule) != rule.severity:
        own = catalog.text(f"report.{rule.severity}")
        where = origins.get(f"severity.{rule.code}", "--severity")
        yield catalog.text("report.changed_severity", severity=own, where=where)


def _lines(catalog: Catalog, code: str) -> Iterator[str]:
    colon = catalog.text("text.colon")
    yield ""
    yield catalog.text(f"finding.{code}.docs")
    yield ""
    for key in TEXTS:
        yield f"{catalog.text(f'report.{key}')}{colon}{_readable(catalog, f'finding.{code}.{key}')}"
    message = catalog.text(f"finding.{code}.message")
    heading, prefix = "reasons", f"finding.{code}.reason_"
    if "{contradiction}" in message:
        heading, prefix = "contradictions", "contradiction."
    if listed := [key for key in catalog.texts if key.startswith(prefix)]:
        yield f"{catalog.text(f'report.{heading}')}{colon}".rstrip()
        yield from (f"  - {_readable(catalog, key)}" for key in listed)


def _readable(catalog: Catalog, key: str) -> str:
    """Return a text with words where a report has values: nobody reads names in braces."""
    words = {name: f"<{catalog.text(f'placeholder.{name}')}>" for name in placeholders(catalog.text(key))}
    return catalog.text(key, **words)
