"""XML that explodes, fetches, lies about itself, or is merely written otherwise."""

from __future__ import annotations

import re

from tests.hostile.case import Case, Make, refused
from tests.hostile.edits import (
    LINKS,
    MAIN,
    RELATION,
    TYPES,
    WORKBOOK,
    Parts,
    added,
    chain,
    link,
    linked,
    on_part,
    on_parts,
    swap,
)
from tests.hostile.submission import part_of

ROW = "XML"
SHEET = part_of("scorecard")
MIB = 1 << 20
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def doctype(content: str, part: str = SHEET) -> Make:
    """Put a document type before the root, and one of its entities into the first text."""

    def change(xml: bytes) -> bytes:
        body = xml.split(b"?>\n", 1)[-1]
        used = body.replace(b"<t>", b"<t>&x;", 1)
        return f"{DECLARED}<!DOCTYPE r [{content}]>".encode() + used

    return on_part(part, change)


def second_of_a_kind(kind: str, word: str = "") -> Make:
    """Relate the workbook to another part that says how cells look, after its own."""

    def change(parts: Parts) -> Parts:
        own = next(name for name in parts if name.startswith("xl/") and kind in name)
        return {**parts, "xl/decoy.xml": parts[own]}

    return chain(on_parts(change), linked(link("rIdDecoy", word or kind, "decoy.xml")))


def _laughs() -> str:
    lines = ['<!ENTITY a "ha">']
    lines += [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)]
    return "".join(lines) + '<!ENTITY x "&j;">'


def _quadratic(xml: bytes) -> bytes:
    entity = f'{DECLARED}<!DOCTYPE r [<!ENTITY x "{"a" * 50_000}">]>'.encode()
    return entity + xml.replace(b"<t>", b"<t>" + b"&x;" * 50_000, 1)


def _giant_attribute(xml: bytes) -> bytes:
    return xml.replace(b"<sheetData>", b'<sheetData x="' + b"a" * (40 * MIB) + b'">', 1)


def _giant_name(xml: bytes) -> bytes:
    return xml.replace(b"<sheetData>", b"<sheetData><" + b"a" * (40 * MIB) + b"/>", 1)


def _giant_comment(xml: bytes) -> bytes:
    return xml.replace(b"<sheetData>", b"<!--" + b"a" * (40 * MIB) + b"--><sheetData>", 1)


def _unfinished_tag(xml: bytes) -> bytes:
    return xml.replace(b"<sheetData>", b"<sheetData " + b'a="', 1) + b" " * (40 * MIB)


def _many_attributes(xml: bytes) -> bytes:
    many = b" ".join(b'a%d="1"' % k for k in range(60_000))
    return xml.replace(b"<sheetData>", b"<sheetData " + many + b">", 1)


def _deep(levels: int) -> Make:
    def change(xml: bytes) -> bytes:
        tail = b"<extLst>" + b"<a>" * levels + b"</a>" * levels + b"</extLst></worksheet>"
        return xml.replace(b"</worksheet>", tail)

    return on_part(SHEET, change)


def _many_tags(xml: bytes) -> bytes:
    return xml.replace(b"</worksheet>", b"<extLst>" + b"<a/>" * 11_000_000 + b"</extLst></worksheet>")


def recoded(encoding: str, mark: bytes = b"", declared: str = "") -> Make:
    """Write every part that is read in another encoding."""

    def change(parts: Parts) -> Parts:
        return {
            name: _recoded(xml) if name.endswith((".xml", ".rels")) else xml for name, xml in parts.items()
        }

    def _recoded(xml: bytes) -> bytes:
        text = re.sub(r"^<\?xml.*?\?>\s*", "", xml.decode())
        attribute = f' encoding="{declared}"' if declared else ""
        return mark + f'<?xml version="1.0"{attribute}?>{text}'.encode(encoding, "xmlcharrefreplace")

    return on_parts(change)


def _strict(parts: Parts) -> Parts:
    return {
        name: xml.replace(MAIN.encode(), STRICT.encode()).replace(RELATION.encode(), STRICT_RELATION.encode())
        for name, xml in parts.items()
    }


_TAG = re.compile(rb"<(/?)([A-Za-z][\w]*)(?=[\s/>])")


def prefixed(parts: Parts) -> Parts:
    """Give every element of the main namespace a prefix."""
    ours = {name for name in parts if name.startswith("xl/worksheets/sheet")} | {WORKBOOK}
    return {name: _with_prefix(xml) if name in ours else xml for name, xml in parts.items()}


