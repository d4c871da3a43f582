"""The language in which the person at a computer is addressed."""

from __future__ import annotations

import locale
import os

import pytest

from pocgate_xl.templates.loader import operators_language


@pytest.mark.parametrize(
    ("said", "languages", "language"),
    [
        ("ja_JP.UTF-8", ("en", "ja"), "ja"),
        ("de-DE", ("en", "ja"), "en"),
        ("de", ("de", "ja"), "de"),
        ("C", ("ja",), None),
        ("German_Germany", ("de", "en"), "de"),
    ],
)
def test_the_systems_language_is_taken_if_there_is_one_else_english(
    monkeypatch: pytest.MonkeyPatch, said: str, languages: tuple[str, ...], language: str | None
) -> None:
    monkeypatch.setenv("LC_ALL", said)
    assert operators_language(languages) == language


def test_windows_is_asked_where_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(locale, "getlocale", lambda: ("Japanese_Japan", "932"))
    assert operators_language(("en", "ja")) == "ja"
