"""`pocgate rules`: everything that is checked, one line each."""

from __future__ import annotations

import argparse

from ..batch import own_catalog
from ..rules import RULES
from .options import add_language_option, add_rule_options, policy_of

IGNORED = "ignored"
"""Stands for the severity of a rule that the operator does without."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_language_option(parser, "the titles", "English")
    add_rule_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print code, severity as it is configured, family, name and title, separated by tabs."""
    catalog = own_catalog(arguments.lang)
    policy = policy_of(arguments)
    for rule in RULES:
        title = catalog.text(f"finding.{rule.code}.title")
        severity = policy.severity_of(rule) if policy.reports(rule) else IGNORED
        print(rule.code, severity, rule.family, rule.name, title, sep="\t")
    return 0
