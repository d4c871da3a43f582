"""Whose page it is: colours, logo and organization of the first template's theme."""

from __future__ import annotations

from html import escape
from pathlib import PurePath

from ..spreadsheetml.styles.colours import contrast
from ..templates.loader import Bundle
from ..templates.theme import LEAST_CONTRAST, Theme

OWN_ACCENT = "#1F4E79"
"""The accent of the built-in templates, which the page's own colours are made for."""
PAPER = "#FFFFFF"


def branded_style(theme: Theme) -> str:
    """Return the page's colours where they are a theme's own; in the dark its accent is lightened."""
    accent, on_accent = theme.colours.accent, theme.colours.on_accent
    if accent.upper() == OWN_ACCENT:
        return ""
    heading = accent if contrast(accent, PAPER) >= LEAST_CONTRAST else "var(--ink)"
    dark = (
        f"--accent: color-mix(in srgb, {accent} 45%, white); --on-accent: #14191f; --heading: var(--accent);"
    )
    return (
        f":root {{ --accent: {heading}; --heading: {heading}; }}\n"
        f".choice.first {{ --accent: {accent}; --on-accent: {on_accent}; }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root, .choice.first {{ {dark} }} }}\n"
    )


def brand(bundle: Bundle) -> str:
    """Return the head of the page as HTML: logo and organization, nothing where a theme has neither."""
    organization, logo = escape(bundle.theme.organization), _logo(bundle)
    image = f'<img src="{logo}" alt="">' if logo else ""
    if not image and not organization:
        return ""
    return f'<div id="brand">{image}<span>{organization}</span></div>'


def logo_files(bundle: Bundle) -> dict[str, bytes]:
    """Return the logo by its name on the site, if there is one."""
    name, logo = _logo(bundle), bundle.theme.logo
    return {name: (bundle.folder / logo).read_bytes()} if name and logo else {}


def _logo(bundle: Bundle) -> str:
    return f"logo{PurePath(bundle.theme.logo).suffix.lower()}" if bundle.theme.logo else ""
