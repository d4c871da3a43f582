"""`pocgate template`: list, show, check, copy and describe templates."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from ..errors import OutputError, PocgateError, TemplateError
from ..opc.safe_text import visible
from ..templates import files
from ..templates.loader import (
    Bundle,
    chosen_language,
    load_bundle,
    template_folders,
    template_named,
)
from ..templates.releases import RELEASED
from .options import add_folders_option, add_language_option
from .speech import LONGEST, show
from .template_summary import summary

FIRST_VERSION = "1.0.0"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="list the available templates")
    show = actions.add_parser("show", help="what a template asks and computes")
    show.add_argument("name", nargs="?", metavar="TEMPLATE", help="id or folder (default: the built-in one)")
    add_language_option(show, "the texts", "the template's first")
    for each in (listing, show):
        add_folders_option(each)
    check = actions.add_parser(
        "check", help="find mistakes in templates, and settings that may be unintended"
    )
    check.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    init = actions.add_parser("init", help="copy the built-in template to make your own")
    init.add_argument("name", metavar="NAME", help="id of the new template, snake_case")
    init.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where to put its folder")
    freeze = actions.add_parser("freeze", help="keep the current layout, so that its workbooks stay readable")
    freeze.add_argument("name", metavar="TEMPLATE", help="id or folder")
    actions.add_parser("schema", help="the JSON schema of template.toml")


def run(arguments: argparse.Namespace) -> int:
    """Carry out a parsed command; return the exit code."""
    return ACTIONS[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> int:
    for folder in template_folders(arguments.template):
        bundle = load_bundle(folder)
        template = bundle.template
        print(
            template.id,
            template.version,
            ",".join(template.languages),
            visible(str(folder), LONGEST),
            sep="\t",
        )
    return 0


def _show(arguments: argparse.Namespace) -> int:
    bundle = chosen_bundle(arguments.name, arguments.template)
    for line in summary(bundle, bundle.catalogs[chosen_language(bundle, arguments.lang)]):
        show(line)
    return 0


def chosen_bundle(name: str | None, extra: list[Path]) -> Bundle:
    """Return the template with an id or in a folder; without a name the first that is found."""
    bundle = template_named(name or "", extra)
    if bundle is None:
        raise PocgateError(f"There is no template {name!r}.", "pocgate template list shows which there are.")
    return bundle


def _check(arguments: argparse.Namespace) -> int:
    mistakes = [mistake for folder in arguments.folders for mistake in _mistakes_under(folder)]
    doubts = [] if mistakes else [doubt for folder in arguments.folders for doubt in _doubts_under(folder)]
    for remark in (*mistakes, *doubts):
        show(remark)
    warnings = f", warnings: {len(doubts)}" if doubts else ""
    print(f"mistakes: {len(mistakes)}{warnings}", file=sys.stderr)
    return 1 if mistakes else 0


def _doubts_under(folder: Path) -> list[TemplateError]:
    from ..templates.inspection import template_doubts  # pydantic, as below

    return [doubt for each in files.folders_under(folder) for doubt in template_doubts(each)]


def _mistakes_under(folder: Path) -> list[TemplateError]:
    from ..templates.inspection import template_mistakes

    try:
        return [mistake for each in files.folders_under(folder) for mistake in template_mistakes(each)]
    except TemplateError as error:
        return [error]


def _init(arguments: argparse.Namespace) -> int:
    show(copy_template(arguments.name, arguments.out))
    return 0


_not_copied = shutil.ignore_patterns(files.EVERY_COMPILED, files.DEMO, RELEASED)


def copy_template(name: str, out: Path) -> Path:
    """Write the built-in template under a new id; return its folder, which must be new."""
    if not re.fullmatch(files.ID_PATTERN, name):
        raise PocgateError(
            f"{name!r} is not an id.", "Use small letters, digits and _, at most 40 characters."
        )
    target = out / name
    if os.path.lexists(target):
        raise OutputError(f"{target} already exists.", "Choose another name or --out.")
    home = files.builtin_home()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=out) as scratch:
            made = Path(scratch) / name
            original = home / files.builtin_names()[0]
            shutil.copytree(original, made, ignore=_not_copied, copy_function=shutil.copyfile)
            shutil.copyfile(home / files.SCHEMA, made / files.SCHEMA)
            _rename(made / files.TEMPLATE, name)
            made.rename(target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}.") from error
    return target


def _rename(file: Path, name: str) -> None:
    """Give a template its own id and first version; comments stay, and the schema lies beside it."""
    text = file.read_text(encoding="utf-8")
    for key, value in (("id", name), ("version", FIRST_VERSION)):
        text = re.sub(rf'^{key} = ".*?"', f'{key} = "{value}"', text, count=1, flags=re.MULTILINE)
    text = text.replace(f"#:schema ../{files.SCHEMA}", f"#:schema {files.SCHEMA}", 1)
    file.write_text(text, encoding="utf-8", newline="\n")


def _freeze(arguments: argparse.Namespace) -> int:
    from ..workbook.layout.plans import plans_of  # planning every workbook is for this action only
    from ..workbook.layout.released_plan import freeze

    bundle = chosen_bundle(arguments.name, [])
    print(freeze(bundle, plans_of(bundle)))
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    print(schema_text(), end="")
    return 0


def schema_text() -> str:
    """Return the JSON schema of `template.toml`, as `workbook_templates` keeps it."""
    from ..templates.models import template_schema  # pydantic: only here

    return json.dumps(template_schema(), indent=2, ensure_ascii=False) + "\n"


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list, "show": _show, "check": _check, "init": _init, "freeze": _freeze,
    "schema": _schema,
}  # fmt: skip
