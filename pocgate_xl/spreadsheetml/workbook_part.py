"""The workbook part: which sheets it lists, which names it defines, how it counts dates.

Source: ECMA-376 part 1, 18.2.27 workbook, 18.2.20 sheets, 18.2.6 definedNames, 18.2.28 workbookPr.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from ..opc.limits import Limits
from ..opc.memory import read_once
from ..opc.package import Package
from ..opc.refusal import Refused, printable
from ..opc.relationships import ContentTypes, relationships_of, target_part
from ..opc.xml_parser import RELATION_NAMESPACES, SHEET_NAMESPACES, Element, elements_of
from .cell_types import decode_escapes, truth_of

Visibility = Literal["visible", "hidden", "veryHidden"]
STATES: Mapping[str, Visibility] = {"visible": "visible", "hidden": "hidden", "veryHidden": "veryHidden"}
NAME = "workbook/definedNames/definedName"
MACRO_MARKS = ("function", "vbProcedure", "xlm")
"""Attributes of names that only macros have."""
SETTINGS = frozenset({"workbook/workbookPr", "workbook/calcPr", "workbook/bookViews/workbookView"})
ONCE = ("workbook/sheets", "workbook/definedNames", "workbook/workbookPr")

BINARY_TYPE = "application/vnd.ms-excel.sheet.binary.macroenabled.main"
WORKBOOK_TYPES = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "application/vnd.ms-excel.sheet.macroenabled.main+xml",
        "application/vnd.ms-excel.template.macroenabled.main+xml",
        "application/vnd.ms-excel.addin.macroenabled.main+xml",
    }
)


class ListedSheet(NamedTuple):
    title: str
    state: Visibility
    relationship: str


class Listed(NamedTuple):
    """What the workbook part lists; see `RawWorkbook` for the names.

    `settings` are how the workbook computes and shows itself, as its attributes say; `macro_names` are those
    that are marked as names of macros or functions, with their marks.
    """

    sheets: tuple[ListedSheet, ...]
    names: Mapping[str, str]
    local_names: tuple[tuple[str, str, str], ...]
    date1904: bool
    ambiguous: tuple[str, ...]
    settings: Mapping[str, str]
    macro_names: tuple[str, ...]


def workbook_part(package: Package, types: ContentTypes) -> str:
    """Return the name of the part that the package declares as its workbook."""
    links = [link for link in relationships_of(package, "").values() if link.kind == "officedocument"]
    if not links and not package.find("xl/workbook.xml"):
        raise Refused("not_a_workbook", "an Office package without a workbook")
    if len(links) != 1:
        raise Refused("damaged", f"{len(links)} main parts instead of one")
    part = target_part(package, links[0])
    claimed = types.of(part).casefold()
    if claimed == BINARY_TYPE:
        raise Refused("binary_workbook", "a binary workbook (.xlsb)")
    if claimed not in WORKBOOK_TYPES:
        raise Refused("damaged", f"the main part claims the type {printable(claimed, 80) or 'none'}")
    return part


def listed_in(package: Package, part: str, limits: Limits) -> Listed:
    """Return what the workbook part lists; most files of a batch list the same."""
    return read_once(lambda data: parsed_workbook(data, limits, part), package, part, limits, part, "listed")


def parsed_workbook(data: bytes, limits: Limits, part: str) -> Listed:
    """Read the workbook part; the same bytes always give the same result."""
    elements = elements_of(data, SHEET_NAMESPACES, limits, part)
    if elements[0].path != "workbook":
        raise Refused("damaged", "the workbook part is not a workbook")
    words = [f"duplicate_element {path.rpartition('/')[2]}" for path in ONCE if _count(elements, path) > 1]
    words += [
        f"misplaced_element {e.local} {e.attributes.get('name', '')}" for e in elements if _misplaced(e)
    ]
    sheets = _sheets(elements, words)
    if len(sheets) > limits.sheets:
        raise Refused("limit", f"{len(sheets)} sheets, at most {limits.sheets}")
    names, local_names = _names(elements, sheets, words)
    properties = [e.attributes for e in elements if e.path == "workbook/workbookPr"]
    date1904 = bool(truth_of(properties[0].get("date1904", "0"))) if properties else False
    settings: dict[str, str] = {}
    for element in elements:
        if element.path in SETTINGS:
            settings = {**element.attributes, **settings}
    macros = tuple(_macro_names(elements))
    return Listed(sheets, names, local_names, date1904, tuple(words), settings, macros)


def _macro_names(elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        if element.path == NAME:
            marks = [mark for mark in MACRO_MARKS if element.attributes.get(mark) in ("1", "true")]
            if marks:
                yield f"{element.attributes.get('name', '')} ({', '.join(marks)})"


def _count(elements: Iterable[Element], path: str) -> int:
    return sum(element.path == path for element in elements)


def _misplaced(element: Element) -> bool:
    """Say whether some readers, which go by local names, would take an element for a sheet or a name."""
    if element.path.endswith("?"):
        return element.local in ("sheet", "definedName") and "/extLst/" not in element.path
    return element.path.endswith("/sheet") and element.path != "workbook/sheets/sheet"


def _sheets(elements: Iterable[Element], words: list[str]) -> tuple[ListedSheet, ...]:
    sheets: list[ListedSheet] = []
    titles: set[str] = set()
    for element in elements:
        if element.path != "workbook/sheets/sheet":
            continue
        sheet = _sheet(element.attributes, words)
        if sheet.title.casefold() in titles:
            words.append(f"duplicate_sheet {sheet.title}")
        titles.add(sheet.title.casefold())
        sheets.append(sheet)
    return tuple(sheets)


def _sheet(attributes: Mapping[str, str], words: list[str]) -> ListedSheet:
    title = decode_escapes(attributes.get("name", ""))
    state = attributes.get("state", "visible")
    links = [attributes[f"{ns} id"] for ns in RELATION_NAMESPACES if f"{ns} id" in attributes]
    if not title:
        raise Refused("damaged", "the workbook lists a sheet without a title")
    if len(links) > 1:
        raise Refused("damaged", "the workbook lists a sheet with two parts")
    if state not in STATES:
        words.append(f"unknown_state {title}")
    return ListedSheet(title, STATES.get(state, "visible"), *(links or [""]))


def _names(
    elements: Iterable[Element], sheets: tuple[ListedSheet, ...], words: list[str]
) -> tuple[Mapping[str, str], tuple[tuple[str, str, str], ...]]:
    names: dict[str, str] = {}
    local_names: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    for element in elements:
        if element.path != NAME:
            if element.path.startswith(f"{NAME}/"):
                words.append("markup_in_name")
            continue
        name, ref = element.attributes.get("name", ""), decode_escapes(element.text).strip()
        local = element.attributes.get("localSheetId")
        if local is not None:
            local_names.append((_title(sheets, local), name, ref))
        elif name.casefold() in seen:
            words.append(f"duplicate_name {name}")
        else:
            seen.add(name.casefold())
            names[name] = ref
    return MappingProxyType(names), tuple(local_names)


def _title(sheets: tuple[ListedSheet, ...], index: str) -> str:
    known = index.isascii() and index.isdigit() and len(index) < 5 and int(index) < len(sheets)
    return sheets[int(index)].title if known else ""
