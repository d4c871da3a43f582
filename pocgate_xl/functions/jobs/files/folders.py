"""Jobs on a folder of workbooks: where each stands and what is wrong, and the portfolio."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from ....core.assessment import Assessment
from ....core.catalog import Catalog
from ....errors import PocgateError
from ....opc.safe_text import visible
from ....records import dataclass
from ....templates.loader import Bundle
from ...call_context import own_folders
from ..desk import Desk
from .new_workbooks import JobProgress

if TYPE_CHECKING:
    from ....workbook.creation.lists.engagements import ListedEngagement
    from ....workbook.layout.plan import SheetPlan


@dataclass(frozen=True, slots=True)
class Checked:
    """What lies in a folder, assessed; `asked` is who was asked, None where no register says so."""

    folder: Path
    assessments: tuple[Assessment, ...]
    bundle: Bundle
    catalog: Catalog
    asked: tuple[ListedEngagement, ...] | None
    remark: str = ""


def check_folder(desk: Desk) -> str:
    """Check a folder and open a workbook of where each engagement stands and what is wrong."""
    checked = _checked(desk)
    if not isinstance(checked, Checked):
        return checked
    file = _new_file(checked.folder, desk.catalog.text("job.said.checked_file", day=date.today()))
    _write(file, folder_workbook(checked))
    desk.open(file)
    return "\n".join(_said(checked, file, desk.catalog))


def portfolio(desk: Desk) -> str:
    """Rank and plan what lies in a folder and open the portfolio."""
    checked = _checked(desk)
    if not isinstance(checked, Checked):
        return checked
    from ....portfolio.overview import overview
    from ....portfolio.workbook import portfolio_workbook

    found = overview(checked.assessments, checked.bundle.template, issued=checked.asked)
    said = {"count": len(found.ranking.entries), "apart": len(found.ranking.apart)}
    if not found.ranking.entries:
        return desk.catalog.text("job.said.no_portfolio", folder=checked.folder, apart=said["apart"])
    file = _new_file(checked.folder, desk.catalog.text("job.said.portfolio_file", day=date.today()))
    _write(file, portfolio_workbook(found, checked.bundle, checked.catalog.language))
    desk.open(file)
    return desk.catalog.text("job.said.portfolio", file=file.name, **said)


def _checked(desk: Desk) -> Checked | str:
    """Assess a folder of somebody's choice; a line where there is nothing to assess, or somebody says no."""
    text = desk.catalog.text
    folder = desk.choose_folder(text("job.said.choose_folder"))
    if folder is None:
        return ""
    files = submissions_below(folder)
    if not files:
        return text("job.said.no_files", folder=folder)
    if not desk.agree(text("job.said.ask_folder", count=len(files), folder=folder)):
        return text("job.stopped")
    from ....portfolio.prevailing import counting_bundle

    found = tuple(_assessed(files, desk))
    bundle = counting_bundle(found, own_folders())
    catalog = bundle.catalogs.get(desk.catalog.language, bundle.default_catalog)
    asked, remark = _asked(folder, bundle, catalog)
    return Checked(folder, found, bundle, catalog, asked, remark)


def submissions_below(folder: Path) -> list[str]:
    """Return the files that `pocgate check` would check: all but litter and earlier reports."""
    from ....batch import workbooks_in
    from ....exchange.earlier_files import is_earlier

    files = workbooks_in([str(folder)], lambda _: None)
    return [file for file in files if file != str(folder) and not is_earlier(file)]


def _assessed(files: Sequence[str], desk: Desk) -> Iterator[Assessment]:
    """Yield assessments, made by processes that can be killed, and show how far they are."""
    from ....batch import Options, map_files

    counted, options = JobProgress(desk, len(files)), Options(own_folders(), language=desk.catalog.language)
    for each in map_files(files, options, jobs=os.cpu_count() or 1):
        yield each
        counted.advance()
    desk.report("")


def _asked(folder: Path, bundle: Bundle, catalog: Catalog) -> tuple[tuple[ListedEngagement, ...] | None, str]:
    """Return who was asked, where a register says so, and else why not in a line."""
    from ....issuing.listed import issued_rows
    from ....issuing.register import REGISTER

    file = folder / REGISTER
    if not file.is_file():
        return None, ""
    try:
        return issued_rows([file], bundle, catalog.language, lambda _: None), ""
    except PocgateError as error:
        return None, catalog.text("job.said.register_unread", found=visible(str(error)))


def folder_workbook(checked: Checked) -> bytes:
    """Return the workbook of a check: sums, files and findings.

    It begins with where each engagement stands, if a register says who was asked.
    """
    from ....exchange.status import status_of
    from ....exchange.status_page import plan_status
    from ....reports import xlsx
    from ....reports.parts import part_of

    before: tuple[SheetPlan, ...] = ()
    if checked.asked is not None:
        status = status_of(checked.asked, checked.assessments, checked.bundle.template, date.today())
        before = plan_status(status, checked.catalog)
    parts = (part_of(xlsx.render_part(each, checked.catalog), each) for each in checked.assessments)
    return b"".join(xlsx.assemble(parts, checked.catalog, checked.folder, before))


def _new_file(folder: Path, stem: str) -> Path:
    """Return the name of a file that is not there yet: Excel may have an earlier one open."""
    names = chain((stem,), (f"{stem} ({number})" for number in count(2)))
    return next(file for name in names if not (file := folder / f"{name}.xlsx").exists())


def _write(file: Path, content: bytes) -> None:
    from ....output import find_target

    find_target(file, claimed=True).write((content,))


def _said(checked: Checked, file: Path, catalog: Catalog) -> Iterator[str]:
    outcomes = Counter(each.outcome for each in checked.assessments)
    yield catalog.text("job.said.checked", count=len(checked.assessments), file=file.name)
    said = {"errors": outcomes["findings"], "unreadable": outcomes["unreadable"]}
    yield catalog.text("job.said.checked_part", **said)
    if checked.remark:
        yield checked.remark
