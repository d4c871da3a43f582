"""A workbook with the library is the plain one with names, and reads as one unless these were edited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.batch.check import check_file
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook
from pocgate_xl.workbook.creation.engagement import calculated_workbook
from pocgate_xl.workbook.creation.lambdas import PART, with_lambdas
from pocgate_xl.workbook.layout.lambdas import formulas_of


@pytest.fixture(scope="module")
def plain(bundle: Bundle) -> bytes:
    return calculated_workbook(bundle, "ja", {"pg_engagement_id": "ENG-1"}, "plain")


@pytest.fixture(scope="module")
def made(bundle: Bundle, plain: bytes) -> bytes:
    return with_lambdas(plain, bundle, "ja")


def _edited(made: bytes, edit: Callable[[bytes], bytes], file: Path) -> list[str]:
    """Return the codes of findings of the workbook with its names edited."""
    package = Package.from_bytes(made)
    changed = edit(package.read(PART))
    assert changed != package.read(PART)
    file.write_bytes(replace_parts(package, {PART: changed}))
    return [found.code for found in check_file(file).findings]


def test_nothing_but_names_is_added(bundle: Bundle, plain: bytes, made: bytes) -> None:
    before, after = Package.from_bytes(plain), Package.from_bytes(made)
    assert before.names == after.names
    assert [name for name in before.names if before.read(name) != after.read(name)] == [PART]
    names, own = (read_workbook(each).names for each in (after, before))
    library = {each.name: each.stored for each in formulas_of(bundle, "ja")}
    assert dict(names) == {**own, **library}


def test_each_name_tells_of_itself_in_the_language_of_the_workbook(bundle: Bundle, made: bytes) -> None:
    part = Package.from_bytes(made).read(PART).decode()
    for each in formulas_of(bundle, "ja"):
        assert f'name="{each.name}" comment="{each.help}"' in part


def test_a_plain_workbook_has_nothing_of_it(bundle: Bundle, plain: bytes) -> None:
    assert not any(name.startswith("PG.") for name in read_workbook(Package.from_bytes(plain)).names)
    assert b"LAMBDA" not in Package.from_bytes(blank_workbook(bundle, "en")).read(PART)


def test_it_is_accepted_as_it_was_made(made: bytes, tmp_path: Path) -> None:
    file = tmp_path / "made.xlsx"
    file.write_bytes(made)
    assert check_file(file).findings == ()


@pytest.mark.parametrize(
    "edit",
    [
        lambda part: part.replace(b",IF(", b", IF( "),
        lambda part: part.replace(b"PG._RATED(", b"[0]!PG._RATED("),
        lambda part: part.replace(b"_xlfn.LAMBDA(", b"_xlfn.lambda(").replace(b"_xlfn.LET(", b"_xlfn.let("),
        lambda part: part.replace(b"_xlfn._xlws.FILTER(", b"_xlfn.FILTER("),
        lambda part: part.replace(b"PG.TOTAL", b"pg.Total"),
        lambda part: part.replace(b' comment="', b' description="x" comment="'),
    ],
)  # fmt: skip
def test_it_is_accepted_however_a_program_spelled_it_on_saving(
    edit: Callable[[bytes], bytes], made: bytes, tmp_path: Path
) -> None:
    assert _edited(made, edit, tmp_path / "saved.xlsx") == []


def test_the_library_in_another_language_is_ours_too(bundle: Bundle, plain: bytes, tmp_path: Path) -> None:
    file = tmp_path / "pasted.xlsx"
    file.write_bytes(with_lambdas(plain, bundle, "en"))
    assert check_file(file).findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"{18,24}", b"{18,20}"), (b"{3,6;3,5;", b"{3,6;2,5;"), ("完了".encode(), "済".encode())],
)
def test_one_that_was_edited_is_named(old: bytes, new: bytes, made: bytes, tmp_path: Path) -> None:
    assert _edited(made, lambda part: part.replace(old, new), tmp_path / "edited.xlsx") == ["PG125"]


def test_a_function_that_was_edited_is_called_one_in_both_languages(
    bundle: Bundle, made: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "edited.xlsx"
    _edited(made, lambda part: part.replace(b"{18,24}", b"{18,20}"), file)
    for language, words in (("en", "A function of the LAMBDA library was changed"), ("ja", "LAMBDA関数")):
        (found,) = check_file(file, language=language).findings
        assert found.message.startswith(words)
        assert "LAMBDA" in bundle.catalogs[language].text("finding.PG125.docs")


def test_foreign_ones_are_told_only_where_they_run_something(made: bytes, tmp_path: Path) -> None:
    def with_name(formula: bytes) -> Callable[[bytes], bytes]:
        name = b'<definedName name="PG.MINE">' + formula + b"</definedName></definedNames>"
        return lambda part: part.replace(b"</definedNames>", name)

    harmless, running = b"_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)", b"_xlfn.LAMBDA(_xlpm.x,WEBSERVICE(_xlpm.x))"
    assert _edited(made, with_name(harmless), tmp_path / "mine.xlsx") == []
    assert _edited(made, with_name(running), tmp_path / "running.xlsx") == ["PG128"]


@pytest.mark.parametrize("edition", ["classic", "office"])
def test_a_live_edition_may_have_it_too(bundle: Bundle, edition: str, tmp_path: Path) -> None:
    live = calculated_workbook(bundle, "en", {"pg_engagement_id": "ENG-1"}, edition)
    file = tmp_path / "live.xlsx"
    file.write_bytes(with_lambdas(live, bundle, "en"))
    assert [found.code for found in check_file(file).findings if found.severity == "error"] == []
