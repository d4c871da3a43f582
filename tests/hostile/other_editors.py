"""The same submission, written as other programs write: the same assessment."""

from __future__ import annotations

import re
from html import escape, unescape

from pocgate_xl.spreadsheetml.address import a1
from tests.hostile.case import Case, Make
from tests.hostile.differentials import strings
from tests.hostile.edits import (
    MAIN,
    TYPES,
    WORKBOOK,
    Parts,
    added,
    chain,
    in_cell,
    input_xml,
    on_part,
    on_parts,
    raw,
    swap,
)
from tests.hostile.shared_formulas import sharing
from tests.hostile.submission import area, part_of

ROW = "other editors"
NOTE = "pg_evidence_security"
RATING = "pg_rating_integration"
INLINE = re.compile(r'(<c r="[A-Z]+\d+"[^<>]*?) t="inlineStr">\s*<is><t[^<>]*>(.*?)</t></is></c>', re.DOTALL)


def shared(workbook: bytes) -> bytes:
    """Move every text into the table of shared strings, as Excel and most others do."""
    index: dict[str, int] = {}

    def use(match: re.Match[str]) -> str:
        number = index.setdefault(match[2], len(index))
        return f'{match[1]} t="s"><v>{number}</v></c>'

    def change(parts: Parts) -> Parts:
        return {
            name: INLINE.sub(use, xml.decode()).encode() if "worksheets/sheet" in name else xml
            for name, xml in parts.items()
        }

    moved = on_parts(change)(workbook)
    table = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in index)
    return strings(table)(moved)


def richly(workbook: bytes) -> bytes:
    """Break every shared text into formatted runs, with hints on how to read it."""

    def runs(match: re.Match[bytes]) -> bytes:
        text = unescape(match[1].decode())
        middle = len(text) // 2
        halves = "".join(
            f'<r><rPr><b/><sz val="9"/></rPr><t xml:space="preserve">{escape(half)}</t></r>'
            for half in (text[:middle], text[middle:])
        )
        hint = '<rPh sb="0" eb="1"><t>ヨミ</t></rPh><phoneticPr fontId="1"/>'
        return f"<si>{halves}{hint}</si>".encode()

    split = re.compile(rb'<si><t xml:space="preserve">(.*?)</t></si>', re.DOTALL)
    return on_part("xl/sharedStrings.xml", lambda xml: split.sub(runs, xml))(shared(workbook))


def _excel(parts: Parts) -> Parts:
    """Add what Excel writes beside: a calculation chain, spans, extensions, alternate content."""
    sheet = part_of("scorecard")
    xml = parts[sheet].decode()
    xml = re.sub(r'<row r="(\d+)"', r'<row r="\1" spans="2:20" x14ac:dyDescent="0.25"', xml)
    ns = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
    ns += 'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    xml = xml.replace("<worksheet ", f"<worksheet {ns}", 1)
    xml = xml.replace("</worksheet>", '<extLst><ext uri="{x}"><x14:a xmlns:x14="urn:x">'
                      "<x14:sheetData/><x14:row/></x14:a></ext></extLst></worksheet>")  # fmt: skip
    workbook = parts[WORKBOOK].replace(b"<sheets>", b'<AlternateContent xmlns="http://schemas.openxmlformats.org/'
                                       b'markup-compatibility/2006"><Choice Requires="x15"/></AlternateContent>'
                                       b"<sheets>")  # fmt: skip
    return {**parts, sheet: xml.encode(), WORKBOOK: workbook}


def _google(parts: Parts) -> Parts:
    """Write no styles of defaults, no document properties, `t="n"` everywhere and values as 4.0."""
    found = {}
    for name, xml in parts.items():
        if name.startswith("docProps/"):
            continue
        if name == "_rels/.rels":
            xml = re.sub(rb"<Relationship [^>]*docProps[^>]*/>", b"", xml)
        if name == TYPES:
            xml = re.sub(rb"<Override [^>]*docProps[^>]*/>", b"", xml)
        if "worksheets/sheet" in name:
            xml = re.sub(rb"(<c r=\"[A-Z]+\d+\"(?: s=\"\d+\")?)><v>(\d+)</v>", rb'\1 t="n"><v>\2.0</v>', xml)
        found[name] = xml
    return found


