"""`pocgate addin doctor`: looks at everything between Excel and Python, changes nothing."""

from __future__ import annotations

import argparse

from .speech import show


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: there are none."""


def run(arguments: argparse.Namespace) -> int:
    """Print what was found and what to do; 1 when something keeps Python from answering."""
    from ..functions.doctor import diagnose

    results = diagnose()
    for result in results:
        show(f"{result.state:<7} {result.subject}: {result.found}")
        if result.advice:
            show(f"        {result.advice}")
    return 1 if any(result.state == "wrong" for result in results) else 0