def _with_prefix(xml: bytes) -> bytes:
    tagged = _TAG.sub(rb"<\1x:\2", xml)
    return tagged.replace(b'xmlns="' + MAIN.encode(), b'xmlns:x="' + MAIN.encode())


def _prefixed_types(parts: Parts) -> Parts:
    found = {}
    for name, xml in parts.items():
        if name == TYPES or name.endswith(".rels"):
            xml = _TAG.sub(rb"<\1p:\2", xml).replace(b"xmlns=", b"xmlns:p=")
        found[name] = xml
    return found


def foreign_namespace(xml: bytes) -> bytes:
    return xml.replace(MAIN.encode(), b"http://example.com/other", 1)


def _without(name: str) -> Make:
    return on_parts(lambda parts: {key: xml for key, xml in parts.items() if key != name})


def _moved(parts: Parts) -> Parts:
    """Put the workbook where another program might: all parts in another folder, other names."""
    names = {name: name.replace("xl/", "Office/", 1).replace("sheet", "Blatt") for name in parts}
    moved = {}
    for name, xml in parts.items():
        if name == TYPES or name.endswith(".rels"):
            for old, new in names.items():
                xml = xml.replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
            xml = xml.replace(b'"xl/workbook.xml"', b'"Office/workbook.xml"')
        moved[names[name]] = xml
    return moved


def _upper_case(parts: Parts) -> Parts:
    return {name.upper() if "worksheets/sheet" in name else name: xml for name, xml in parts.items()}


def _cdata(xml: bytes) -> bytes:
    return re.sub(rb"<t>([^<&]+)</t>", rb"<t><![CDATA[\1]]></t>", xml)


def _numeric_references(xml: bytes) -> bytes:
    return re.sub(
        rb"<t>([a-zA-Z ]+)</t>",
        lambda m: b"<t>" + b"".join(b"&#x%x;" % c for c in m[1]) + b"</t>",
        xml,
    )


