"""The border where looks are read: what may stand in `theme.toml`, checked by pydantic."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import field_validator

from ..errors import Problem
from .model_types import StrictModel, shaped
from .theme import DEFAULT_FONT

IMAGE_STARTS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}

Colour = Annotated[str, shaped(r"^#[0-9A-Fa-f]{6}$", "a colour such as #1F4E79")]
FontKey = Annotated[
    str, shaped(r"^(default|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$", "`default` or a language tag, such as ja")
]
FontName = Annotated[
    str, shaped(r"^[^\x00-\x1f\x7f<>&\x22]{1,31}$", "the name of a font, of at most 31 characters")
]
"""Excel keeps at most 31 characters of a font's name."""
LineText = Annotated[str, shaped(r"^[^\x00-\x1f\x7f]{0,200}$", "one line of at most 200 characters")]
LogoName = Annotated[
    str,
    shaped(
        r"^[A-Za-z0-9_][A-Za-z0-9_. -]*\.(png|jpg|jpeg)$",
        "the name of a .png, .jpg or .jpeg file in the template's folder",
    ),
]


class ColoursModel(StrictModel):
    accent: Colour
    accent_soft: Colour
    on_accent: Colour
    ink: Colour
    muted: Colour
    line: Colour
    paper: Colour
    input: Colour
    output: Colour
    good: Colour
    good_soft: Colour
    attention: Colour
    attention_soft: Colour
    bad: Colour
    bad_soft: Colour
    neutral_soft: Colour
    prefilled: Colour = ""
    needed: Colour = ""
    needed_line: Colour = ""
    input_line: Colour = ""
    """The last four came later; where they are missing they follow from the others."""


class ThemeModel(StrictModel):
    """The looks of one template as its author writes them."""

    organization: LineText = ""
    """Who uses the template; shown in the workbook."""
    logo: LogoName | None = None
    """A PNG or JPEG file in the template's folder."""
    fonts: dict[FontKey, FontName]
    """Font by language; `default` serves every other language."""
    colours: ColoursModel

    @field_validator("fonts")
    @classmethod
    def _has_default(cls, fonts: dict[str, str]) -> dict[str, str]:
        if DEFAULT_FONT not in fonts:
            raise ValueError(f"the key {DEFAULT_FONT!r} is missing")
        return fonts


def logo_problems(file: Path) -> list[Problem]:
    """Return why a file is not the image that its name promises."""
    start = IMAGE_STARTS[file.suffix[1:]]
    try:
        with file.open("rb") as stream:
            is_image = stream.read(len(start)) == start
    except OSError:
        return [("logo", f"{file.name} is missing from the folder")]
    return [] if is_image else [("logo", f"{file.name} is not a {file.suffix[1:].upper()} image")]
