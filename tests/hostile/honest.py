"""What honest people do to a workbook before they send it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.workbook.layout.plan import identity_name
from tests.hostile.case import Case, Make
from tests.hostile.differentials import merged
from tests.hostile.edits import (
    RELATION,
    added,
    chain,
    declared,
    input_xml,
    link,
    linked,
    swap,
    text,
    typing,
)
from tests.hostile.places import RATINGS, all_of, beside, links_of, named
from tests.hostile.submission import area, part_of
from tests.hostile.tampering import copied, name_at, renamed, rows_moved, where

PASTED = "pasted over drop-downs"
MOVED = "cut, dragged, deleted or inserted rows"
SHEETS = "sheet renamed, copied, several engagements gathered in one file"
NUMBERS = "full-width digits, numbers as text, 1,234 and ¥"
DATES = "dates as text"
MERGED = "merged cells"
PICTURE = "a picture where values belong"
MAILED = "v2_final(1) by e-mail"
LAST = "last project's file saved under a new name"

LABEL = "pg_status_security"
RATING = "pg_rating_integration"
RATED = area(RATING).first
NOTED = f"{a1(area('pg_note_integration').first)}:{a1(beside(area('pg_note_integration').first, 1))}"
DOWN = f"{a1(beside(RATED, rows=-1))}:{a1(RATED)}"
"""The rating and the one above it."""
COST = "pg_poc_cost_development"
DAY = "pg_engagement_assessment_date"
APRIL = date(2025, 4, 1)
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def day(name: str, written: str) -> Case:
    """A date as text that everybody reads alike."""
    start = "pg_engagement_poc_start"
    return Case(f"date as {name}", DATES, (name,), "accepted", ("PG706",), typing({start: written}),
                answers={start: APRIL}, message=written)  # fmt: skip


def no_day(written: str) -> Case:
    start = "pg_engagement_poc_start"
    return Case(f"date as {written}", DATES, (written,), "findings", ("PG707",), typing({start: written}),
                answers={start: None}, message=written)  # fmt: skip


def number(name: str, example: str, written: str, value: str) -> Case:
    return Case(name, NUMBERS, (example,), "accepted", ("PG704", "PG113"), typing({COST: written}),
                answers={COST: Decimal(value)}, message=written, found=written)  # fmt: skip


def doubtful(written: str) -> Case:
    return Case(f"doubtful {written}", NUMBERS, ("doubtful",), "findings", ("PG705",), typing({COST: written}),
                answers={COST: None}, message=written)  # fmt: skip


def cut_and_pasted(name: str, rows: int) -> Make:
    """Cut a cell and paste it further down: value and name go there."""
    place = area(name)
    return chain(
        name_at(name, named(place.sheet, beside(place.first, rows=rows))),
        input_xml(name, "{c}/>"),
    )


def _picture() -> Make:
    """Empty the ratings and lay a picture of them over their cells."""
    first, last = area("pg_rating_business_kpi").first, area("pg_rating_executive_readiness").first
    corners = "".join(
        f"<xdr:{tag}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{tag}>"
        for tag, (row, column) in (("from", (first[0] - 1, first[1] - 1)), ("to", (last[0] - 1, last[1] - 1)))
    )
    xml = f'<xdr:wsDr xmlns:xdr="{DRAWING}"><xdr:twoCellAnchor>{corners}<xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>'
    return chain(
        typing(dict.fromkeys(RATINGS)),
        added({"xl/drawings/pasted.xml": xml, "xl/media/pasted.png": b"\x89PNG"}),
        declared("xl/drawings/pasted.xml", DRAWING_TYPE),
        linked(link("rIdPasted", "drawing", "../drawings/pasted.xml"), links_of("scorecard")),
        swap(part_of("scorecard"), "</worksheet>",
             f'<drawing xmlns:r="{RELATION}" r:id="rIdPasted"/></worksheet>'),
    )  # fmt: skip


def _final(folder: Path, content: bytes) -> Path:
    path = folder / "Kopie von 提出用_v2_final(1) (2).XLSX"
    path.write_bytes(content)
    return path


def _other_engagement(workbook: bytes) -> bytes:
    """Gather a sheet of another engagement's file."""
    return copied("scorecard", "Scorecard ENG-2026-015")(workbook)


