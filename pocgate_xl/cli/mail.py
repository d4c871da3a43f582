"""`pocgate mail`: drafts to hand out workbooks, to remind and to send back; nothing is sent."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import lists_in
from ..errors import OutputError, PocgateError
from ..issuing.listed import check_list, issued_rows
from ..opc.refusal import Refused
from ..output import find_target, make_folder
from ..portfolio.prevailing import counting_bundle
from ..templates.files import files_of_templates
from .assessed import assessed
from .inputs import check_there, submissions_in
from .mail_recipients import Found, recipients_of
from .options import (
    add_language_option,
    add_page_option,
    add_rule_options,
    add_template_option,
    check_choices,
    day_of,
    there_of,
)
from .speech import problem_in_words, say, show

if TYPE_CHECKING:
    from ..core.catalog import Catalog
    from ..exchange.mail_drafts import Mailing, Recipient
    from ..templates.loader import Bundle

KINDS = ("issue", "remind", "return")
SUFFIX = ".eml"
SHOWN = 5
"""How many drafts of earlier runs are named."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "list", type=Path, metavar="LIST",
        help="whom to write to: issued.xlsx as `pocgate new` writes it, or any list with a column of e-mail",
    )  # fmt: skip
    parser.add_argument(
        "paths", nargs="*", metavar="PATH",
        help="what came back, for reminders: workbooks, folders, globs, @LIST of paths, @- from stdin",
    )  # fmt: skip
    parser.add_argument(
        "--kind", required=True, choices=KINDS,
        help="hand out the blanks, remind who has not answered in full, or send back marked copies",
    )  # fmt: skip
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where to write the drafts")
    parser.add_argument(
        "--attach", type=Path, metavar="DIR",
        help="the workbooks that go along: blanks, or with --kind return what `pocgate return` wrote "
        "(default: for issue those that LIST names, beside it; for remind none)",
    )  # fmt: skip
    parser.add_argument(
        "--as-of", type=day_of, metavar="DATE", help="the day from which days are counted (default: today)"
    )
    parser.add_argument(
        "--texts", type=there_of, metavar="FILE.toml",
        help="own subjects and bodies, by language, such as [en.mail.issue]",
    )  # fmt: skip
    add_page_option(parser, "mail drafts then name")
    parser.add_argument("--force", action="store_true", help="replace drafts that somebody has changed")
    add_template_option(parser)
    add_language_option(parser, "mails where neither LIST nor the workbook says one", "the template's first")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")
    add_rule_options(parser)
    parser.description = (
        "Mail drafts to hand out workbooks, to remind and to send back. Nothing is sent: a person opens each "
        "draft and sends it. Exits with 1 if some engagement gets none; each is named with the reason."
    )


def run(arguments: argparse.Namespace) -> int:
    """Write every draft that can be written; name whom none is for, and why; 1 when there are any."""
    check_choices(arguments.template, arguments.lang, arguments.only_template)
    check_list(arguments.list)
    if arguments.attach is not None and not arguments.attach.is_dir():
        raise PocgateError(f"There is no folder {arguments.attach}.", "Give that of the workbooks to attach.")
    found = _found(arguments)
    mailing = _mailing(found, arguments)
    recipients, problems = recipients_of(found, mailing, arguments)
    make_folder(arguments.out)
    written = list(_written(recipients, mailing, arguments, problems))
    for file in written:
        show(file)
    for problem in problems:
        say(problem)
    _say_others(written, arguments)
    return 1 if problems else 0


def _found(arguments: argparse.Namespace) -> Found:
    """Check what came back or is sent back, then read the list by the template that most of it has."""
    reminding = arguments.kind == "remind"
    if reminding and not arguments.paths:
        raise PocgateError("Reminders need what came back.", "Give the folder of it as PATH.")
    if arguments.paths and not reminding:
        raise PocgateError("What came back is for reminders only.", "Leave PATH out, or give --kind remind.")
    if arguments.kind == "return" and arguments.attach is None:
        raise PocgateError("The copies to send back are missing.", "Give their folder with --attach DIR.")
    check_there(arguments.paths)
    paths = [str(arguments.attach)] if arguments.kind == "return" else arguments.paths
    files = submissions_in(paths, [*arguments.settings_files, arguments.list]) if paths else []
    found = tuple(assessed(files, arguments, language=arguments.lang))
    bundle = counting_bundle(found, arguments.template)
    language = arguments.lang if arguments.lang in bundle.catalogs else bundle.template.languages[0]
    return Found(issued_rows([arguments.list], bundle, language, say), found, bundle, language)


def _mailing(found: Found, arguments: argparse.Namespace) -> Mailing:
    from ..exchange.mail_drafts import Mailing
    from ..opc.package import regular_bytes

    day = arguments.as_of or date.today()
    catalogs = _catalogs(found.bundle, arguments.texts)
    read = lambda path: regular_bytes(Path(path))  # noqa: E731
    return Mailing(arguments.kind, found.bundle, catalogs, found.language, day, read, arguments.page or "")


def _catalogs(bundle: Bundle, file: Path | None) -> dict[str, Catalog]:
    if file is None:
        return dict(bundle.catalogs)
    from ..exchange.mail_own_texts import own_texts, with_own_texts

    return with_own_texts(bundle.catalogs, own_texts(file), file)


def _written(
    recipients: Sequence[Recipient], mailing: Mailing, arguments: argparse.Namespace, problems: list[str]
) -> Iterator[Path]:
    """Write the drafts; yield those that are there, and keep why others are not."""
    from ..exchange.mail import draft_bytes
    from ..exchange.mail_drafts import draft_for
    from ..workbook.creation.file_names import safe_name

    read = [arguments.list, *lists_in(arguments.paths), *files_of_templates(arguments.template)]
    for each in recipients:
        file = arguments.out / f"{safe_name(each.listed.id)}{SUFFIX}"
        try:
            content = draft_bytes(draft_for(each, mailing))
            target = find_target(file, read, known=is_draft, force=arguments.force)
            if target.place is None:
                raise OutputError(f"{file} is not a regular file.", "Name another folder.")
            target.write((content,))
        except PocgateError as error:
            problems.append(f"{each.listed.id}: {problem_in_words(error)}")
        except (OSError, Refused):  # in an archive, too large, or gone meanwhile
            problems.append(f"{each.listed.id}: {each.path} cannot be attached; no draft was written")
        except ValueError as error:
            problems.append(f"{each.listed.place} ({each.listed.id}): {error}; no draft was written")
        else:
            yield file


def is_draft(file: Path) -> bool:
    """Say whether a file is a draft as it was written: one that somebody has saved is theirs."""
    from ..exchange.mail import BEGINNING

    with file.open("rb") as stream:
        return stream.read(len(BEGINNING)) == BEGINNING


def _say_others(written: Iterable[Path], arguments: argparse.Namespace) -> None:
    """Tell of drafts of earlier runs, which somebody might send along with these."""
    others = sorted(
        {file.name for file in arguments.out.glob(f"*{SUFFIX}")} - {file.name for file in written}
    )
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        names = ", ".join(others[:SHOWN])
        say(f"{arguments.out} has other drafts, which are not of this run: {names}{more}")