def _formula_values_as_text(parts: Parts) -> Parts:
    """Write every computed text as `t="str"` with kept space, as WPS and Excel online do."""
    return {
        name: re.sub(rb"(t=\"str\">\s*<f>.*?</f>)<v>", rb'\1<v xml:space="preserve">', xml, flags=re.DOTALL)
        if "worksheets/sheet" in name
        else xml
        for name, xml in parts.items()
    }


def _numbers_app(parts: Parts) -> Parts:
    """Write absolute part names, no cell without content, rows without height."""
    return {
        name: re.sub(rb'<c r="[A-Z]+\d+"[^<>]*/>', b"", re.sub(rb' (?:ht|customHeight)="[^"]*"', b"", xml))
        if "worksheets/sheet" in name
        else xml
        for name, xml in parts.items()
    }


def rich(xml: str) -> Make:
    return input_xml(NOTE, f'{{c}} t="inlineStr"><is>{xml}</is></c>')


SAYS = {NOTE: "two words"}

CASES: tuple[Case, ...] = (
    Case("as Excel writes around", ROW, ("Excel",), "accepted", make=on_parts(_excel)),
    Case("as Excel writes texts", ROW, ("Excel", "shared strings"), "accepted", make=chain(on_parts(_excel), shared)),
    Case("as Excel online writes", ROW, ("Excel online",), "accepted",
         make=chain(shared, on_parts(_formula_values_as_text))),
    Case("as Google Sheets writes", ROW, ("Google Sheets",), "accepted", make=chain(shared, on_parts(_google))),
    Case("as WPS writes", ROW, ("WPS",), "accepted", make=chain(on_parts(_formula_values_as_text), richly)),
    Case("as Numbers writes", ROW, ("Numbers",), "accepted", make=chain(shared, on_parts(_numbers_app))),
    Case("inline strings", ROW, ("inline strings",), "accepted", make=rich("<t>two words</t>"), answers=SAYS),
    Case("texts of computed cells", ROW, ("inline strings",), "accepted", make=raw(NOTE, "two words", "str"),
         answers=SAYS),
    Case("shared strings", ROW, ("shared strings",), "accepted", make=shared),
    Case("rich text", ROW, ("rich text",), "accepted", make=richly),
    Case("rich text inline", ROW, ("rich text",), "accepted", answers=SAYS,
         make=rich('<r><rPr><i/></rPr><t xml:space="preserve">two </t></r><r><t>words</t></r>')),
    Case("phonetics", ROW, ("phonetics",), "accepted", answers={NOTE: "東京"},
         make=rich('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>')),
    Case("phonetics in a label", ROW, ("phonetics",), "accepted",
         make=input_xml("pg_status_security",
                        '{c} t="inlineStr"><is><t>In progress</t><rPh sb="0" eb="2"><t>x</t></rPh></is></c>')),
    Case("shared formulas", ROW, ("shared formulas",), "accepted", make=sharing),
    Case("shared formula without its master", ROW, ("shared formulas",), "findings", ("PG114", "PG106"),
         input_xml("pg_out_total", '{c}><f t="shared" si="7"/><v>22</v></c>')),
    Case("style that is not there", ROW, ("Google Sheets",), "accepted", ("PG144",),
         in_cell("scorecard", a1(area(RATING).first), '<c r="{a}" s="99999"><v>4</v></c>'.replace(
             "{a}", a1(area(RATING).first)))),
    Case("no styles at all", ROW, ("Numbers",), "accepted",
         make=on_parts(lambda parts: {n: x for n, x in parts.items() if n != "xl/styles.xml"})),
    Case("no theme", ROW, ("Numbers",), "accepted",
         make=on_parts(lambda parts: {n: x for n, x in parts.items() if "theme" not in n})),
    Case("comments and threads", ROW, ("Excel online",), "accepted",
         make=chain(added({"xl/comments1.xml": f'<comments xmlns="{MAIN}"/>'}),
                    swap(TYPES, "</Types>", '<Override PartName="/xl/comments1.xml" ContentType="application/'
                         'vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/></Types>'))),
)  # fmt: skip
