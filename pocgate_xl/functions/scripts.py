"""What the buttons of the classic add-in do with the workbook that is open in Excel.

Each takes an xlwings `Book` and returns what it tells the user; `run` is what VBA calls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..core.assessment import Finding
from ..core.catalog import Catalog
from ..errors import OutputError, PocgateError
from ..rules.review import Review
from ..templates.loader import Bundle, operators_language
from .call_context import CallContext
from .definitions.decision import next_step_words
from .open_workbook.output_block import results_block
from .open_workbook.workbook import NotOurs, review
from .open_workbook.xlwings_book import facts_of_book, write_block
from .registry import default_gate

MARK = "pocgate: "
"""Begins every note of ours, so that the next check can take them back."""
FILTER = "Excel Workbook (*.xlsx),*.xlsx"


def run(script: str) -> None:
    """Run a script on the workbook that is active and tell what came of it."""
    import xlwings

    book = xlwings.Book.caller()
    try:
        message = SCRIPTS[script](book)
    except (NotOurs, PocgateError) as problem:
        message = str(problem)
    except Exception as fault:
        # Excel would show a traceback.
        message = _catalog().text("function.script.fault", found=f"{type(fault).__name__} {fault}"[:200])
    if message:
        book.app.alert(message, title=_catalog().text("function.category"))


def check(book: Any) -> str:
    """Say what is decided, what leads on and how much is wrong."""
    return _summary(review(facts_of_book(book)))


def fill(book: Any) -> str:
    """Write every result below what stands on the free sheet."""
    found = review(facts_of_book(book))
    block = results_block(found)
    write_block(book, block)
    return found.catalog.text("function.script.filled", sheet=block.sheet, row=block.row)


def findings(book: Any) -> str:
    """Write each finding as a note beside its cell; notes of an earlier check are taken back."""
    found = review(facts_of_book(book))
    for sheet in book.sheets:
        _take_back(sheet)
    cells = _by_cell(found.assessment.findings)
    for (sheet, cell), there in cells.items():
        text = "\n".join(f"{MARK}{each.code} {each.message} {each.hint}" for each in there)
        area = book.sheets[sheet].range(cell).api
        if area.Comment is None:
            area.AddComment(text)
        else:
            area.Comment.Text(f"{area.Comment.Text()}\n{text}")
    return "\n".join((_summary(found), found.catalog.text("function.script.written", count=len(cells))))


def _by_cell(found: tuple[Finding, ...]) -> Mapping[tuple[str, str], list[Finding]]:
    cells: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in found:
        if finding.sheet and finding.cell:
            cells[finding.sheet, finding.cell].append(finding)
    return cells


def _take_back(sheet: Any) -> None:
    """Remove our lines from notes; a note of somebody else keeps its own."""
    comments = sheet.api.Comments
    for number in range(comments.Count, 0, -1):
        comment = comments.Item(number)
        lines = comment.Text().splitlines()
        kept = [line for line in lines if not line.startswith(MARK)]
        if not kept:
            comment.Delete()
        elif len(kept) < len(lines):
            comment.Text("\n".join(kept))


def new(book: Any) -> str:
    """Make a blank workbook under a name of the user's choice and open it."""
    from ..batch.reissue import reason_to_keep
    from ..output import find_target
    from ..workbook.creation.prerendered import workbook_for

    chosen = book.app.api.GetSaveAsFilename("", FILTER)
    if not isinstance(chosen, str):
        return ""
    file, bundle = Path(chosen), default_gate().bundle
    engagement = {"pg_engagement_id": file.stem}
    target = find_target(file, force=True)  # Excel asks before it gives the name of a file that is there
    if target.there is not None and (reason := reason_to_keep(file, engagement)):
        raise OutputError(f"{file} is not replaced: {reason}.", "Choose another name.")
    target.write((workbook_for(bundle, _language(bundle), engagement),))
    book.app.books.open(chosen)
    return ""


def _summary(found: Review) -> str:
    text, assessment = found.catalog.text, found.assessment
    card, severities = assessment.scorecard, [each.severity for each in assessment.findings]
    decided = text(
        "function.script.decided",
        decision=found.catalog.label("decision", assessment.decision),
        total=text("text.range").join(map(str, dict.fromkeys(card.range))),
    )
    counted = text(
        "function.script.counted", errors=severities.count("error"), warnings=severities.count("warning")
    )
    gate = CallContext(found.bundle, found.catalog.language)
    step = next_step_words(gate, assessment.decision, assessment.next_step)
    return "\n".join((decided, step, counted))


def _catalog() -> Catalog:
    bundle = default_gate().bundle
    return bundle.catalogs[_language(bundle)]


def _language(bundle: Bundle) -> str:
    """Return the language of the user's system, if the template has it, else English, else its first."""
    return operators_language(bundle.template.languages) or bundle.template.languages[0]


SCRIPTS: Mapping[str, Callable[[Any], str]] = {"check": check, "fill": fill, "findings": findings, "new": new}
"""Every script by the name that a button has for it."""
