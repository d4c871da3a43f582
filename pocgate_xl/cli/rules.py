"""`pocgate rules`: everything that is checked, one line each."""

from __future__ import annotations

import argparse

from ..batch import own_catalog
from ..rules import RULES


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--lang", metavar="TAG", help="language of the titles")


def run(arguments: argparse.Namespace) -> int:
    """Print code, severity, family, name and title, separated by tabs."""
    catalog = own_catalog(arguments.lang)
    for rule in RULES:
        title = catalog.text(f"finding.{rule.code}.title")
        print(rule.code, rule.severity, rule.family, rule.name, title, sep="\t")
    return 0
