"""Changes to a workbook's bytes, each touching nothing but what it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import write_container
from pocgate_xl.spreadsheetml.address import a1, position_of
from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue, replace_cells
from pocgate_xl.workbook.rendering.cached_values import recalculate
from tests.hostile.case import Make
from tests.hostile.submission import area, part_of

WORKBOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Parts = dict[str, bytes]


def parts_of(workbook: bytes) -> Parts:
    package = Package.from_bytes(workbook)
    return {name: package.read(name) for name in package.names}


def on_parts(change: Callable[[Parts], Mapping[str, bytes]]) -> Make:
    """Return what changes the parts and packs them again."""
    return lambda workbook: write_container(dict(change(parts_of(workbook))))


def on_part(part: str, change: Callable[[bytes], bytes]) -> Make:
    return on_parts(lambda parts: {**parts, part: change(parts[part])})


def added(parts: Mapping[str, bytes | str]) -> Make:
    """Add parts that nothing refers to."""
    more = {name: text.encode() if isinstance(text, str) else text for name, text in parts.items()}
    return on_parts(lambda old: {**old, **more})


def swap(part: str, old: str, new: str, count: int = 1) -> Make:
    """Replace a text that must occur in a part."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content, f"{old!r} does not occur in {part}"
        return content.replace(old.encode(), new.encode(), count)

    return on_part(part, change)


def chain(*makes: Make) -> Make:
    def make(workbook: bytes) -> bytes:
        for each in makes:
            workbook = each(workbook)
        return workbook

    return make


def cell_pattern(address: str) -> re.Pattern[bytes]:
    """Match one whole cell; its attributes behind the address are group 1."""
    return re.compile(rb'<c r="%b"([^<>]*?)(?:/>|>.*?</c>)' % address.encode(), re.DOTALL)


def in_cell(sheet: str, address: str, xml: str, language: str = "en") -> Make:
    """Put another cell in place of one; `{c}` is its opening without type, `{old}` all of it."""

    def change(content: bytes) -> bytes:
        pattern = cell_pattern(address)
        match = pattern.search(content)
        assert match, f"{address} is not in {sheet}"
        style = re.search(r' s="\d+"', match[1].decode())
        opening = f'<c r="{address}"{style[0] if style else ""}'
        new = xml.replace("{c}", opening).replace("{old}", match[0].decode())
        return content[: match.start()] + new.encode() + content[match.end() :]

    return on_part(part_of(sheet, language), change)


def input_xml(name: str, xml: str) -> Make:
    """Put another cell in place of a named one."""
    place = area(name)
    return in_cell(place.sheet, a1(place.first), xml)


def raw(name: str, value: str, type_: str = "") -> Make:
    """Write a cell's `v` as it is, with a type."""
    kind = f' t="{type_}"' if type_ else ""
    return input_xml(name, f"{{c}}{kind}><v>{value}</v></c>")


def text(name: str, value: str) -> Make:
    """Write a cell as text, XML and escapes as given."""
    return input_xml(name, f'{{c}} t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>')


def typing(cells: Mapping[str, NewValue | str | float | None], language: str = "en") -> Make:
    """Type into named cells as a person does, in a program that computes everything anew."""

    def make(workbook: bytes) -> bytes:
        package = Package.from_bytes(workbook)
        sheets: dict[str, dict[tuple[int, int], NewValue]] = {}
        for name, value in cells.items():
            sheet, position = _place(name, language)
            new = value if isinstance(value, NewValue) else NewValue(value)
            sheets.setdefault(part_of(sheet, language), {})[position] = new
        changed = {part: replace_cells(package.read(part), new) for part, new in sheets.items()}
        parts = {name: changed.get(name) or package.read(name) for name in package.names}
        return recalculate(write_container(parts))

    return make


def _place(name: str, language: str) -> tuple[str, tuple[int, int]]:
    """Return sheet and position of a defined name or of `sheet!A1`."""
    sheet, mark, address = name.partition("!")
    if mark:
        position = position_of(address)
        assert position
        return sheet, position
    place = area(name, language)
    return place.sheet, place.first


def link(id_: str, kind: str, target: str, external: bool = False, base: str = RELATION) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{id_}" Type="{base}/{kind}" Target="{target}"{mode}/>'


def linked(links: str, part: str = LINKS) -> Make:
    """Add relationships to a part's list, making the list where there is none."""

    def change(parts: Parts) -> Parts:
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        old = parts.get(part, empty + b"</Relationships>")
        return {**parts, part: old.replace(b"</Relationships>", links.encode() + b"</Relationships>")}

    return on_parts(change)


def declared(part: str, type_: str) -> Make:
    """Add a part's content type."""
    return swap(TYPES, "</Types>", f'<Override PartName="/{part}" ContentType="{type_}"/></Types>')


def sheet_added(title: str, xml: str, state: str = "visible", kind: str = "worksheet") -> Make:
    """Add a sheet that is not of the template."""
    folder = {"worksheet": "worksheets", "xlMacrosheet": "macrosheets"}[kind]
    part = f"xl/{folder}/added.xml"
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    base = RELATION
    if kind == "xlMacrosheet":
        type_ = "application/vnd.ms-excel.macrosheet+xml"
        base = "http://schemas.microsoft.com/office/2006/relationships"
    listed = f'<sheet name="{title}" sheetId="99" state="{state}" r:id="rIdAdded"/></sheets>'
    return chain(
        added({part: xml}),
        declared(part, type_),
        linked(link("rIdAdded", kind, f"/{part}", base=base)),
        swap(WORKBOOK, "</sheets>", listed),
    )


def small_sheet(rows: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
