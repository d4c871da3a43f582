"""Changes that somebody made on purpose: named by cell, with the truth computed anew."""

from __future__ import annotations

import re

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.workbook.layout.plan import identity_name
from tests.hostile.case import Case, Make
from tests.hostile.edits import (
    LINKS,
    TYPES,
    WORKBOOK,
    Parts,
    cell_pattern,
    chain,
    in_cell,
    input_xml,
    on_part,
    on_parts,
    parts_of,
    sheet_added,
    swap,
    text,
)
from tests.hostile.places import absolute, beside, links_of, named, number_of, told_at
from tests.hostile.submission import area, bundle, part_of, title_of

ROW = "tampering"
VERDICT = "pg_out_verdict"
TOTAL = "pg_out_total"
RATING, NEXT = "pg_rating_integration", "pg_rating_cost_predictability"
RATED = area(RATING).first
HERE, THERE = named("scorecard", RATED), named("scorecard", beside(RATED, rows=-3))
"""The cell of the rating, and another one."""
CRITERION = told_at(bundle().default_catalog.label("criterion", "integration"), "scorecard")
NUMBERED, DESCRIBED = a1(beside(CRITERION, -1)), a1(beside(CRITERION, 2))
"""The cells of its row with its number and with a description."""


def where(name: str) -> str:
    place = area(name)
    return f"{title_of(place.sheet)}!{a1(place.first)}"


def computed(name: str, xml: str) -> Make:
    """Change the cell of a result; `{f}` is the text of its formula."""
    place = area(name)

    def make(workbook: bytes) -> bytes:
        old = cell_pattern(a1(place.first)).search(parts_of(workbook)[part_of(place.sheet)])
        formula = re.search(rb"<f>(.*?)</f>", old[0], re.DOTALL) if old else None
        assert formula
        return input_xml(name, xml.replace("{f}", formula[1].decode()))(workbook)

    return make


def says(value: str) -> Make:
    """Let a result show something else than its formula gives."""
    return computed(VERDICT, f'{{c}} t="str"><f>{{f}}</f><v>{value}</v></c>')


def renamed(sheet: str, title: str) -> Make:
    """Rename a sheet as a spreadsheet program does, with everything that refers to it; texts do not."""
    old = title_of(sheet)
    quoted = re.compile(rf"(?<!#)'{re.escape(old)}'!|(?<![\w'])'?{re.escape(old)}!".encode())

    def change(parts: Parts) -> Parts:
        found = {name: quoted.sub(f"'{title}'!".encode(), xml) for name, xml in parts.items()}
        listed = found[WORKBOOK].replace(f'name="{old}"'.encode(), f'name="{title}"'.encode())
        return {**found, WORKBOOK: listed}

    return on_parts(change)


def title_only(sheet: str, title: str) -> Make:
    """Rename a sheet in the list alone, as no program does: its names point to nothing."""
    return swap(WORKBOOK, f'<sheet name="{title_of(sheet)}"', f'<sheet name="{title}"')


def _removed(sheet: str) -> Make:
    """Delete a sheet as a spreadsheet program does: what referred to it is #REF!."""
    title, part = title_of(sheet), part_of(sheet)

    def change(parts: Parts) -> Parts:
        quoted = re.compile(rf"'{re.escape(title)}'![$A-Z0-9:]+".encode())
        left = {name: quoted.sub(b"#REF!", xml) for name, xml in parts.items() if name != part}
        left[WORKBOOK] = re.sub(rf'<sheet name="{title}"[^>]*/>'.encode(), b"", left[WORKBOOK])
        left[LINKS] = re.sub(rb'<Relationship [^>]*%b"[^>]*/>' % part.encode(), b"", left[LINKS])
        left[TYPES] = re.sub(rb'<Override PartName="/%b"[^>]*/>' % part.encode(), b"", left[TYPES])
        left.pop(links_of(sheet), None)
        return left

    return on_parts(change)


def _reordered(xml: bytes) -> bytes:
    sheets = re.findall(rb"<sheet .*?/>", xml)
    ordered = b"".join(reversed(sheets))
    return xml.replace(b"".join(sheets), ordered)