CASES: tuple[Case, ...] = (
    Case("label of another locale", PASTED, ("label of another locale",), "accepted", ("PG703", "PG113"),
         typing({LABEL: "対応中"})),
    Case("label in small letters", PASTED, ("label spelled differently",), "accepted", ("PG702", "PG113"),
         typing({LABEL: "in progress"})),
    Case("label with spaces", PASTED, ("label spelled differently",), "accepted", ("PG702", "PG113"),
         typing({LABEL: " In  progress "})),
    Case("label in full width", PASTED, ("label spelled differently",), "accepted", ("PG702", "PG113"),
         typing({LABEL: "Ｉｎ ｐｒｏｇｒｅｓｓ"})),
    Case("no label at all", PASTED, ("no label",), "findings", ("PG701",), typing({LABEL: "nearly"}),
         answers={LABEL: None}, cells=(where(LABEL),)),
    Case("number for a label", PASTED, ("no label",), "findings", ("PG701",), typing({LABEL: 1}),
         answers={LABEL: None}),
    Case("label for a rating", PASTED, ("no label",), "findings", ("PG705",), typing({RATING: "good"}),
         answers={RATING: None}),
    Case("cell cut and pasted", MOVED, ("cut",), "findings", ("PG104", "PG113"), cut_and_pasted(RATING, 30),
         answers={RATING: None}, message=a1(beside(RATED, rows=30)), cells=(where(RATING),)),
    Case("cell dragged over another", MOVED, ("dragged",), "findings", ("PG104", "PG103"), consequences=True,
         make=chain(cut_and_pasted(RATING, 1), name_at("pg_rating_cost_predictability", "#REF!"))),
    Case("row inserted", MOVED, ("inserted",), "findings", ("PG151",), rows_moved("checklist", area(LABEL).first[0], 1),
         consequences=True, cells=(where(LABEL),)),
    Case("row deleted", MOVED, ("deleted",), "findings", ("PG151",), rows_moved("checklist", area(LABEL).first[0], -1),
         consequences=True),
    Case("sheet renamed", SHEETS, ("renamed",), "accepted", ("PG102",), renamed("checklist", "To do 2026"),
         found="To do 2026", consequences=True),
    Case("sheet copied", SHEETS, ("copied",), "findings", ("PG115",), copied("checklist", "Checklist (2)")),
    Case("several engagements in one file", SHEETS, ("several engagements",), "findings", ("PG115",),
         _other_engagement),
    number("full-width amount", "full-width", "１２０００００", "1200000"),
    number("amount as text", "as text", "1200000", "1200000"),
    number("amount in groups", "1,234", "1,200,000", "1200000"),
    number("amount in full-width groups", "1,234", "１，２００，０００", "1200000"),
    number("amount with a yen sign", "¥", "¥1,200,000", "1200000"),
    number("amount with a full-width yen sign", "¥", "￥１，２００，０００", "1200000"),
    number("amount with a backslash for yen", "¥", "\\1,200,000", "1200000"),
    number("amount with 円", "¥", "1,200,000円", "1200000"),
    number("amount with the currency's code", "¥", "JPY 1,200,000", "1200000"),
    number("amount in groups by spaces", "1,234", "1 200 000", "1200000"),
    *map(doubtful, ("1.234", "120万", "約1200000", "1,20,000", "1200000-1500000", "$1,200,000", "1.200.000")),
    day("yyyy-mm-dd", "2025-04-01"), day("yyyy/m/d", "2025/4/1"), day("yyyy年m月d日", "2025年4月1日"),
    day("令和7年4月1日", "令和7年4月1日"), day("R7.4.1", "R7.4.1"),
    day("date and time", "2025-04-01 00:00:00"), day("day of the week", "2025/04/01(火)"),
    day("month in words", "1 April 2025"),
    no_day("3/4/26"), no_day("8/4/1"),
    Case("answers merged to the right", MERGED, ("top-left value",), "accepted",
         make=merged(NOTED), consequences=True),
    Case("answers merged downwards", MERGED, ("hidden value",), "findings", ("PG110", "PG113"),
         merged(DOWN), answers={RATING: None}, cells=(where(RATING),)),
    Case("empty answers merged", MERGED, ("top-left value",), "accepted", ("PG202",),
         chain(typing({RATING: None}), merged(DOWN)), answers={RATING: None}),
    Case("picture of the ratings", PICTURE, ("picture",), "accepted", ("PG121", "PG202"), _picture(),
         answers=dict.fromkeys(RATINGS), message=all_of(RATINGS)),
    Case("v2_final(1)", MAILED, ("file name",), "accepted", put=_final),
    Case("stamp and engagement disagree", LAST, ("stamp and organisation",), "findings", ("PG602",),
         typing({"pg_engagement_id": "ENG-2027-001"}), answers={"pg_engagement_id": "ENG-2027-001"},
         cells=(where("pg_engagement_id"),)),
    Case("stamp of last year", LAST, ("stamp and organisation",), "findings", ("PG602",),
         text(identity_name("engagement"), "ENG-2025-001")),
    Case("assessed before it began", LAST, ("stamp and organisation",), "findings", ("PG603",),
         typing({DAY: 46000}), answers={DAY: date(2025, 12, 9)}),
)  # fmt: skip
