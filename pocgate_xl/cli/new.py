"""`pocgate new`: blank workbooks for one engagement or for a list of them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import EngagementError, OutputError, PocgateError
from ..output import Target, find_target, make_folder
from .speech import say, show

if TYPE_CHECKING:
    from ..core.loading import Bundle
    from ..workbook.engagement_list import Row


CLASSIC = "classic"
LIVE = {CLASSIC: ".xlsm", "office": ".xlsx"}
"""How files of each live edition end."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where to write")
    parser.add_argument(
        "--engagement", nargs="+", default=[], metavar="KEY=VALUE",
        help="one engagement, such as id=ENG-1 organization=Aoba",
    )  # fmt: skip
    parser.add_argument("--from", dest="list", type=Path, metavar="FILE", help="a list: .csv, .xlsx or .json")
    parser.add_argument(
        "--template", metavar="T", help="id or folder of a template (default: the built-in one)"
    )
    parser.add_argument(
        "--lang", metavar="TAG", help="language of the workbooks (default: the template's first)"
    )
    parser.add_argument(
        "--live", choices=("none", *LIVE), default="none",
        help="functions beside the results: classic (.xlsm, Excel on Windows) or office (Lite, Server)",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace blank workbooks that are there already")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")


@dataclass(slots=True)
class Written:
    files: list[Path] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)


def run(arguments: argparse.Namespace) -> int:
    """Write every workbook that can be written; name the others; 1 when there are any."""
    from ..progress import Progress
    from .choices import chosen_language
    from .template import chosen_bundle

    bundle = chosen_bundle(arguments.template, [])
    language = chosen_language(bundle, arguments.lang)
    rows = list(_rows(arguments, bundle, language))
    if not rows:
        raise EngagementError("There is no engagement.", "Name one with --engagement or a list with --from.")
    make_folder(arguments.out)
    written = Written()
    with Progress("workbooks", len(rows), quiet=arguments.quiet) as progress:
        for row in rows:
            _write(row, bundle, language, arguments, written)
            progress.advance()
    for file in written.files:
        show(file)
    for failure in written.failures:
        say(failure)
    return 1 if written.failures else 0


def _rows(arguments: argparse.Namespace, bundle: Bundle, language: str) -> Iterator[Row]:
    from ..batch.apart import done_apart
    from ..workbook.engagement_list import engagement_of, read_engagements, table_of

    if arguments.engagement:
        yield engagement_of(dict(_pair(text) for text in arguments.engagement), bundle, language)
    if arguments.list:
        engagements = read_engagements(arguments.list, bundle, language, partial(done_apart, table_of))
        for title in engagements.ignored:
            say(f"{arguments.list}: column {title!r} is ignored")
        yield from engagements.rows


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise EngagementError(f"{text!r} is no KEY=VALUE.", "Write for example id=ENG-1.")
    return key.strip(), value.strip()


def _write(row: Row, bundle: Bundle, language: str, arguments: argparse.Namespace, written: Written) -> None:
    try:
        if row.problems:
            raise EngagementError("; ".join(row.problems))
        file = _file(row, arguments.out, arguments.live)
        if file.name.casefold() in written.names:
            raise EngagementError(f"{file.name} belongs to an engagement above.")
        own_language = str(row.values.get("pg_engagement_language", language))
        _write_one(file, row, bundle, own_language, arguments)
        written.files.append(file)
        written.names.add(file.name.casefold())
    except PocgateError as error:
        written.failures.append(f"row {row.number}: {error}")


def _file(row: Row, folder: Path, live: str) -> Path:
    from ..workbook.file_names import safe_name

    return folder / f"{safe_name(str(row.values['pg_engagement_id']))}{LIVE.get(live, '.xlsx')}"


def _write_one(file: Path, row: Row, bundle: Bundle, language: str, arguments: argparse.Namespace) -> None:
    from ..workbook.plan import PLAIN
    from ..workbook.stamp import workbook_for

    target = _target(file, row, bundle, arguments)
    edition = arguments.live if arguments.live in LIVE else PLAIN
    workbook = workbook_for(bundle, language, row.values, edition)
    if edition == CLASSIC:
        from ..functions.addin import live_workbook

        workbook = live_workbook(workbook)
    target.write((workbook,))
    _validate(file, row, bundle)


def _target(file: Path, row: Row, bundle: Bundle, arguments: argparse.Namespace) -> Target:
    """Return where a workbook goes; one that somebody has filled in stays, whatever is forced."""
    from ..batch.reissue import reason_to_keep
    from .choices import files_of_templates

    read = [*([arguments.list] if arguments.list else []), *files_of_templates([bundle.folder])]
    target = find_target(file, read, force=arguments.force, claimed=True)
    if target.place is None:
        raise OutputError(f"{file} is no regular file.", "Name another folder with --out.")
    if target.there is not None and (reason := reason_to_keep(target.place, row.values, (bundle.folder,))):
        raise OutputError(f"{file} is not replaced: {reason}.", "Move it away first.")
    return target


def _validate(file: Path, row: Row, bundle: Bundle) -> None:
    """Read the written file as a submission is read: it must say what was written and be accepted."""
    from ..batch import check_file

    assessment = check_file(file, (bundle.folder,))
    serious = [f"{found.code} {found.message}" for found in assessment.findings if found.severity == "error"]
    given = {name.removeprefix("pg_engagement_"): value for name, value in row.values.items()}
    said = assessment.engagement
    differing = [key for key, value in given.items() if said is None or getattr(said, key) != value]
    if serious or differing:
        Path(os.path.realpath(file)).unlink()
        reasons = "; ".join(serious) or f"{', '.join(differing)} would read differently"
        raise OutputError(f"{file} was written but does not read back: {reasons}.", "It was removed.")