def copied(sheet: str, title: str, local_names: bool = True) -> Make:
    """Copy a sheet as Excel does: with names of its own."""

    def make(workbook: bytes) -> bytes:
        parts = parts_of(workbook)
        xml = re.sub(r"<drawing [^>]*/>", "", parts[part_of(sheet)].decode())
        made = sheet_added(title, xml)(workbook)
        if not local_names:
            return made
        count = parts[WORKBOOK].count(b"<sheet ")
        own = (
            f'<definedName name="{RATING}" localSheetId="{count}">\'{title}\'!{absolute(RATED)}</definedName>'
        )
        return swap(WORKBOOK, "</definedNames>", own + "</definedNames>")(made)

    return make


_ROW = re.compile(rb'(<row r=")(\d+)(")')
_CELL = re.compile(rb'(<c r="[A-Z]+)(\d+)(")')


def rows_moved(sheet: str, at: int, by: int) -> Make:
    """Insert or delete rows as a spreadsheet program does: cells and names move, formulas follow."""
    title = re.escape(title_of(sheet))
    reference = re.compile(rf"('{title}'!\$[A-Z]+\$)(\d+)(?::(\$[A-Z]+\$)(\d+))?".encode())

    def moved(number: int) -> int:
        return number + by if number >= at else number

    def change(parts: Parts) -> Parts:
        xml = parts[part_of(sheet)]
        if by < 0:
            xml = re.sub(rb'<row r="%d".*?</row>' % (at + by), b"", xml, flags=re.DOTALL)
        for pattern in (_ROW, _CELL):
            xml = pattern.sub(lambda m: b"%b%d%b" % (m[1], moved(int(m[2])), m[3]), xml)
        workbook = reference.sub(_shift, parts[WORKBOOK])
        return {**parts, part_of(sheet): xml, WORKBOOK: workbook}

    def _shift(match: re.Match[bytes]) -> bytes:
        first = b"%b%d" % (match[1], moved(int(match[2])))
        return first + (b":%b%d" % (match[3], moved(int(match[4]))) if match[3] else b"")

    return on_parts(change)


def name_at(name: str, ref: str) -> Make:
    """Point a defined name elsewhere."""
    return on_part(WORKBOOK, lambda xml: re.sub(
        rf'(<definedName name="{name}"[^>]*>)[^<]*'.encode(), rb"\g<1>" + ref.encode(), xml))  # fmt: skip


def without_name(name: str) -> Make:
    return on_part(
        WORKBOOK, lambda xml: re.sub(rf'<definedName name="{name}".*?</definedName>'.encode(), b"", xml)
    )


def stamp(key: str, value: str) -> Make:
    return text(identity_name(key), value)


