"""What copies are begun with is made once, and made again where what was kept does not hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.exchange.copies import kept_base as tested
from pocgate_xl.exchange.copies.workbook import copy_base
from pocgate_xl.output.cache import entries
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook
from pocgate_xl.workbook.creation.blanks.container import contained
from pocgate_xl.workbook.layout.plan import PLAIN


@pytest.fixture(autouse=True)
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the languages of those that are made, beginning with nothing kept."""
    monkeypatch.setenv("POCGATE_CACHE", str(tmp_path / "kept"))
    copy_base.cache_clear()
    made: list[str] = []
    make = tested.finished
    monkeypatch.setattr(
        tested, "finished", lambda plan, bundle: made.append(plan.language) or make(plan, bundle)
    )
    return made


def base(bundle: Bundle, with_findings: bool = True) -> tuple[bytes, object]:
    """Return what another run begins copies with."""
    copy_base.cache_clear()
    found = copy_base(bundle, "ja", PLAIN, with_findings)
    return found.workbook, found.looks


def test_another_run_takes_what_was_kept_if_it_shows_what_it_should(
    bundle: Bundle, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = base(bundle)
    assert base(bundle) == first
    assert made == ["ja"]
    monkeypatch.setattr(tested, "still_holds", lambda *_: False)
    assert base(bundle) == first
    assert made == ["ja", "ja"]
    assert base(bundle, with_findings=False) != first
    assert len(entries()) == 2


def test_what_cannot_be_read_is_not_believed(bundle: Bundle) -> None:
    blank = blank_workbook(bundle, "en")
    assert tested._opened(b"no archive") is None
    assert tested._opened(contained({"another": (blank, {})})) is None


def test_of_a_template_that_was_changed_nothing_is_kept(bundle: Bundle, made: list[str]) -> None:
    base(replace(bundle, digest="changed"))
    assert made == ["ja"]
    assert entries() == []
