"""How a workbook looks: organisation, logo, fonts and colours by role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Problem = tuple[str, str]

LEAST_CONTRAST = 4.5
"""What WCAG 2 asks of normal text at level AA."""

DEFAULT_FONT = "default"
"""The key of the font for languages that name none."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Hold a colour as #RRGGBB for each role; a `soft` one lies behind ink."""

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


@dataclass(frozen=True, slots=True)
class Theme:
    """Hold the looks of a template; `logo` is a file in its folder."""

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
    "neutral_soft",
)  # fmt: skip

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(("ink", background) for background in INK_BACKGROUNDS),
    ("on_accent", "accent"),
    ("muted", "paper"),
    *((tone, "paper") for tone in ("good", "attention", "bad")),
    *((tone, f"{tone}_soft") for tone in ("good", "attention", "bad")),
)
"""Text colour and background of everything that is read."""


def theme_problems(theme: Theme) -> Iterator[Problem]:
    """Yield every pair of text and background that cannot be read well enough."""
    for text, background in TEXT_PAIRS:
        first, second = getattr(theme.colours, text), getattr(theme.colours, background)
        ratio = contrast(first, second)
        if ratio < LEAST_CONTRAST:
            yield (
                f"colours.{text}",
                f"{text} {first} on {background} {second} has a contrast of {ratio:.2f}:1,"
                f" {LEAST_CONTRAST}:1 is the least",
            )


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB: 0 is black, 1 is white."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
