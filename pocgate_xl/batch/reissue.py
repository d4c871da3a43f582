"""Whether a new workbook may take the place of one that is there: only of a blank that nobody has touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from ..opc.package import open_package
from ..opc.refusal import Refused
from ..spreadsheetml.address import Position
from ..spreadsheetml.reader import read_workbook
from ..templates.loader import finder_among
from ..workbook.creation.engagement import FIRST_REVISION, ID
from ..workbook.submission.origins.identity import Unidentified
from ..workbook.submission.reader import Reading, read_submission

GROUP, DETAILS = "pg_engagement_", "pg_detail_"
LANGUAGE, CURRENCY, REVISION = (f"{GROUP}{name}" for name in ("language", "currency", "revision"))


def reason_to_keep(file: Path, values: Mapping[str, object], extra_templates: Iterable[Path] = ()) -> str:
    """Return why a file is not to be replaced by the blank of an engagement; nothing when it may be.

    `values` are those of the new one. What somebody typed beside them is an answer, wherever it stands.
    """
    try:
        facts = read_workbook(open_package(file))
        reading = read_submission(facts, finder_among(extra_templates))
    except (Refused, Unidentified):
        return "it is not a workbook of this kind that can be read"
    except Exception as fault:  # whatever is wrong with it, nobody has seen that it is empty
        return f"it cannot be read ({type(fault).__name__})"
    if reading.answers.get(ID, reading.identity.engagement) != values.get(ID):
        return "it belongs to another engagement"
    return "it contains answers" if any(_contents(reading, values)) else ""


def _contents(reading: Reading, values: Mapping[str, object]) -> Iterator[bool]:
    """Tell of each thing that a person may have put there whether it would be lost."""
    sheets = {sheet.id for sheet in reading.expected.plan.sheets}
    yield bool(reading.rows or reading.changes or reading.located.displaced)
    yield sheets != reading.located.sheets.keys()
    kept = {**_defaults(reading), **values}
    for name, response in reading.responses.items():
        if not response.blank and name != LANGUAGE:
            same = not response.faults and str(response.value) == str(kept.get(name))
            yield not (same and name.startswith((GROUP, DETAILS)))
    yield from _unplanned(reading)


def _defaults(reading: Reading) -> dict[str, object]:
    return {CURRENCY: reading.bundle.template.costs.currency, REVISION: FIRST_REVISION}


def _unplanned(reading: Reading) -> Iterator[bool]:
    """Tell of cells in which nothing is planned whether they hold something; notes are such cells.

    The line that names the page where a workbook is checked is nobody's note.
    """
    from ..workbook.submission.page_link import page_line  # where there is something to replace

    ours = page_line(reading)
    planned = {sheet.id: sheet.cells.keys() for sheet in reading.expected.plan.sheets}
    known: Mapping[str, Collection[Position]] = {
        sheet.title: planned[id_] for id_, sheet in reading.located.sheets.items()
    }
    for sheet in reading.facts.sheets:
        positions = known.get(sheet.title, ())
        yield any(
            cell.kind != "blank" and (sheet.title, place) != ours
            for place, cell in sheet.cells.items()
            if place not in positions
        )
