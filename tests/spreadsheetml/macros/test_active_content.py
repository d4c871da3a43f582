"""What could act or fetch is named, and nothing is followed."""

from __future__ import annotations

from tests.workbook.raw_packages import (
    MAIN,
    ONE_CELL,
    RELATIONS,
    facts_of,
    relationships,
    sheet_of,
    workbook_parts,
)

MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"


def test_active_content_is_named_and_nothing_is_followed() -> None:
    def link(key: str, type_: str, target: str, mode: str = "") -> str:
        return f'<Relationship Id="{key}" Type="{type_}" Target="{target}"{mode}/>'

    outside = ' TargetMode="External"'
    more = {
        "xl/vbaProject.bin": b"VBA",
        "xl/embeddings/oleObject1.bin": b"OLE",
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>'.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(
            link("r", f"{RELATIONS}/externalLinkPath", r"\\server\book.xlsx", outside)
        ).encode(),
        "xl/externalLinks/externalLink2.xml": (
            f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
        ).encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(
            link("h", f"{RELATIONS}/hyperlink", "https://example.com/", outside)
            + link("i", f"{RELATIONS}/image", "http://example.com/pixel.png", outside)
            + link("o", f"{RELATIONS}/oleObject", "../embeddings/oleObject1.bin")
            + link("d", f"{RELATIONS}/drawing", "../drawings/drawing1.xml")
        ).encode(),
        "customXml/item1.xml": b"<x/>",
    }
    links = (
        link("v", f"{MICROSOFT}/vbaProject", "vbaProject.bin")
        + link("e1", f"{RELATIONS}/externalLink", "externalLinks/externalLink1.xml")
        + link("e2", f"{RELATIONS}/externalLink", "externalLinks/externalLink2.xml")
        + link("c", f"{RELATIONS}/connections", "connections.xml")
        + link("x", f"{RELATIONS}/customXml", "../customXml/item1.xml")
    )
    facts = facts_of(workbook_parts(sheet_of(ONE_CELL), more=more, workbook_links=links))
    links = [item.target for item in facts.active if item.kind == "external_link"]
    assert links == [r"\\server\book.xlsx", "dde:cmd|/c calc"]
    assert set(facts.active) >= {
        ("vba", "xl/vbaProject.bin", ""),
        ("hyperlink", "xl/worksheets/sheet1.xml", "https://example.com/"),
        ("external_reference", "xl/worksheets/sheet1.xml", "http://example.com/pixel.png"),
        ("ole_object", "xl/embeddings/oleObject1.bin", ""),
        ("connection", "xl/connections.xml", ""),
        ("custom_xml", "customXml/item1.xml", ""),
    }
    assert len(facts.active) == 8


def test_macros_are_found_by_name_too() -> None:
    facts = facts_of(workbook_parts(sheet_of(ONE_CELL), more={"xl/other/vbaProject.bin": b"x"}))
    assert [item.kind for item in facts.active] == ["vba"]
    assert facts_of(workbook_parts(sheet_of(ONE_CELL))).active == ()
