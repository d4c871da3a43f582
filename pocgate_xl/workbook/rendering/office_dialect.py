"""What the writer's library leaves otherwise than Excel writes it: fonts, borders, texts, green corners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...opc.package import Package
from ...opc.relationships import CONTENT_TYPES
from ...opc.xml_tree import MAIN, XmlNode, bytes_of, tree_of, with_spaces
from ...spreadsheetml.address import Position, a1
from ..layout.plan import SheetPlan, WorkbookPlan

STYLES, STRINGS, WORKBOOK_LINKS = "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
STRINGS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
FONT = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
    "name", "family", "charset", "scheme",
)  # fmt: skip
"""Children of a font in the order that Excel writes and that the Open XML SDK asks for."""
BORDER = ("left", "right", "top", "bottom", "diagonal")
AFTER_IGNORED = frozenset({"smartTags", "drawing", "legacyDrawing", "picture", "tableParts", "extLst"})
IGNORED = {"numberStoredAsText": "1", "formula": "1", "formulaRange": "1"}
"""What Excel marks with a green corner: codes made of digits, formulas unlike their neighbours'."""


def in_dialect(package: Package, plan: WorkbookPlan) -> dict[str, bytes]:
    """Return all XML parts of a written workbook in one spelling, and as Excel would write them."""
    trees = {name: tree_of(package.read(name), name) for name in package.names if _is_xml(name)}
    _mend_styles(trees[STYLES])
    sheets = [trees[f"xl/worksheets/sheet{number}.xml"] for number, _ in enumerate(plan.sheets, 1)]
    for root, sheet in zip(sheets, plan.sheets, strict=True):
        _ignore_marks(root, sheet)
    strings = _share_strings(sheets)
    if strings.children:
        trees[STRINGS] = strings
        _announce(trees)
    for root in trees.values():
        with_spaces(root)
    return {name: bytes_of(root) for name, root in trees.items()}


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _mend_styles(styles: XmlNode) -> None:
    for font in styles.find("font"):
        ordered: list[XmlNode | str] = [*sorted(font.elements, key=lambda node: FONT.index(node.local))]
        font.children = ordered
    borders = (border for group in styles.find("borders") for border in group.elements)
    for border in borders:
        present = {node.local: node for node in border.elements}
        border.children = [present.get(name, XmlNode(f"{MAIN} {name}")) for name in BORDER]


def _ignore_marks(root: XmlNode, sheet: SheetPlan) -> None:
    """Tell Excel not to mark what nobody can change; a number typed as text is still marked."""
    locked = [
        place
        for place, cell in sheet.short_cells.items()
        if _is_marked(cell.formula, cell.value, bool(cell.field))
    ]
    areas = [*rectangles(locked), *(table.area for table in sheet.tables if sheet.values_from)]
    if not areas:
        return
    entry = XmlNode(f"{MAIN} ignoredError", {"sqref": " ".join(areas), **IGNORED})
    at = next((n for n, node in enumerate(root.elements) if node.local in AFTER_IGNORED), len(root.elements))
    root.children = [*root.elements[:at], XmlNode(f"{MAIN} ignoredErrors", {}, [entry]), *root.elements[at:]]


def _is_marked(formula: str, value: object, is_input: bool) -> bool:
    return not is_input and (bool(formula) or isinstance(value, str))


def rectangles(cells: Iterable[Position]) -> list[str]:
    """Return areas that cover these cells and no others: runs down a column, side by side if alike."""
    runs: list[list[int]] = []
    for row, column in sorted(set(cells), key=lambda place: (place[1], place[0])):
        if runs and runs[-1][2] == column and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row, column, column])
    wide: dict[tuple[int, int, int], list[int]] = {}
    for top, bottom, left, right in runs:
        joined = wide.pop((top, bottom, left - 1), [top, bottom, left, right])
        joined[3] = right
        wide[top, bottom, right] = joined
    return [_area((run[0], run[2]), (run[1], run[3])) for run in sorted(wide.values())]


def _area(first: Position, last: Position) -> str:
    return a1(first) if first == last else f"{a1(first)}:{a1(last)}"


def _share_strings(sheets: Iterable[XmlNode]) -> XmlNode:
    """Move the texts of cells into one table; return the table."""
    places: dict[str, int] = {}
    used = 0
    for cell in (cell for root in sheets for cell in root.find("c")):
        if cell.attributes.get("t") == "inlineStr":
            text = "".join(
                child for node in cell.find("t") for child in node.children if isinstance(child, str)
            )
            place = places.setdefault(text, len(places))
            cell.attributes["t"], used = "s", used + 1
            cell.children = [XmlNode(f"{MAIN} v", {}, [str(place)])]
    entries: list[XmlNode | str] = [
        XmlNode(f"{MAIN} si", {}, [XmlNode(f"{MAIN} t", {}, [text])]) for text in places
    ]
    return XmlNode(f"{MAIN} sst", {"count": str(used), "uniqueCount": str(len(places))}, entries)


def _announce(trees: Mapping[str, XmlNode]) -> None:
    """Name the table of texts where a package names its parts."""
    types, links = trees[CONTENT_TYPES], trees[WORKBOOK_LINKS]
    space = types.name.rpartition(" ")[0]
    types.children.append(
        XmlNode(f"{space} Override", {"PartName": f"/{STRINGS}", "ContentType": STRINGS_TYPE})
    )
    space, number = links.name.rpartition(" ")[0], len(links.elements) + 1
    target = {"Type": STRINGS_LINK, "Target": f"/{STRINGS}", "Id": f"rId{number}"}
    links.children.append(XmlNode(f"{space} Relationship", target))
