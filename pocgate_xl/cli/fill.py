"""`pocgate fill`: values into the cells of a copy of a workbook, without Excel."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import FillError, PocgateError
from .options import add_folders_option, add_language_option, add_output_option
from .speech import show

if TYPE_CHECKING:
    from ..core.catalog import Catalog
    from ..templates.loader import Bundle


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("workbook", type=Path, nargs="?", metavar="WORKBOOK")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--values", type=Path, metavar="FILE.json",
        help="values by defined name: codes, numbers, ISO dates, texts; null clears a cell",
    )  # fmt: skip
    what.add_argument(
        "--script", choices=("check_workbook", "fill_results"),
        help="what this script writes below the notes, as in Excel",
    )  # fmt: skip
    what.add_argument(
        "--list", action="store_true",
        help="show every name that can be filled, its label and what it takes; write nothing",
    )  # fmt: skip
    add_output_option(parser, "FILE", "the filled copy (- is stdout)", needed=False)
    add_folders_option(parser)
    add_language_option(parser, "the list", "the template's first")
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(arguments: argparse.Namespace) -> int:
    """Fill a copy; nothing is written when a value cannot be taken."""
    if arguments.list:
        return _show_names(arguments)
    if arguments.workbook is None or arguments.output is None:
        raise PocgateError("A workbook and its filled copy are needed.", "Give WORKBOOK and --output FILE.")
    from ..batch.apart import done_apart
    from ..issuing.public import filled_copy
    from ..output import find_target
    from ..templates.files import files_of_templates

    read = [arguments.workbook, *([arguments.values] if arguments.values else [])]
    inputs = [*read, *files_of_templates(arguments.template)]
    target = find_target(arguments.output, inputs, force=arguments.force, claimed=True)
    work = (with_results, arguments.script) if arguments.script else (filled_copy, _values(arguments.values))
    target.write((done_apart(work[0], arguments.workbook, work[1], arguments.template),))
    if not target.stdout:
        show(arguments.output)
    return 0


def _show_names(arguments: argparse.Namespace) -> int:
    """Show what can be filled in workbooks of a template: that of `--template`, else the built-in one."""
    from ..reports.layout import aligned
    from ..templates.loader import chosen_language, template_named

    bundle = template_named("", arguments.template)
    assert bundle is not None  # there is a built-in one
    catalog = bundle.catalogs[chosen_language(bundle, arguments.lang)]
    for line in aligned([("name", "label", "takes"), *named_inputs(bundle, catalog)]):
        show(line)
    return 0


def named_inputs(bundle: Bundle, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Yield name, label and what it takes of every input; the columns of a table stand in its rows."""
    from ..core.fields import blocks, input_fields
    from ..rules.field_labels import field_label
    from ..workbook.creation.lists.columns import holds

    for field in input_fields(bundle.template):
        yield field.name, field_label(field, catalog, bundle.template), holds(field, bundle)
    for block in blocks(bundle.template):
        for column in block.columns:
            label = field_label(column, catalog, bundle.template)
            yield f"{block.name}[].{column.part}", label, holds(column, bundle)


def with_results(file: Path, script: str, templates: list[Path]) -> bytes:
    """Return a copy of a workbook that is not ours, with what a script writes: to be done apart."""
    from ..functions.open_workbook.fill_file import fill_block
    from ..opc.package import open_package

    return fill_block(open_package(file).data, script, templates)


def _values(file: Path) -> dict[str, Any]:
    """Read the values; numbers stay exact."""
    try:
        values = json.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise FillError(f"{file} cannot be read: {error}.", "It must be a JSON object.") from error
    if not isinstance(values, dict):
        raise FillError(f"{file} is not a JSON object.", "Give values by defined name.")
    return values
