"""Whose page it is: a theme's colours, logo and organization, and nothing of it in the built-in look."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.page.branding import brand, branded_style, logo_files
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.theme import Theme


def coloured(theme: Theme, accent: str, on_accent: str) -> Theme:
    return replace(theme, colours=replace(theme.colours, accent=accent, on_accent=on_accent))


def test_the_built_in_look_changes_nothing(bundle: Bundle) -> None:
    assert (branded_style(bundle.theme), brand(bundle), logo_files(bundle)) == ("", "", {})


@pytest.mark.parametrize(
    ("accent", "on_accent", "heading"),
    [("#7A0026", "#FFFFFF", "#7A0026"), ("#FFD400", "#222222", "var(--ink)")],
)
def test_an_accent_that_cannot_be_read_on_paper_is_on_buttons_alone(
    bundle: Bundle, accent: str, on_accent: str, heading: str
) -> None:
    style = branded_style(coloured(bundle.theme, accent, on_accent))
    assert f"--heading: {heading};" in style
    assert f".choice.first {{ --accent: {accent}; --on-accent: {on_accent}; }}" in style


def test_logo_and_organization_stand_in_the_head_as_text(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "Our logo.PNG").write_bytes(b"picture")
    theme = replace(bundle.theme, organization="A & <b>", logo="Our logo.PNG")
    own = replace(bundle, theme=theme, folder=tmp_path)
    assert brand(own) == '<div id="brand"><img src="logo.png" alt=""><span>A &amp; &lt;b&gt;</span></div>'
    assert logo_files(own) == {"logo.png": b"picture"}
