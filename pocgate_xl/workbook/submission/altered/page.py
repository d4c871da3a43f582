"""What a sheet says on screen and on paper around its cells: views, print, headers, links, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ....opc.xml_parser import RELATION_NAMESPACES, Element
from ....patterns import pattern
from ....spreadsheetml.address import Corners, Position, a1, area_of, names_area, position_of
from ....spreadsheetml.styles.sheet_looks import TRUE, number_in, of_path
from ...layout.plan import IN_HEADER
from ..grammar.folding import folded, words_of
from .alteration import Alteration, gathered
from .rules import altered_lists, altered_prompts, running_rules
from .seen import Seen, within

SMALLEST_ZOOM = 25
SMALL_PAPERS = frozenset({*map(str, range(19, 24)), *map(str, range(30, 39)), "43", "70", "95", "96"})
"""Envelopes, postcards and A6, as files number them."""
WIDEST_MARGINS = 6.0
"""Inches on both sides together; A4 is 8.3 wide."""
WIDENED = 4
"""How many times as many columns as planned a fitted page may hold."""
FALSE = frozenset({"0", "false"})
PRINT_AREA = "_xlnm.print_area"
MOST_LINKS = 5000
HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")

_CODE = pattern(r'&(?:"[^"]*"|[0-9]{1,3}|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|&|.)', re.DOTALL)
PICTURE = pattern(r"(?<!&)(?:&&)*&[Gg]")
"""Where a picture stands in a page header."""
_WORD = pattern("page|pages|of|ページ|seite|von|confidential|internal|社外秘|秘")
"""Words that programs and companies put on every page."""
LONGEST = 1000
BETWEEN, ELLIPSIS = " · ", words_of("…")


class Outside(NamedTuple):
    """What stands around the rows of a sheet and does not depend on its values."""

    altered: tuple[Alteration, ...]
    hides_zeros: bool
    protected: bool
    lost_lists: int
    headers: tuple[tuple[str, str], ...]
    drawn: bool
    """Whether a drawing is shown."""
    links: tuple[tuple[Corners, str, str], ...]


def outside_of(seen: Seen, around: tuple[Element, ...]) -> Outside:
    """Judge what most files share byte by byte."""
    views = [e for e in of_path(around, "sheetViews/sheetView") if seen.read]
    lists, lost = altered_lists(seen, around)
    seen_so = (found for view in views for found in _view(seen, around, view))
    return Outside(
        (
            *seen_so,
            *lists,
            *altered_prompts(seen, around),
            *running_rules(around),
            *_small_print(seen, around),
            *_sparklines(seen, around),
            *_tooltips(around),
        ),
        any(view.attributes.get("showZeros") in FALSE for view in views),
        any(e.attributes.get("sheet") in TRUE for e in of_path(around, "worksheet/sheetProtection")),
        lost,
        tuple(_headers(around)),
        any(True for _ in of_path(around, "worksheet/drawing")),
        tuple(_links(around)),
    )


def _view(seen: Seen, around: tuple[Element, ...], view: Element) -> Iterator[Alteration]:
    attributes = view.attributes
    if attributes.get("showFormulas") in TRUE:
        yield Alteration("shows_formulas")
    zoom = number_in(attributes, "zoomScale")
    if zoom is not None and 0 < zoom < SMALLEST_ZOOM:
        yield Alteration("zoomed_out", (), f"{zoom:g} %")
    frozen = any(pane.attributes.get("state", "") in ("frozen", "frozenSplit")
                 for pane in of_path(around, "sheetView/pane"))  # fmt: skip
    corner = position_of(attributes.get("topLeftCell", "A1"))
    if frozen and corner:
        cut = (at for at in seen.read if at[0] < corner[0] or at[1] < corner[1])
        yield from gathered("frozen_away", cut, a1(corner))


def _tooltips(around: tuple[Element, ...]) -> Iterator[Alteration]:
    """Yield what links say while the pointer is over them."""
    for element in islice(of_path(around, "hyperlinks/hyperlink"), MOST_LINKS):
        words = element.attributes.get("tooltip", "")
        if words:
            area = area_of(element.attributes.get("ref", "").replace("$", ""))
            yield Alteration("tooltip", area[:1] if area else (), words, "", words)


def _sparklines(seen: Seen, around: tuple[Element, ...]) -> Iterator[Alteration]:
    """Yield little charts that lie in cells which people read."""
    refs = (e.text.replace("$", "") for e in of_path(around, "sparkline/sqref"))
    areas = [area for area in map(area_of, islice(refs, MOST_LINKS)) if area]
    yield from gathered("sparkline_over", {at for area in areas for at in seen.read if within(at, area)})


def _small_print(seen: Seen, around: tuple[Element, ...]) -> Iterator[Alteration]:
    """Yield what makes a print so small that nobody reads it: its scale, its paper, its margins."""
    fitted = any(e.attributes.get("fitToPage") in TRUE for e in of_path(around, "sheetPr/pageSetUpPr"))
    setups = [e.attributes for e in of_path(around, "worksheet/pageSetup") if seen.read]
    scales = [scale for setup in setups if (scale := number_in(setup, "scale")) is not None and not fitted]
    papers = [setup.get("paperSize", "") for setup in setups]
    margins = [e.attributes for e in of_path(around, "worksheet/pageMargins") if seen.read]
    wide = [sum(number_in(each, side) or 0 for side in ("left", "right")) for each in margins]
    high = [sum(number_in(each, side) or 0 for side in ("top", "bottom")) for each in margins]
    reasons = [f"{scale:g} %" for scale in scales if 0 < scale < SMALLEST_ZOOM]
    reasons += [f"paper {paper}" for paper in papers if paper in SMALL_PAPERS]
    reasons += [f"{inches:g} in" for inches in (*wide, *high) if inches > WIDEST_MARGINS]
    if reasons:
        yield Alteration("printed_small", (), reasons[0])


def altered_print(seen: Seen, title: str, refs: Sequence[str]) -> Iterator[Alteration]:
    """Yield what a print area leaves out of what was planned to be printed; without one all is printed.

    A print area of another sheet, `title` being this one's, is none.
    """
    if all(ref.endswith(seen.printed) and "," not in ref for ref in refs):
        return
    planned = area_of(seen.plan.print.area) if seen.plan.print.area else None
    places = [names_area(ref.strip()) for whole in refs for ref in _split(whole)]
    found = [place[1:] for place in places if place and place[0].casefold() == title.casefold()]
    if planned is None or not found:
        return
    if any(_holds(area, planned) for area in found):
        if max(area[1][1] for area in found) > WIDENED * planned[1][1]:
            yield Alteration("printed_small", (), ",".join(refs))
        return
    out = (at for at in seen.results if within(at, planned) and not any(within(at, area) for area in found))
    yield from gathered("print_area", out, ",".join(refs))


def _holds(area: Corners, other: Corners) -> bool:
    return within(other[0], area) and within(other[1], area)


def _split(ref: str) -> list[str]:
    """Split several areas; a title may hold a comma."""
    return re.findall(r"(?:'(?:[^']|'')*'|[^',])+", ref)


class Printed(NamedTuple):
    """What page headers or footers were made to say, what of it they must and what they may say."""

    whole: str
    expected: tuple[str, ...]
    usual: tuple[str, ...] = ()
    known: bool = True


def _headers(around: tuple[Element, ...]) -> Iterator[tuple[str, str]]:
    """Yield the headers and footers that say something; the one of odd pages is read beside its sheet."""
    for element in around:
        where, _, name = element.path.rpartition("/")
        if where.endswith("headerFooter") and name in HEADERS and element.text:
            yield name, element.text


def altered_headers(
    texts: Iterable[tuple[str, str]], headers: Printed, footers: Printed
) -> Iterator[Alteration]:
    """Yield page headers and footers that state another thing; what is missing or usual is none."""
    for name, text in texts:
        printed = headers if name.endswith("Header") else footers
        words = _words(text[:LONGEST])
        left = _beside(words, printed) if words.replace(printed.whole, "", 1).strip(" /\n") else ""
        if any(map(str.isalpha, left)):
            kind = "page_header" if _other(words, printed) else "page_words"
            yield Alteration(kind, (), words, " · ".join(printed.expected), left)
        if PICTURE.search(text):
            yield Alteration("header_picture", (), name)


def organization_in(header: str, engagement: str, entered: str) -> str:
    """Return the organisation that a page header names behind an engagement; `entered` is today's answer.

    Where no PoC follows, nobody knows whether another name is an organisation or a PoC that was renamed.
    """
    parts = _words(header[:LONGEST]).split(BETWEEN)
    if not engagement or folded(parts[0]) != folded(engagement):
        return ""
    same = len(parts) == 2 and folded(parts[1]) == folded(entered)
    return parts[1] if same or len(parts) == len(IN_HEADER) else ""


@lru_cache(maxsize=512)
def _words(text: str) -> str:
    """Return what a header says, without the codes for fonts, pages, dates and file names."""
    return _CODE.sub(lambda match: "&" if match[0] == "&&" else "\n", text).strip()


def _beside(words: str, printed: Printed) -> str:
    """Return what a header says beside what it may say, line by line."""
    left = "\n".join(map(words_of, words.split("\n")))
    if left.endswith(ELLIPSIS) and words_of(printed.whole).startswith(left[: -len(ELLIPSIS)]):
        return ""
    for text in sorted((*printed.expected, *printed.usual), key=len, reverse=True):
        left = left.replace(words_of(text), "\n") if text else left
    return _WORD.sub("\n", left)


def _other(words: str, printed: Printed) -> bool:
    """Say whether a header says something else in the place of what it should, not merely beside it."""
    missing = any(words_of(text) not in words_of(words) for text in printed.expected)
    return printed.known and (missing or not printed.expected)


def _links(around: tuple[Element, ...]) -> Iterator[tuple[Corners, str, str]]:
    """Yield area, place within the workbook and relationship of every hyperlink."""
    for element in of_path(around, "hyperlinks/hyperlink"):
        area = area_of(element.attributes.get("ref", "").replace("$", ""))
        ids = [
            element.attributes[f"{ns} id"] for ns in RELATION_NAMESPACES if f"{ns} id" in element.attributes
        ]
        if area:
            yield area, element.attributes.get("location", ""), ids[0] if ids else ""


def altered_links(
    seen: Seen, links: Iterable[tuple[Corners, str]], called: Mapping[str, list[str]]
) -> Iterator[Alteration]:
    """Yield links of ours that lead elsewhere, and those of others on texts of ours.

    `called` are the titles by which a link may call each sheet.
    """
    if seen.links or seen.locked:
        for area, target in islice(links, MOST_LINKS):
            yield from _link(seen, area, target, called)


def _link(seen: Seen, area: Corners, target: str, called: Mapping[str, list[str]]) -> Iterator[Alteration]:
    if area[0] == area[1]:
        cells: Iterable[Position] = area[:1]
    else:
        cells = [at for at in seen.locked if within(at, area)]
    ours = [at for at in cells if at in seen.links]
    title = _title(target) if ours else ""
    wrong = [at for at in ours if target != seen.links[at] and title not in called.get(seen.links[at], ())]
    foreign = [at for at in cells if at in seen.locked and at not in seen.links]
    yield from gathered("link", [*wrong, *foreign], target)


def _title(target: str) -> str:
    """Return the sheet to which a place within the workbook belongs; a web address is none."""
    place = target.removeprefix("#").lstrip("$")
    title = re.split(r"[!.](?=\$?[A-Za-z]{1,3}\$?[0-9]+(?::|$))", place)[0]
    return title.strip("'").replace("''", "'").casefold()
