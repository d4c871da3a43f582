"""What a chart of a file shows: its words, the cells that it draws, the values it remembers, its scale.

Source: ECMA-376 part 1, 21.2 charts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from ...opc.limits import Limits
from ...opc.xml_parser import Element, elements_of
from ..styles.cell_looks import DRAWING_NAMESPACES
from ..styles.colours import PAPER, colour_of, contrast
from ..styles.number_formats import LONGEST_CODE
from ..styles.sheet_looks import number_in
from .shapes import CHART_NAMESPACES

MOST_POINTS = 1000
LEAST_OF_AREAS = 1.15
"""Below this contrast nobody sees an area on paper."""


class DrawnSeries(NamedTuple):
    """One series; an empty reference where its values are written into the chart itself.

    `unseen` says that it, or a point of it, is drawn without colour, or in that of the paper; `kept` are
    the remembered labels by their place.
    """

    name: str
    labels: str
    values: str
    remembered: tuple[tuple[int, float], ...] = ()
    unseen: bool = False
    kept: tuple[tuple[int, str], ...] = ()


class DrawnChart(NamedTuple):
    """One chart; `axes` are minimum, maximum and whether it runs otherwise, of each axis of values.

    `words` are all texts written into it but the title, `formats` those of numbers; `pictured` says that
    it holds pictures or drawings of its own.
    """

    title: str
    series: tuple[DrawnSeries, ...]
    axes: tuple[tuple[float | None, float | None, bool], ...]
    words: tuple[str, ...]
    formats: tuple[str, ...]
    pictured: bool = False


def drawn_chart(data: bytes, limits: Limits, part: str) -> DrawnChart:
    """Read a chart part."""
    elements = elements_of(data, CHART_NAMESPACES | DRAWING_NAMESPACES, limits, part)
    title = [e.text for e in elements if _titled(e)]
    inside = [e.text.strip() for e in elements if e.path.endswith("/t") and not _titled(e)]
    return DrawnChart(
        "".join(title).strip(),
        tuple(map(_series, _groups(elements, "ser"))),
        tuple(map(_axis, _groups(elements, "valAx"))),
        tuple(text for text in inside if text),
        tuple(
            e.attributes.get("formatCode", "")[:LONGEST_CODE] for e in elements if e.path.endswith("/numFmt")
        ),
        any(e.path.endswith(("/blipFill", "/userShapes")) for e in elements),
    )


def _titled(element: Element) -> bool:
    return element.path.startswith("chartSpace/chart/title/") and element.path.endswith(("/t", "/v"))


def _groups(elements: list[Element], local: str) -> list[list[Element]]:
    """Return the elements below each element of a name."""
    groups: list[list[Element]] = []
    begun = ""
    for element in elements:
        if element.path.rpartition("/")[2] == local:
            groups.append([element])
            begun = f"{element.path}/"
        elif groups and element.path.startswith(begun):
            groups[-1].append(element)
    return groups


def _series(group: list[Element]) -> DrawnSeries:
    start = len(group[0].path) + 1
    texts: dict[str, str] = {}
    for element in group[1:]:
        texts.setdefault(element.path[start:], element.text.strip())
    name = texts.get("tx/v") or texts.get("tx/strRef/strCache/pt/v") or texts.get("tx/strRef/f", "")
    points = _points(group, start)
    labels, values = _ref(texts, "cat"), _ref(texts, "val")
    return DrawnSeries(
        name.strip('"'), labels, values, points, _unseen(group, start), _kept(group, start)
    )  # fmt: skip


def _kept(group: list[Element], start: int) -> tuple[tuple[int, str], ...]:
    """Return the remembered labels of a series, by their place."""
    return tuple(islice(_cached(group, start, "cat/strRef/strCache/pt"), MOST_POINTS))


def _cached(group: list[Element], start: int, point: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of every point that a chart remembers under a path."""
    place = 0
    for element in group:
        within = element.path[start:]
        if within == point:
            index = element.attributes.get("idx", "")
            place = int(index) if index.isascii() and index.isdigit() and len(index) < 8 else 0
        elif within == f"{point}/v":
            yield place, element.text


def _unseen(group: list[Element], start: int) -> bool:
    """Say whether neither the area nor the line of a series can be seen; without a word programs choose."""
    values = {element.path[start:]: element.attributes.get("val", "") for element in reversed(group)}
    area = "spPr/noFill" in values or _is_paper(values.get("spPr/solidFill/srgbClr", ""))
    line = "spPr/ln/noFill" in values or _is_paper(values.get("spPr/ln/solidFill/srgbClr", ""))
    if "lineChart/ser" in group[0].path or "radarChart/ser" in group[0].path:
        return line and values.get("marker/symbol") == "none" and "spPr/solidFill" not in values
    points = (e for e in group if e.path[start:] in ("dPt/spPr/noFill", "dPt/spPr/solidFill/srgbClr"))
    gone = any(e.local == "noFill" or _is_paper(e.attributes.get("val", "")) for e in points)
    return gone or (area and (line or "spPr/ln" not in values))


def _is_paper(colour: str) -> bool:
    known = colour_of({"rgb": colour}, (), ())
    return known is not None and contrast(known, PAPER) < LEAST_OF_AREAS


def _ref(texts: Mapping[str, str], role: str) -> str:
    return next((texts[key] for kind in ("num", "str") if (key := f"{role}/{kind}Ref/f") in texts), "")


def _points(group: list[Element], start: int) -> tuple[tuple[int, float], ...]:
    """Return the remembered values of a series, by their place."""
    read = ((at, number_in({"v": text}, "v")) for at, text in _cached(group, start, "val/numRef/numCache/pt"))
    return tuple(islice(((at, value) for at, value in read if value is not None), MOST_POINTS))


def _axis(group: list[Element]) -> tuple[float | None, float | None, bool]:
    start = len(group[0].path) + 1
    traits = {element.path[start:]: element.attributes for element in reversed(group)}
    turned = traits.get("scaling/orientation", {}).get("val") == "maxMin" or "scaling/logBase" in traits
    low, high = (number_in(traits.get(f"scaling/{end}", {}), "val") for end in ("min", "max"))
    return low, high, turned
