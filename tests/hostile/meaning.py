"""One meaning for an answer, a formula, a name, a stamp: what another program would read otherwise."""

from __future__ import annotations

import re

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.workbook.layout.plan import identity_name
from tests.hostile.active_content import hyperlink
from tests.hostile.case import Case, Make
from tests.hostile.edits import WORKBOOK, chain, in_cell, input_xml, on_part, sheet_added, small_sheet, swap
from tests.hostile.places import RATINGS, all_of, beside, named, number_of, sheet_of, shown_at, told_at
from tests.hostile.submission import area, part_of
from tests.hostile.tampering import computed, stamp, where

ROW = "one meaning"
RATING, STATUS, COST = "pg_rating_integration", "pg_status_security", "pg_poc_cost_development"
EVIDENCE, TOTAL = "pg_evidence_security", "pg_out_total"
DECISION = a1(shown_at("decision"))
"""Where the dashboard shows the decision in words."""
BESIDE = a1(beside(shown_at("decision"), 6))
"""A blank cell of its row, far enough not to cut it off."""
OVER_RATINGS = all_of(RATINGS)
DESCRIBED = a1(told_at("Target exceeded by 20% or more", "scorecard"))
SUMMED = str(sheet_of("scorecard").cells[area(TOTAL).first].formula).removeprefix("=SUM(").removesuffix(")")
"""What the total sums up: the ratings that are valid."""
NO_RATINGS = dict.fromkeys(RATINGS)


def by_formula(name: str, formula: str, value: str, type_: str = "") -> Make:
    """Let a formula give an answer, with the value that it was saved with."""
    kind = f' t="{type_}"' if type_ else ""
    return input_xml(name, f"{{c}}{kind}><f>{formula}</f><v>{value}</v></c>")


def free_cell(sheet: str, formula: str, address: str = "Z90") -> Make:
    """Put a formula where nothing is planned."""
    row = re.sub("[A-Z]", "", address)
    cell = f'<row r="{row}"><c r="{address}" t="str"><f>{formula}</f><v>x</v></c></row></sheetData>'
    return swap(part_of(sheet), "</sheetData>", cell)


def array(kind: str) -> Make:
    """Fill all ratings from one formula."""
    return input_xml(RATINGS[0], f'{{c}}><f t="{kind}" ref="{OVER_RATINGS}">5</f><v>5</v></c>')


def defined(name: str, ref: str, attributes: str = "") -> Make:
    text = f'<definedName name="{name}"{attributes}>{ref}</definedName></definedNames>'
    return swap(WORKBOOK, "</definedNames>", text)


def own_name(name: str, ref: str) -> Make:
    """Give a name to the sheet alone where the decision is shown."""
    return defined(name, ref, f' localSheetId="{number_of("dashboard") - 1}"')


def in_formula(sheet: str, address: str, old: str, new: str) -> Make:
    """Change a text in the formula of a cell; its stored value stays."""
    cell = re.compile(rb'<c r="%b"[^<>]*>.*?</c>' % address.encode(), re.DOTALL)

    def changed(match: re.Match[bytes]) -> bytes:
        assert old.encode() in match[0]
        return match[0].replace(old.encode(), new.encode(), 1)

    return on_part(part_of(sheet), lambda xml: cell.sub(changed, xml, count=1))


def stamped_by(key: str, formula: str, value: str) -> Make:
    return by_formula(identity_name(key), formula, value, "str")


CALLING = small_sheet('<row r="1"><c r="A1"><f>CALL("k","f","J")</f><v>0</v></c></row>')

