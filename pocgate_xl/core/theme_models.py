"""The border where looks are read: what may stand in `theme.toml`, checked by pydantic."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints, field_validator

from .model_types import Model
from .theme import DEFAULT_FONT

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
FontKey = Annotated[str, StringConstraints(pattern=r"^(default|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$")]
FontName = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f<>&\x22]{1,31}$")]
"""Excel keeps at most 31 characters of a font's name."""
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{0,200}$")]
LogoName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_. -]*\.(png|jpg|jpeg)$")]


class ColoursModel(Model):
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


class ThemeModel(Model):
    """The looks of one template as its author writes them."""

    organization: Line = ""
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
