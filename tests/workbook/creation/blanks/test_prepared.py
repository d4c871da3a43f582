"""A prepared blank counts while it is whole and made from what there is; else one is made."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.build_hook import prepare_blanks
from pocgate_xl.output import cache
from pocgate_xl.templates.files import blanks_name
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation import blank, prerendered
from pocgate_xl.workbook.creation.blanks import made_of as digests
from pocgate_xl.workbook.creation.blanks.container import container_of
from pocgate_xl.workbook.creation.blanks.prepared import forget_prepared, prepared_blank
from pocgate_xl.workbook.creation.blanks.preparing import EDITIONS
from tests.conftest import Edit

ROOT = Path(__file__).parents[4]
ENGAGEMENT = {"pg_engagement_id": "A-1", "pg_engagement_organization": "Aoba"}


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> None:
    prepare_blanks(ROOT)


@pytest.fixture
def home(bundle: Bundle, tmp_path: Path) -> Iterator[Path]:
    """The built-in template in a folder of its own, with its prepared blanks."""
    folder = tmp_path / bundle.folder.name
    shutil.copytree(bundle.folder, folder)
    forget_prepared()
    yield folder
    forget_prepared()


def languages_of(bundle: Bundle) -> tuple[str, ...]:
    return bundle.template.languages


def test_all_editions_are_prepared_in_every_language(bundle: Bundle) -> None:
    found = [prepared_blank(bundle, tag, each) for tag in languages_of(bundle) for each in EDITIONS]
    assert all(found)


def test_what_editions_share_is_carried_once(bundle: Bundle) -> None:
    for language in languages_of(bundle):
        data = (bundle.folder / blanks_name(language)).read_bytes()
        container = container_of(data)
        assert len(data) < 0.7 * sum(len(container.workbook(name)) for name in container.books)
        assert len(data) < 300_000


def flipped(data: bytes) -> bytes:
    """Return a file with one bit of a part of the plain blank turned."""
    container = container_of(data)
    start = container.package.members[str(container.books["plain"]["parts"][1][1])].start
    return data[:start] + bytes([data[start] ^ 1]) + data[start + 1 :]


@pytest.mark.parametrize("damage", [
    lambda data: b"", lambda data: data[:-1], lambda data: data[: len(data) // 2], lambda data: b"PK" + data,
    lambda data: data.replace(b"index.json", b"other.json"), flipped,
])  # fmt: skip
def test_a_damaged_file_does_not_count(home: Path, damage: Callable[[bytes], bytes]) -> None:
    file = home / blanks_name("en")
    file.write_bytes(damage(file.read_bytes()))
    assert prepared_blank(load_bundle(home), "en", "plain") is None


def test_one_of_another_place_counts_where_the_template_is_the_same(home: Path) -> None:
    assert prepared_blank(load_bundle(home), "en", "plain")


def test_one_of_another_template_does_not_count(home: Path) -> None:
    text = (home / "theme.toml").read_text(encoding="utf-8")
    assert "#" in text
    (home / "theme.toml").write_text(text.replace("1F", "2F", 1), encoding="utf-8")
    assert prepared_blank(load_bundle(home), "en", "plain") is None


def test_a_template_that_was_changed_since_has_none(bundle: Bundle) -> None:
    assert prepared_blank(replace(bundle), "en", "plain") is None


def test_other_modules_need_other_blanks(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "makers", lambda: "others")
    assert prepared_blank(load_bundle(home), "en", "plain") is None


def test_what_is_made_from_a_template_of_ones_own_is_kept(
    template_copy: Path, edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    edit("template.toml", 'id = "poc_gate"', 'id = "own_gate"')
    own = load_bundle(template_copy)
    first = prerendered.workbook_for(own, "en", ENGAGEMENT)
    kept = {file.name for file in cache.entries()}
    assert kept
    forgotten(monkeypatch)
    assert prerendered.workbook_for(own, "en", ENGAGEMENT) == first
    assert {file.name for file in cache.entries()} == kept


@pytest.mark.engine
@pytest.mark.parametrize("content", [b"[]", b"PK\3\4" + bytes(40)], ids=["no archive", "broken"])
def test_what_was_kept_and_is_no_workbook_is_made_again(
    template_copy: Path, edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """Its seal is right, so somebody put it there who could write as the user."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    edit("template.toml", 'id = "poc_gate"', 'id = "own_gate"')
    own = load_bundle(template_copy)
    first = prerendered.workbook_for(own, "en", ENGAGEMENT)
    for file in cache.entries():
        cache._keep(file, file.stem, content)
    for remembered in (prerendered._zip_template, prerendered.placeholders_of, blank.blank_workbook):
        remembered.cache_clear()
    assert prerendered.workbook_for(own, "en", ENGAGEMENT) == first


def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be as a run that comes later, which must make nothing."""

    def never(*_: object) -> bytes:
        raise AssertionError("made again")

    for remembered in (prerendered._zip_template, prerendered.placeholders_of, blank.blank_workbook):
        remembered.cache_clear()
    monkeypatch.setattr(blank, "made_blank", never)
    monkeypatch.setattr("pocgate_xl.spreadsheetml.formulas.calculate._answer", never)
