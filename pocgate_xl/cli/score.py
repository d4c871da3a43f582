"""`pocgate score`: one assessment as JSON."""

from __future__ import annotations

import argparse
import os
from contextlib import closing

from ..batch import Options, map_files
from ..core.assessment import assessment_to_json
from ..opc.limits import MIB
from ..reports.jsonl import json_text
from .options import (
    EXIT_CODES,
    add_language_option,
    add_rule_options,
    add_template_option,
    check_choices,
    policy_of,
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("workbook", metavar="WORKBOOK")
    add_template_option(parser)
    add_language_option(parser, "the findings", "the workbook's")
    add_rule_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the assessment; return the code of its outcome."""
    check_choices(arguments.template, arguments.lang, arguments.only_template)
    only = tuple(arguments.only_template)
    policy = policy_of(arguments)
    options = Options(tuple(arguments.template), language=arguments.lang, only=only, policy=policy)
    small = not os.path.isfile(arguments.workbook) or os.path.getsize(arguments.workbook) <= MIB
    with closing(map_files([arguments.workbook], options, jobs=0 if small else 1)) as found:
        assessment = next(found)
    print(json_text(assessment_to_json(assessment), indent=2))
    return EXIT_CODES[assessment.outcome]