CASES: tuple[Case, ...] = (
    refused("DOCTYPE", ROW, "DOCTYPE", "PG008", doctype("<!ENTITY x 'y'>")),
    refused("DOCTYPE in the workbook", ROW, "DOCTYPE", "PG008", doctype("", WORKBOOK)),
    refused("DOCTYPE in the content types", ROW, "DOCTYPE", "PG008", doctype("", TYPES)),
    refused("DOCTYPE in the relationships", ROW, "DOCTYPE", "PG008", doctype("", LINKS)),
    refused("DOCTYPE in UTF-16", ROW, "DOCTYPE", "PG008",
            on_part(SHEET, lambda x: f'<!DOCTYPE r [<!ENTITY x "y">]>{x.decode()}'.encode("utf-16"))),
    refused("outside DTD", ROW, "DOCTYPE", "PG008",
            on_part(SHEET, lambda x: b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">' + x)),
    refused("entity from a file", ROW, "entities", "PG008", doctype('<!ENTITY x SYSTEM "file:///etc/passwd">')),
    refused("entity from the network", ROW, "entities", "PG008",
            doctype('<!ENTITY x SYSTEM "http://127.0.0.1:9/">')),
    refused("parameter entity", ROW, "entities", "PG008",
            doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;<!ENTITY x "y">')),
    refused("billion laughs", ROW, "entities", "PG008", doctype(_laughs()), dangerous=True),
    refused("entity that nobody declared", ROW, "entities", "PG007", swap(SHEET, "<t>", "<t>&x;")),
    refused("quadratic expansion", ROW, "quadratic expansion", "PG008", on_part(SHEET, _quadratic),
            dangerous=True),
    refused("giant attribute", ROW, "giant attribute", "PG009", on_part(SHEET, _giant_attribute), dangerous=True),
    refused("60,000 attributes", ROW, "giant attribute", "PG009", on_part(SHEET, _many_attributes),
            dangerous=True),
    refused("giant element name", ROW, "giant token", "PG009", on_part(SHEET, _giant_name), dangerous=True),
    refused("giant comment", ROW, "giant token", "PG009", on_part(SHEET, _giant_comment), dangerous=True),
    refused("tag that never ends", ROW, "giant token", "PG009", on_part(SHEET, _unfinished_tag), dangerous=True),
    refused("11 million tags", ROW, "giant token", "PG009", on_part(SHEET, _many_tags), dangerous=True),
    Case("60 levels deep", ROW, ("depth",), "accepted", make=_deep(60)),
    refused("65 levels deep", ROW, "depth", "PG009", _deep(65)),
    refused("a million levels deep", ROW, "depth", "PG009", _deep(1_000_000), dangerous=True),
    Case("UTF-16 little end first", ROW, ("UTF-16",), "accepted",
         make=recoded("utf-16-le", b"\xff\xfe", "UTF-16")),
    Case("UTF-16 big end first", ROW, ("UTF-16",), "accepted", make=recoded("utf-16-be", b"\xfe\xff", "UTF-16")),
    Case("UTF-16 with a mark alone", ROW, ("UTF-16",), "accepted", make=recoded("utf-16-le", b"\xff\xfe")),
    Case("UTF-8 with a byte order mark", ROW, ("UTF-16",), "accepted", make=recoded("utf-8", b"\xef\xbb\xbf")),
    Case("ASCII with references", ROW, ("UTF-16",), "accepted", make=recoded("ascii", declared="us-ascii")),
    refused("UTF-7", ROW, "UTF-16", "PG008",
            on_part(SHEET, lambda x: b'<?xml version="1.0" encoding="UTF-7"?>' + x)),
    refused("UTF-32", ROW, "UTF-16", "PG007", recoded("utf-32")),
    refused("EBCDIC", ROW, "UTF-16", "PG007", on_part(SHEET, lambda x: x.decode().encode("cp500", "replace"))),
    refused("invalid UTF-8", ROW, "UTF-16", "PG007", on_part(SHEET, lambda x: x.replace(b"<t>", b"<t>\xc0\xaf", 1))),
    refused("half a surrogate in UTF-8", ROW, "UTF-16", "PG007",
            on_part(SHEET, lambda x: x.replace(b"<t>", b"<t>\xed\xa0\x80", 1))),
    refused("control character", ROW, "UTF-16", "PG007",
            on_part(SHEET, lambda x: x.replace(b"<t>", b"<t>\x1b[2J", 1))),
    refused("reference to NUL", ROW, "UTF-16", "PG007", swap(SHEET, "<t>", "<t>&#0;")),
    refused("sheet called a chart", ROW, "wrong content types", "PG007",
            swap(TYPES, 'sheet3.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml'
                 '.worksheet+xml"', 'sheet3.xml" ContentType="application/vnd.openxmlformats-officedocument'
                 '.drawingml.chart+xml"')),
    refused("workbook called a document", ROW, "wrong content types", "PG007",
            swap(TYPES, "spreadsheetml.sheet.main+xml", "wordprocessingml.document.main+xml")),
    refused("workbook called binary", ROW, "wrong content types", "PG006",
            swap(TYPES, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                 "application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
    refused("two types for one part", ROW, "wrong content types", "PG007",
            swap(TYPES, "</Types>", '<Override PartName="/xl/workbook.xml" ContentType="a/b"/></Types>')),
    Case("called a template", ROW, ("wrong content types",), "accepted",
         make=swap(TYPES, "spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")),
    refused("no content types", ROW, "missing content types", "PG007", _without(TYPES)),
    Case("no type for the sheet but the relationship's", ROW, ("missing content types",), "accepted",
         make=on_part(TYPES, lambda x: re.sub(rb'<Override PartName="/xl/worksheets/sheet3.xml"[^>]*>', b"", x))),
    refused("empty content types", ROW, "missing content types", "PG007", on_part(TYPES, lambda _: b"")),
    refused("content types in another namespace", ROW, "missing content types", "PG007",
            swap(TYPES, "package/2006/content-types", "package/2099/content-types")),
    refused("no relationships", ROW, "relationships to nowhere", "PG007", _without("_rels/.rels")),
    refused("workbook by a word in other letters", ROW, "relationships to nowhere", "PG007",
            swap("_rels/.rels", "/officeDocument\"", "/officeDocuMent\"")),
    refused("sheet by a word in other letters", ROW, "relationships to nowhere", "PG007",
            on_part("xl/_rels/workbook.xml.rels", lambda x: x.replace(b'/worksheet"', b'/workSheet"', 1))),
    refused("two tables of styles", ROW, "relationships to nowhere", "PG007", second_of_a_kind("styles")),
    refused("two themes", ROW, "relationships to nowhere", "PG007", second_of_a_kind("theme")),
    Case("styles once more in other letters, which nobody follows", ROW, ("relationships to nowhere",), "accepted",
         make=second_of_a_kind("styles", "STYLES")),
    refused("sheet that is not there", ROW, "relationships to nowhere", "PG007", _without(SHEET)),
    refused("sheet outside the file", ROW, "relationships to nowhere", "PG007",
            swap(LINKS, 'Target="/xl/worksheets/sheet3.xml"',
                 'Target="file:///etc/passwd" TargetMode="External"')),
    refused("sheet above the package", ROW, "relationships to nowhere", "PG007",
            swap(LINKS, "/xl/worksheets/sheet3.xml", "../../../../../etc/passwd")),
    refused("sheet without a relationship", ROW, "relationships to nowhere", "PG007",
            swap(WORKBOOK, 'r:id="rId3"', 'r:id="rId99"')),
    refused("one id twice", ROW, "relationships to nowhere", "PG007",
            linked(f'<Relationship Id="rId3" Type="{RELATION}/worksheet" Target="/xl/worksheets/sheet4.xml"/>')),
    refused("two workbooks", ROW, "relationships to nowhere", "PG007",
            linked(f'<Relationship Id="second" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>',
                   "_rels/.rels")),
    Case("two entries for one sheet's part", ROW, ("relationships to nowhere",), "findings",
         ("PG114", "PG106"), consequences=True,
         make=swap(LINKS, 'Target="/xl/worksheets/sheet4.xml"', 'Target="/xl/worksheets/sheet3.xml"')),
    Case("parts elsewhere", ROW, ("relationships to nowhere",), "accepted", make=on_parts(_moved)),
    Case("names in other case", ROW, ("relationships to nowhere",), "accepted", make=on_parts(_upper_case)),
    Case("strict namespaces", ROW, ("strict namespaces",), "accepted", make=on_parts(_strict)),
    Case("prefixed elements", ROW, ("prefixed elements",), "accepted", make=on_parts(prefixed)),
    Case("prefixed types and relationships", ROW, ("prefixed elements",), "accepted",
         make=on_parts(_prefixed_types)),
    Case("prefixed, strict and UTF-16", ROW, ("prefixed elements", "strict namespaces", "UTF-16"), "accepted",
         make=chain(on_parts(prefixed), on_parts(_strict), recoded("utf-16-le", b"\xff\xfe", "UTF-16"))),
    Case("CDATA", ROW, ("prefixed elements",), "accepted", make=on_part(SHEET, _cdata)),
    Case("character references", ROW, ("prefixed elements",), "accepted",
         make=on_part(SHEET, _numeric_references)),
    refused("sheet in another namespace", ROW, "prefixed elements", "PG007", on_part(SHEET, foreign_namespace)),
    refused("workbook in another namespace", ROW, "prefixed elements", "PG007",
            on_part(WORKBOOK, foreign_namespace)),
    refused("sheet that is no XML", ROW, "wrong content types", "PG007", on_part(SHEET, lambda _: b"\x00\x01")),
    refused("sheet cut off", ROW, "wrong content types", "PG007", on_part(SHEET, lambda x: x[:-20])),
    refused("two roots", ROW, "wrong content types", "PG007", on_part(SHEET, lambda x: x + b"<worksheet/>")),
    Case("part that nobody refers to", ROW, ("wrong content types",), "accepted",
         make=added({"docProps/stray.xml": "<a>"})),
    *(refused(f"DOCTYPE in {part}", ROW, "DOCTYPE", "PG008", doctype("", part))
      for part in ("xl/styles.xml", "xl/theme/theme1.xml", "docProps/core.xml", "xl/drawings/drawing1.xml",
                   "xl/charts/chart1.xml", "xl/drawings/_rels/drawing1.xml.rels")),
    refused("DOCTYPE in a part that nobody refers to", ROW, "DOCTYPE", "PG008",
            added({"docProps/stray.xml": "<!DOCTYPE a><a/>"})),
    *(refused(f"DOCTYPE in a part in {encoding}", ROW, "UTF-16", "PG008",
              added({"docProps/custom.xml": "<!DOCTYPE a><a/>".encode(encoding)}))
      for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32")),
    refused("part in an encoding that hides a DOCTYPE", ROW, "entities", "PG008",
            added({"docProps/custom.xml": '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>'})),
    refused("expanding entities in the styles", ROW, "entities", "PG008", on_part("xl/styles.xml", lambda x:
            b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + x)),
    Case("picture with a DOCTYPE", ROW, ("DOCTYPE",), "accepted",
         make=added({"xl/media/image9.svg": '<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'})),
    refused("half a character in UTF-16", ROW, "UTF-16", "PG007", chain(
            recoded("utf-16-le", b"\xff\xfe", "UTF-16"),
            on_part(SHEET, lambda x: x.replace("<v>".encode("utf-16-le"), b"\x00\xd8" + "<v>".encode("utf-16-le"), 1)))),
)  # fmt: skip
