"""How a workbook looks: organisation, logo, fonts and colours by role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import Problem
from ..records import dataclass
from ..spreadsheetml.styles.colours import contrast

LEAST_CONTRAST = 4.5
"""What WCAG 2 asks of normal text at level AA."""
LEAST_LINE_CONTRAST = 3.0
"""What WCAG 2.1 asks of the border of an input at level AA."""

DEFAULT_FONT = "default"
"""The key of the font for languages that name none."""


_LATER: Mapping[str, tuple[str, str, str, float]] = {
    "prefilled": ("#DCE8F3", "accent_soft", "ink", LEAST_CONTRAST),
    "needed": ("#FFE08A", "attention_soft", "ink", LEAST_CONTRAST),
    "needed_line": ("#B58900", "attention", "paper", LEAST_LINE_CONTRAST),
    "input_line": ("#707B87", "muted", "paper", LEAST_LINE_CONTRAST),
}
"""The usual colour; the theme's own that stands in where the usual one is too close to a third; how close."""


@dataclass(frozen=True, slots=True)
class Colours:
    """A colour as #RRGGBB for each role; a `soft` one lies behind ink."""

    accent: str
    accent_soft: str
    on_accent: str
    ink: str
    muted: str
    line: str
    paper: str
    input: str
    output: str
    good: str
    good_soft: str
    attention: str
    attention_soft: str
    bad: str
    bad_soft: str
    neutral_soft: str
    prefilled: str = ""
    needed: str = ""
    needed_line: str = ""
    input_line: str = ""

    def __post_init__(self) -> None:
        """Choose the colours that came later for a theme that does not name them."""
        for role, (usual, own, front, least) in _LATER.items():
            if not getattr(self, role):
                pair = (getattr(self, front), usual)
                chosen = usual if contrast(*pair) >= least else getattr(self, own)
                object.__setattr__(self, role, chosen)

    @property
    def accent_text(self) -> str:
        """Return the accent for texts on paper; ink where it is too pale to be read there."""
        return self._on_paper(LEAST_CONTRAST)

    @property
    def accent_mark(self) -> str:
        """Return the accent for what is drawn on paper, such as bars; ink where it is too pale to be seen."""
        return self._on_paper(LEAST_LINE_CONTRAST)

    def _on_paper(self, least: float) -> str:
        return self.accent if contrast(self.accent, self.paper) >= least else self.ink


@dataclass(frozen=True, slots=True)
class Theme:
    """The looks of a template; `logo` is a file in its folder."""

    organization: str
    logo: str | None
    fonts: Mapping[str, str]
    colours: Colours

    def font(self, language: str) -> str:
        """Return the font of a language: its own, that of its primary tag, or the default."""
        keys = (language, language.split("-")[0], DEFAULT_FONT)
        return next(self.fonts[key] for key in keys if key in self.fonts)


INK_BACKGROUNDS = (
    "paper", "input", "output", "accent_soft", "good_soft", "attention_soft", "bad_soft",
    "neutral_soft", "prefilled", "needed",
)  # fmt: skip

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(("ink", background) for background in INK_BACKGROUNDS),
    ("on_accent", "accent"),
    ("muted", "paper"),
    *((tone, "paper") for tone in ("good", "attention", "bad")),
    *((tone, f"{tone}_soft") for tone in ("good", "attention", "bad")),
)
"""Text colour and background of everything that is read."""

LINE_PAIRS: tuple[tuple[str, str], ...] = (
    ("input_line", "paper"),
    ("needed_line", "paper"),
)
"""Border and ground of everything that is filled in: where a cell begins and ends must be seen."""


def theme_problems(theme: Theme) -> Iterator[Problem]:
    """Yield every pair of text or border and background that cannot be told apart well enough."""
    for pairs, least in ((TEXT_PAIRS, LEAST_CONTRAST), (LINE_PAIRS, LEAST_LINE_CONTRAST)):
        for front, background in pairs:
            first, second = getattr(theme.colours, front), getattr(theme.colours, background)
            ratio = contrast(first, second)
            if ratio < least:
                yield (
                    f"colours.{front}",
                    f"{front} {first} on {background} {second} has a contrast of {ratio:.2f}:1,"
                    f" {least}:1 is the least",
                )