CASES: tuple[Case, ...] = (
    Case("rating that computes another", ROW, ("formulas as answers",), "findings", ("PG716", "PG113"),
         by_formula(RATING, "1+1", "5"), answers={RATING: None}, cells=(where(RATING),)),
    Case("rating that computes the same", ROW, ("formulas as answers",), "findings", ("PG716", "PG113"),
         by_formula(RATING, "2+2", "4"), answers={RATING: None}),
    Case("status put together", ROW, ("formulas as answers",), "findings", ("PG716", "PG113"),
         by_formula(STATUS, '"In prog"&amp;"ress"', "Done", "str"), answers={STATUS: None}),
    Case("rating that changes", ROW, ("formulas as answers",), "findings", ("PG716", "PG717", "PG113"),
         by_formula(RATING, "RANDBETWEEN(1,5)", "5"), answers={RATING: None}),
    Case("amount computed in place", ROW, ("formulas as answers",), "accepted", ("PG713",),
         by_formula(COST, "600000*2", "1200000")),
    Case("amount from other cells", ROW, ("formulas as answers",), "accepted", ("PG713",),
         by_formula(COST, "Notes!A1*2", "1200000")),
    Case("amount that is not what it computes", ROW, ("formulas as answers",), "findings", ("PG717", "PG113"),
         by_formula(COST, "600000*2", "1"), answers={COST: None}, found="600000*2"),
    Case("amount of another type than it computes", ROW, ("formulas as answers",), "findings",
         ("PG717", "PG113"), by_formula(COST, "600000*2", "1200000", "str"), answers={COST: None}),
    Case("amount from a server", ROW, ("formulas as answers",), "findings", ("PG717", "PG113"),
         by_formula(COST, '_xlfn.WEBSERVICE("http://127.0.0.1:9/")', "1200000"), answers={COST: None}),
    Case("evidence that starts a program", ROW, ("formulas as answers",), "findings", ("PG717", "PG113"),
         by_formula(EVIDENCE, 'HYPERLINK("ms-word:ofe|u|http://127.0.0.1:9/","Report")', "Report", "str"),
         answers={EVIDENCE: None}),
    Case("array over the ratings", ROW, ("arrays over planned cells",), "findings",
         ("PG127", "PG716", "PG113"), array("array"), answers=NO_RATINGS, cells=(where(RATINGS[0]),)),
    Case("data table over the ratings", ROW, ("arrays over planned cells",), "findings",
         ("PG127", "PG716", "PG113"), array("dataTable"), answers=NO_RATINGS),
    Case("array whose area lies elsewhere", ROW, ("arrays over planned cells",), "findings",
         ("PG106", "PG127", "PG716", "PG113"), answers=NO_RATINGS,
         make=computed(TOTAL, f'{{c}}><f t="array" ref="{OVER_RATINGS}">{{f}}</f><v>22</v></c>')),
    Case("text that became a formula", ROW, ("texts that became formulas",), "findings", ("PG127",),
         in_cell("scorecard", DESCRIBED,
                 '{c} t="str"><f>"Target exceeded by "&amp;"20% or more"</f><v>Target exceeded by 20% or more</v></c>'),
         cells=(f"Scorecard!{DESCRIBED}",)),
    Case("blank that became a formula", ROW, ("texts that became formulas",), "findings", ("PG127", "PG136"),
         in_cell("dashboard", BESIDE, '{c} t="str"><f>"Go"</f><v></v></c>'), cells=(f"Dashboard!{BESIDE}",)),
    Case("blank in a name", ROW, ("formulas that differ by a blank",), "findings", ("PG106",),
         chain(in_formula("dashboard", DECISION, "pg_list_decision_label", "pg_list_ decision_label"),
               defined("decision_label", "'Notes'!$A$900:$A$908")), cells=(f"Dashboard!{DECISION}",)),
    Case("blank between two references", ROW, ("formulas that differ by a blank",), "findings", ("PG106",),
         in_formula("scorecard", a1(area(TOTAL).first), SUMMED, f"{SUMMED} {SUMMED}")),
    Case("prefix before a name", ROW, ("formulas that differ by the prefix of a name",), "findings", ("PG106",),
         chain(in_formula("dashboard", DECISION, "pg_list_decision_label", "_xlfn.pg_list_decision_label"),
               defined("_xlfn.pg_list_decision_label", "'Notes'!$A$900:$A$908"))),
    Case("letters outside ASCII in a name", ROW, ("formulas that differ by letters outside ASCII",), "findings",
         ("PG106", "PG114"),
         chain(in_formula("dashboard", DECISION, "pg_list_decision_label", "pg_li\u017ft_decision_label"),
               defined("pg_li\u017ft_decision_label", "'Notes'!$A$900:$A$908")), consequences=True),
    Case("parentheses that change nothing", ROW, ("formulas that differ by a blank",), "accepted",
         make=in_formula("scorecard", a1(area(TOTAL).first), f"SUM({SUMMED})", f"(SUM(({SUMMED})))")),
    Case("a sheet's own name over a result", ROW, ("names that shadow ours",), "findings", ("PG125",),
         own_name(TOTAL, "'Notes'!$C$900"), found="'Notes'!$C$900"),
    Case("a sheet's own name over a list", ROW, ("names that shadow ours",), "findings", ("PG125",),
         own_name("PG_LIST_DECISION_LABEL", "'Notes'!$A$900:$A$908")),
    Case("a sheet's own name that is a constant", ROW, ("names that shadow ours",), "findings", ("PG125",),
         own_name("pg_calc_open", "0")),
    Case("a sheet's own name for the same cell", ROW, ("names that shadow ours",), "accepted",
         make=own_name(TOTAL, named("scorecard", area(TOTAL).first))),
    Case("a full-width twin of a name", ROW, ("names that shadow ours",), "findings", ("PG125",),
         defined("\uff50g_out_total", "'Notes'!$C$900")),
    Case("request where nothing is planned", ROW, ("functions that fetch or run",), "findings", ("PG128",),
         free_cell("dashboard", 'WEBSERVICE("http://127.0.0.1:9/?d="&amp;pg_out_total)'), cells=("Dashboard!Z90",)),
    Case("DDE where nothing is planned", ROW, ("functions that fetch or run",), "findings", ("PG128",),
         free_cell("scorecard", "cmd|'/c calc'!A0")),
    Case("call on a sheet of one's own", ROW, ("functions that fetch or run",), "findings", ("PG128",),
         sheet_added("Mine", CALLING), cells=("Mine!A1",)),
    Case("sum on a sheet of one's own", ROW, ("functions that fetch or run",), "accepted",
         make=sheet_added("Mine", small_sheet('<row r="1"><c r="A1"><f>SUM(B1:B3)</f><v>0</v></c></row>'))),
    Case("name that runs when opened", ROW, ("functions that fetch or run",), "findings", ("PG128",),
         defined("Auto_Open2", "'Notes'!$A$1")),
    Case("name that evaluates", ROW, ("functions that fetch or run",), "findings", ("PG128",),
         defined("rate", 'EVALUATE("1+1")', ' localSheetId="1"')),
    Case("link to a program", ROW, ("functions that fetch or run",), "findings", ("PG128",),
         hyperlink("ms-msdt:/id PCWDiagnostic"), found="ms-msdt:"),
    Case("link to a script", ROW, ("functions that fetch or run",), "findings", ("PG128",),
         hyperlink("java&#9;script:alert(1)")),
    Case("link to a letter", ROW, ("functions that fetch or run",), "accepted", make=hyperlink("mailto:a@example.com")),
    Case("stamp without an engagement", ROW, ("half a stamp",), "findings", ("PG605",), stamp("engagement", "")),
    Case("stamp of another organization", ROW, ("half a stamp",), "findings", ("PG142",),
         stamp("organization", "Else Ltd")),
    Case("stamp of another edition", ROW, ("half a stamp",), "findings", ("PG605",), stamp("edition", "lite")),
    Case("stamp without an edition", ROW, ("half a stamp",), "findings", ("PG126",), stamp("edition", "")),
    Case("stamp without a digest", ROW, ("half a stamp",), "findings", ("PG126",), stamp("digest", " ")),
    Case("stamp without a version", ROW, ("half a stamp",), "findings", ("PG126",), stamp("version", "")),
    Case("stamp by a formula", ROW, ("half a stamp",), "findings", ("PG126",),
         stamped_by("template", '"poc_"&amp;"gate"', "poc_gate"), found="template"),
    Case("engagement of the stamp by a formula", ROW, ("half a stamp",), "findings", ("PG126",),
         stamped_by("engagement", "pg_engagement_id", "ENG-2026-014"), found="engagement"),
    Case("stamp cleaned as the answer is", ROW, ("half a stamp",), "accepted",
         make=stamp("engagement", " ENG-2026\u200b-014 ")),
)  # fmt: skip
