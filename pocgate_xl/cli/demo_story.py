"""What `pocgate demo` leaves behind, in the order in which to open it, and the commands that make it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from ..records import dataclass

if TYPE_CHECKING:
    from ..demo.engagements import Demo, DemoEngagement

LIST, BLANK, FINDINGS, COPIES = "1-list.csv", "1-blank", "3-findings", "3-send-back"
REPORTS = {"text": ".txt", "jsonl": ".jsonl"}
"""Suffix of the report in each format."""
WIDTH = 79
"""Columns of a line of the story, so that none breaks in a terminal of 80."""


@dataclass(frozen=True, slots=True)
class Month:
    """The names of what a month leaves."""

    title: str
    returned: str
    portfolio: str
    is_first: bool

    def of(self, demo: Demo) -> Sequence[DemoEngagement]:
        return demo.first if self.is_first else demo.second

    def command(self, demo: Demo, folder: Path, output: str = "") -> list[str]:
        """Return the arguments that make its portfolio; the second month looks back at the first."""
        since = [] if self.is_first else ["--since", str(folder / f"{FINDINGS}{REPORTS['jsonl']}")]
        return [
            "portfolio", str(folder / self.returned), "--output", str(folder / (output or self.portfolio)),
            "--list", str(folder / LIST), *since, *demo.options,
        ]  # fmt: skip


FIRST = Month("What the board has before it", "2-returned", "4-portfolio.xlsx", True)
SECOND = Month("A month later", "5-a-month-later", "6-portfolio.xlsx", False)
MONTHS = (FIRST, SECOND)


def outlined(month: Month, outline: str) -> Iterator[str]:
    """Yield what a portfolio comes to, in lines that fit."""
    yield f"{month.title}:"
    for line in outline.splitlines():
        yield from wrap(line, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def story(folder: Path, demo: Demo) -> Iterator[str]:
    """Yield what to open in which order, and how the same is done by hand."""
    yield ""
    yield f"Open in this order, in {folder}:"
    yield from _opened(demo)
    yield ""
    yield f"The same by hand (\\ continues a line), after cd {folder}:"
    for arguments in _commands(demo):
        yield from wrapped(["pocgate", *arguments])


def _opened(demo: Demo) -> Iterator[str]:
    from ..reports.layout import aligned

    one = "one: sheet 5 is the decision paper"
    rows = [
        (LIST, "whom the group asks, and by when"),
        (f"{BLANK}/", "what goes out, each in its language"),
        (f"{FIRST.returned}/", "what came back, some of it altered"),
        *((f"  {each.file}", one) for each in demo.first[:1]),
        (f"{FINDINGS}.txt", "what was found (.jsonl: for scripts)"),
        (f"{COPIES}/", "marked copies to send back, with all answers"),
        (FIRST.portfolio, "what the board decides on"),
        (f"{SECOND.returned}/", "what lies there a month later"),
        (SECOND.portfolio, "what the board sees then, and what has moved"),
    ]
    yield from (f"  {line}" for line in aligned(rows))


def _commands(demo: Demo) -> Iterator[list[str]]:
    here = Path()
    yield ["new", "--from", LIST, "--out", "blank"]
    yield ["check", FIRST.returned]
    yield ["return", FIRST.returned, "--out", "send-back"]
    for month, output in ((FIRST, "portfolio.xlsx"), (SECOND, "later.xlsx")):
        yield month.command(demo, here, output)


def wrapped(words: Iterable[str]) -> Iterator[str]:
    """Yield a command in lines that a shell takes for one, an option with its value on the same line."""
    line = " "
    for part in _parts(words):
        if len(line) + len(part) + 3 > WIDTH:
            yield f"{line} \\"
            line = "   "
        line += f" {part}"
    yield line


def _parts(words: Iterable[str]) -> Iterator[str]:
    """Yield words, each option together with what follows it."""
    option = ""
    for word in words:
        if word.startswith("--"):
            if option:
                yield option
            option = word
        else:
            yield f"{option} {word}".strip()
            option = ""
    if option:
        yield option