CASES: tuple[Case, ...] = (
    Case("result overwritten", ROW, ("formula overwritten",), "findings", ("PG105", "PG131"),
         input_xml(VERDICT, '{c} t="inlineStr"><is><t>recommended</t></is></c>'), cells=(where(VERDICT),)),
    Case("result overwritten with the truth", ROW, ("formula overwritten",), "findings", ("PG105",),
         input_xml(TOTAL, "{c}><v>22</v></c>"), cells=(where(TOTAL),)),
    Case("result emptied", ROW, ("formula overwritten",), "findings", ("PG105",), input_xml(TOTAL, "{c}/>"),
         cells=(where(TOTAL),)),
    Case("formula edited", ROW, ("formula edited",), "findings", ("PG106", "PG131"),
         input_xml(TOTAL, "{c}><f>30</f><v>30</v></c>"), cells=(where(TOTAL),)),
    Case("formula with an added term", ROW, ("formula edited",), "findings", ("PG106", "PG131"),
         computed(TOTAL, "{c}><f>1+{f}</f><v>23</v></c>")),
    Case("formula made an array", ROW, ("formula edited",), "findings", ("PG106",),
         computed(TOTAL, f'{{c}}><f t="array" ref="{a1(area(TOTAL).first)}">{{f}}</f><v>22</v></c>')),
    Case("cached value that lies", ROW, ("cached value that lies",), "findings", ("PG131",), says("recommended"),
         cells=(where(VERDICT),)),
    Case("cached total that lies", ROW, ("cached value that lies",), "findings", ("PG131",),
         computed(TOTAL, "{c}><f>{f}</f><v>30</v></c>"), found="30"),
    Case("cached value of another type", ROW, ("cached value that lies",), "accepted", ("PG111",),
         computed(TOTAL, '{c} t="str"><f>{f}</f><v>22</v></c>')),
    Case("cached error", ROW, ("cached value that lies",), "accepted", ("PG111",),
         computed(TOTAL, '{c} t="e"><f>{f}</f><v>#N/A</v></c>')),
    Case("cached truth value", ROW, ("cached value that lies",), "accepted", ("PG111",),
         computed(TOTAL, '{c} t="b"><f>{f}</f><v>1</v></c>')),
    Case("cached value that is no number", ROW, ("cached value that lies",), "findings", ("PG114", "PG111"),
         computed(TOTAL, "{c}><f>{f}</f><v>NaN</v></c>")),
    Case("cached value left out", ROW, ("cached value that lies",), "accepted", ("PG112",),
         computed(TOTAL, "{c}><f>{f}</f></c>")),
    Case("locked text changed", ROW, ("locked text changed",), "accepted", ("PG108",),
         in_cell("scorecard", DESCRIBED, '{c} t="inlineStr"><is><t>Excellent</t></is></c>'), cells=(f"Scorecard!{DESCRIBED}",)),
    Case("locked text removed", ROW, ("locked text changed",), "accepted", ("PG108",),
         in_cell("scorecard", DESCRIBED, "{c}/>")),
    Case("number of an item changed", ROW, ("locked text changed",), "findings", ("PG107",),
         in_cell("scorecard", NUMBERED, "{c}><v>9</v></c>"), cells=(f"Scorecard!{NUMBERED}",)),
    Case("number of an item made TRUE", ROW, ("list changed",), "findings", ("PG107",),
         in_cell("scorecard", NUMBERED, '{c} t="b"><v>1</v></c>'), cells=(f"Scorecard!{NUMBERED}",)),
    Case("list changed", ROW, ("list changed",), "findings", ("PG107",),
         on_part(part_of("lists"), lambda x: x.replace(b"<t>Done</t>", b"<t>Not started</t>", 1))),
    Case("threshold changed", ROW, ("list changed",), "findings", ("PG107",),
         on_part(part_of("lists"), lambda x: re.sub(rb"<v>24(?:\.0)?</v>", b"<v>12</v>", x, count=1))),
    Case("name moved to another cell", ROW, ("names moved",), "findings", ("PG104", "PG113"),
         name_at(RATING, THERE), answers={RATING: None}, cells=(where(RATING),)),
    Case("two names exchanged", ROW, ("names moved",), "findings", ("PG104", "PG113"),
         chain(name_at(RATING, named("scorecard", area(NEXT).first)), name_at(NEXT, HERE)),
         answers={RATING: None, NEXT: None}),
    Case("name deleted", ROW, ("names moved",), "findings", ("PG103", "PG113"), without_name(RATING),
         answers={RATING: None}, cells=(where(RATING),)),
    Case("name broken", ROW, ("names moved",), "findings", ("PG103", "PG113"), name_at(RATING, "#REF!"),
         answers={RATING: None}),
    Case("name that is relative", ROW, ("names moved",), "findings", ("PG103", "PG113"),
         name_at(RATING, where(RATING)), answers={RATING: None}),
    Case("name into another workbook", ROW, ("names moved",), "findings", ("PG103", "PG113", "PG118"),
         name_at(RATING, HERE.replace("'", "'[1]", 1)), answers={RATING: None}),
    Case("name of several areas", ROW, ("names moved",), "findings", ("PG103", "PG113"),
         name_at(RATING, f"{HERE},{THERE}"), answers={RATING: None}),
    Case("name that is a formula", ROW, ("names moved",), "findings", ("PG103", "PG113"),
         name_at(RATING, f"OFFSET({HERE},0,0)"), answers={RATING: None}),
    Case("name of a result moved", ROW, ("names moved",), "findings", ("PG104",),
         name_at(TOTAL, THERE)),
    Case("name in other case", ROW, ("names moved",), "accepted",
         make=swap(WORKBOOK, f'"{RATING}"', f'"{RATING.upper()}"')),
    Case("name of a sheet's own", ROW, ("names moved",), "findings", ("PG125",),
         make=swap(WORKBOOK, "</definedNames>",
                   f'<definedName name="{RATING}" localSheetId="{number_of("notes") - 1}">{named("notes", (1, 1))}</definedName></definedNames>'),
         consequences=True),
    Case("all names deleted", ROW, ("names moved",), "accepted", ("PG150",), consequences=True,
         make=on_part(WORKBOOK, lambda x: re.sub(rb"<definedNames>.*</definedNames>", b"", x, flags=re.DOTALL))),
    Case("sheet renamed", ROW, ("sheet renamed",), "accepted", ("PG102",), renamed("scorecard", "My scores"),
         consequences=True),
    Case("sheet renamed in the list alone", ROW, ("sheet renamed",), "findings", ("PG101", "PG115"),
         title_only("scorecard", "Other"), consequences=True),
    Case("sheet removed", ROW, ("sheet removed",), "findings", ("PG101",), _removed("scorecard"),
         consequences=True),
    Case("identity removed", ROW, ("sheet removed",), "findings", ("PG126",), _removed("identity")),
    Case("lists removed", ROW, ("sheet removed",), "findings", ("PG101",), _removed("lists"), consequences=True),
    Case("sheet duplicated", ROW, ("sheet duplicated",), "findings", ("PG115",), copied("scorecard", "Scorecard (2)")),
    Case("sheet duplicated without names", ROW, ("sheet duplicated",), "findings", ("PG115",),
         copied("scorecard", "Copy", local_names=False)),
    Case("sheets reordered", ROW, ("sheet reordered",), "accepted", make=on_part(WORKBOOK, _reordered)),
    Case("rows inserted", ROW, ("rows inserted",), "findings", ("PG151",), rows_moved("scorecard", RATED[0] - 1, 1),
         consequences=True, cells=(where(RATING),)),
    Case("rows deleted", ROW, ("rows deleted",), "findings", ("PG151",), rows_moved("scorecard", RATED[0], -1),
         consequences=True, cells=(where(RATING),)),
    Case("digest of the template altered", ROW, ("identity stamp altered",), "findings", ("PG123",),
         stamp("digest", "0" * 64)),
    Case("language altered", ROW, ("identity stamp altered",), "accepted", ("PG109",), stamp("language", "xx")),
    Case("version that nobody has", ROW, ("identity stamp altered",), "unreadable", ("PG003",),
         stamp("version", "99.0")),
    Case("template that nobody has", ROW, ("identity stamp altered",), "unreadable", ("PG003",),
         stamp("template", "../../etc/passwd")),
    Case("template of a megabyte", ROW, ("identity stamp altered",), "unreadable", ("PG003",),
         stamp("template", "ab/" * 10_000)),
    Case("stamp emptied", ROW, ("identity stamp altered",), "findings", ("PG126",), stamp("template", "")),
    Case("another engagement's stamp", ROW, ("another engagement's stamp",), "findings", ("PG602",),
         stamp("engagement", "ENG-2025-001"), found="ENG-2026-014"),
    Case("protection taken off", ROW, ("locked text changed",), "accepted", ("PG138",), found="11",
         make=on_parts(lambda parts: {n: re.sub(rb"<(?:sheet|workbook)Protection[^>]*/>", b"", x)
                                      for n, x in parts.items()})),
    Case("validations taken off", ROW, ("list changed",), "accepted", ("PG138",), found="69",
         make=on_parts(lambda parts: {n: re.sub(rb"<dataValidations.*?</dataValidations>", b"", x, flags=re.DOTALL)
                                      for n, x in parts.items()})),
)  # fmt: skip
