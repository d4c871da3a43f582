"""`pocgate rules`: everything that is checked, one line each."""

from __future__ import annotations

import argparse

from ..batch.check import own_catalog, own_catalogs
from ..core.catalog import Catalog
from ..errors import PocgateError
from ..rules import RULES
from .options import add_language_option, add_rule_options, policy_of

OPTION = "--lang"
IGNORED = "ignored"
"""Stands for the severity of a rule that the operator does without."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_language_option(parser, "the titles", "English")
    add_rule_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print code, severity as it is configured, family, name and title, separated by tabs."""
    catalog = catalog_about_rules(arguments)
    policy = policy_of(arguments)
    for rule in RULES:
        title = catalog.text(f"finding.{rule.code}.title")
        severity = policy.severity_of(rule) if policy.reports(rule) else IGNORED
        print(rule.code, severity, rule.family, rule.name, title, sep="\t")
    return 0


def catalog_about_rules(arguments: argparse.Namespace) -> Catalog:
    """Return the texts about rules in the language of the options, or of the settings if they have it."""
    asked, catalog = arguments.lang, own_catalog(arguments.lang)
    if asked and catalog.language != asked and arguments.origins.get("language", OPTION) == OPTION:
        known = ", ".join(sorted(each.language for each in own_catalogs()))
        raise PocgateError(f"The rules have no texts in {asked!r}.", f"Choose from {known}.")
    return catalog
