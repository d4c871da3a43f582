"""What stands on paper: workbooks printed by LibreOffice, their pages read by Poppler.

Fonts are those of `docs/images/make.py`: Noto Sans CJK JP for Yu Gothic, Carlito for Calibri, which have
the widths of what they stand for.
"""

from __future__ import annotations

import os
import subprocess
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from docs.images.make import FONTS

A4 = 842
"""Points of the longer side of a page, by which Poppler's pixels are measured."""
CORE = 0.3
"""The share of a line's height, above and below, that letters hardly use."""
TOUCH = 1.5
"""Points by which lines may touch."""
FOOT = 6
"""Points within which the parts of a page's foot begin."""


@dataclass(frozen=True)
class Line:
    """A line of text, in points from the top left corner."""

    text: str
    left: float
    top: float
    width: float
    height: float
    size: float

    def overlaps(self, other: Line) -> bool:
        """Say whether the letters of two lines stand over each other."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self._bottom, other._bottom) - max(self._begin, other._begin)
        return across > TOUCH and down > 0

    @property
    def _begin(self) -> float:
        return self.top + CORE * self.height

    @property
    def _bottom(self) -> float:
        return self.top + (1 - CORE) * self.height


@dataclass(frozen=True)
class Page:
    """One printed page; the name of its sheet stands in the middle of its foot."""

    number: int
    width: float
    lines: tuple[Line, ...]

    @property
    def foot(self) -> float:
        return max((line.top for line in self.lines), default=0)

    @property
    def sheet(self) -> str:
        """Return the middle of the foot; where letters change, a line is told in parts."""
        middle = self.width / 3, self.width * 2 / 3
        words = [line for line in self.lines if self.foot - line.top < FOOT]
        inside = [line for line in words if middle[0] < line.left + line.width / 2 < middle[1]]
        return "".join(line.text for line in sorted(inside, key=lambda line: line.left)).strip()

    @property
    def body(self) -> tuple[Line, ...]:
        """Return what stands above the foot."""
        return tuple(line for line in self.lines if self.foot - line.top >= FOOT)

    @property
    def smallest(self) -> float:
        return min((line.size for line in self.body), default=0)

    @property
    def usual(self) -> float:
        """Return the size of most letters."""
        letters: Counter[float] = Counter()
        for line in self.body:
            letters[line.size] += len(line.text)
        return max(letters, key=lambda size: letters[size], default=0)

    @property
    def text(self) -> str:
        return squashed("".join(line.text for line in self.lines))

    def overlaps(self) -> Iterator[tuple[str, str]]:
        return overlapping(self.lines)


def overlapping(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """Yield the texts of lines that stand over each other: of those that begin above a line's end."""
    ordered = sorted(lines, key=lambda line: line.top)
    tops = [line.top for line in ordered]
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : bisect_left(tops, one.top + one.height)]:
            if one.overlaps(other):
                yield one.text, other.text


def squashed(text: str) -> str:
    """Return a text without spaces, which lines lose where they are broken."""
    return "".join(text.split())


def printed(workbooks: Mapping[str, bytes], folder: Path) -> dict[str, list[Page]]:
    """Return the pages of workbooks by name, all printed in one go."""
    (folder / "fonts.conf").write_text(FONTS)
    files = [folder / f"{name}.xlsx" for name in workbooks]
    for file, data in zip(files, workbooks.values(), strict=True):
        file.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, *map(str, files)], check=True, capture_output=True, timeout=600,
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
    )  # fmt: skip
    return {name: pages_of(folder / f"{name}.pdf") for name in workbooks}


def pages_of(pdf: Path) -> list[Page]:
    """Read the pages of a PDF; `-zoom 3` is the finest that sizes of fonts are told in."""
    command = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "3", str(pdf)]
    printed = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
    sizes: dict[str, float] = {}
    return [_page(page, sizes) for page in ElementTree.fromstring(printed).iter("page")]


def _page(page: ElementTree.Element, sizes: dict[str, float]) -> Page:
    scale = A4 / max(float(page.attrib["height"]), float(page.attrib["width"]))
    sizes.update({font.attrib["id"]: float(font.attrib["size"]) * scale for font in page.iter("fontspec")})
    lines = (_line(text, scale, sizes) for text in page.iter("text"))
    width = float(page.attrib["width"]) * scale
    return Page(int(page.attrib["number"]), width, tuple(line for line in lines if line.text.strip()))


def _line(text: ElementTree.Element, scale: float, sizes: Mapping[str, float]) -> Line:
    left, top, width, height = (float(text.attrib[key]) * scale for key in ("left", "top", "width", "height"))
    return Line("".join(text.itertext()), left, top, width, height, sizes[text.attrib["font"]])


def on_sheet(pages: Sequence[Page], title: str) -> list[Page]:
    return [page for page in pages if squashed(page.sheet) == squashed(title)]
