"""`pocgate actions` on real workbooks: the list, what people answer in it, and the copies that come of it."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.submission.origins.report_books import is_report_book
from tests.portfolio.engagements import GATE, rated

LAST = GATE.items[-1].id
STATUS = f"pg_status_{LAST}"
TITLES = {
    "en": ("New answer", "Evidence", "Owner", "Due"), "ja": ("新しい回答", "根拠資料", "担当者", "期限"),
}  # fmt: skip
HOSTILE = "=1+1\x1b[31m<b>"

Cells = dict[tuple[str, str], dict[str, Any]]
"""The cells of rows by engagement and field, by part."""


@pytest.fixture(scope="module")
def issued(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workbooks, in English and Japanese, with an item that is not done; one has a low rating too."""
    folder = tmp_path_factory.mktemp("issued")
    open_ = {STATUS: "in_progress", f"pg_owner_{LAST}": "Sato", f"pg_due_{LAST}": date(2026, 4, 30)}
    for id_, language, more in (("A", "en", {"pg_rating_integration": 1}), ("B", "ja", {})):
        values = rated(done=14, id=id_, assessment_date="2026-04-01", organization=HOSTILE) | open_ | more
        (folder / f"{id_.lower()}.xlsx").write_bytes(workbook_for(bundle, language, values))
    return folder


@pytest.fixture
def returned(issued: Path, tmp_path: Path) -> Path:
    """The same two, to be spoilt."""
    return Path(shutil.copytree(issued, tmp_path / "returned"))


@pytest.fixture
def listed(returned: Path, tmp_path: Path) -> Callable[[str, str], Path]:
    def write(language: str, suffix: str) -> Path:
        file = tmp_path / f"actions{suffix}"
        assert main(["actions", str(returned), "--output", str(file), "--lang", language, "--quiet"]) == 0
        return file

    return write


def edit_xlsx(file: Path, language: str, change: Callable[[Cells], None]) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[4]}
    cells: Cells = {}
    for line in range(5, sheet.max_row + 1):
        key = sheet.cell(line, columns["pg_engagement"]).value, sheet.cell(line, columns["pg_field"]).value
        parts = zip(("answer", "evidence", "owner", "due"), TITLES[language], strict=True)
        cells[key] = {part: sheet.cell(line, columns[title]) for part, title in parts}  # type: ignore[index]
    change(cells)
    book.save(file)


def apply(file: Path, returned: Path, lang: str = "en") -> tuple[int, Path]:
    out = file.parent / "out"
    return main(
        ["actions", "apply", str(file), str(returned), "--out", str(out), "--lang", lang, "--quiet"]
    ), out


def answers_of(file: Path) -> dict[str, Any]:
    return dict(check_file(file).answers or {})


def test_the_list_names_everything_once(listed: Callable[[str, str], Path]) -> None:
    file = listed("en", ".xlsx")
    assert is_report_book(file, "actions")
    found: list[tuple[str, str]] = []
    edit_xlsx(file, "en", lambda cells: found.extend(cells))
    steps = [key for key in found if key[1] in (STATUS, "pg_rating_integration")]
    assert steps == [("B", STATUS), ("A", "pg_rating_integration"), ("A", STATUS)]
    first = listed("en", ".xlsx").read_bytes()
    assert listed("en", ".xlsx").read_bytes() == first


def answer(cells: Cells) -> None:
    """Answer as a project office does: a label, a day, a name, a text, a number."""
    cells["A", STATUS]["answer"].value = "完了"
    cells["A", STATUS]["evidence"].value = "=wiki/goals"
    cells["A", STATUS]["evidence"].data_type = "s"
    cells["A", STATUS]["owner"].value = "Suzuki"
    cells["A", STATUS]["due"].value = date(2026, 12, 1)
    cells["A", "pg_rating_integration"]["answer"].value = 4
    cells["B", STATUS]["answer"].value = "Done"


def check_copies(returned: Path, out: Path, before: dict[str, bytes]) -> None:
    """Hold the copies against what was answered: nothing else changed, the originals are as they were."""
    assert sorted(file.name for file in out.iterdir()) == ["A-r2.xlsx", "B-r2.xlsx"]
    was, is_ = answers_of(returned / "a.xlsx"), answers_of(out / "A-r2.xlsx")
    assert {name: is_.get(name) for name in was.keys() | is_.keys() if was.get(name) != is_.get(name)} == {
        STATUS: "done", f"pg_evidence_{LAST}": "=wiki/goals", f"pg_owner_{LAST}": "Suzuki",
        f"pg_due_{LAST}": date(2026, 12, 1), "pg_rating_integration": 4, "pg_engagement_revision": 2,
        "pg_engagement_change_note": "Answers taken from the list of actions: 5",
    }  # fmt: skip
    assert answers_of(out / "B-r2.xlsx")["pg_engagement_change_note"] == "対応事項一覧の回答を反映（1件）"
    assert {file.name: file.read_bytes() for file in returned.iterdir()} == before


def test_what_is_answered_in_excel_goes_into_copies(
    returned: Path, listed: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file.name: file.read_bytes() for file in returned.iterdir()}
    file = listed("en", ".xlsx")
    edit_xlsx(file, "en", answer)
    capsys.readouterr()
    code, out = apply(file, returned)
    said = capsys.readouterr().out
    assert code == 0, said
    check_copies(returned, out, before)
    assert said.splitlines()[-1] == "Applied 6 in 2 workbooks · already there 0 · conflicts 0"
    assert "\x1b" not in said


@pytest.mark.needs("soffice")
def test_what_libreoffice_saves_is_read_alike(
    returned: Path, listed: Callable[[str, str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list is in Japanese, and so is the ledger."""
    before = {file.name: file.read_bytes() for file in returned.iterdir()}
    file = listed("ja", ".xlsx")
    edit_xlsx(file, "ja", answer)
    saved = tmp_path / "saved"
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    capsys.readouterr()
    code, _ = apply(saved / file.name, returned, "ja")
    assert code == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "反映 6件（ファイル 2件）・反映済み 0件・競合 0件"
    check_copies(returned, saved / "out", before)


def test_separated_values_are_answered_too(returned: Path, listed: Callable[[str, str], Path]) -> None:
    before = {file.name: file.read_bytes() for file in returned.iterdir()}
    file = listed("en", ".csv")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert all(row["Organization"].startswith("'=") for row in rows)
    for row in rows:
        if row["pg_engagement"] == "A" and row["pg_field"] == STATUS:
            row |= {"New answer": "完了", "Evidence": "'=wiki/goals", "Owner": "Suzuki", "Due": "2026/12/1"}
        elif row["pg_field"] == "pg_rating_integration":
            row["New answer"] = "4"
        elif row["pg_field"] == STATUS:
            row["New answer"] = "done"
    with file.open("w", encoding="cp932", errors="replace", newline="") as stream:  # as Excel in Japan does
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    code, out = apply(file, returned)
    assert code == 0
    check_copies(returned, out, before)


def test_nothing_answered_writes_nothing(
    returned: Path, listed: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = listed("en", ".xlsx")
    capsys.readouterr()
    code, out = apply(file, returned)
    assert (code, out.exists()) == (0, False)
    assert capsys.readouterr().out == "Nothing was changed in the list: nothing was written.\n"


def test_conflicts_are_named_and_the_rest_is_applied(
    returned: Path, listed: Callable[[str, str], Path], bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    """B's item was done by somebody else meanwhile, A's workbook takes one answer of two."""
    file = listed("en", ".xlsx")

    def change(cells: Cells) -> None:
        cells["B", STATUS]["owner"].value = "Suzuki"
        cells["A", STATUS]["answer"].value = "perhaps"
        cells["A", "pg_rating_integration"]["answer"].value = 5

    edit_xlsx(file, "en", change)
    newer = rated(done=15, id="B", revision=2) | {f"pg_owner_{LAST}": "Tanaka"}
    (returned / "b v2.xlsx").write_bytes(workbook_for(bundle, "ja", newer))
    capsys.readouterr()
    code, out = apply(file, returned)
    assert code == 1
    assert [each.name for each in out.iterdir()] == ["A-r2.xlsx"]
    said = capsys.readouterr().out
    assert "the workbook says “Tanaka” by now, and the list wants “Suzuki”" in said
    assert "“perhaps” is not an answer" in said
    assert said.splitlines()[-1] == "Applied 1 in 1 workbooks · already there 0 · conflicts 2"


def test_applied_twice_nothing_is_left_to_do(
    returned: Path, listed: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = listed("en", ".xlsx")
    edit_xlsx(file, "en", answer_one)
    _, out = apply(file, returned)
    (copy,) = out.iterdir()
    copy.rename(returned / copy.name)
    capsys.readouterr()
    code, _ = apply(file, returned)
    assert code == 0
    assert capsys.readouterr().out == "Applied 0 in 0 workbooks · already there 1 · conflicts 0\n"


def answer_one(cells: Cells) -> None:
    cells["B", STATUS]["answer"].value = "Done"


def test_a_copy_replaces_nothing(returned: Path, listed: Callable[[str, str], Path]) -> None:
    file = listed("en", ".xlsx")
    edit_xlsx(file, "en", answer_one)
    out = file.parent / "out"
    out.mkdir()
    (out / "B-r2.xlsx").write_bytes(b"mine")
    assert apply(file, returned)[0] == 1
    assert (out / "B-r2.xlsx").read_bytes() == b"mine"


def test_a_workbook_whose_cell_was_moved_takes_nothing_and_is_named(
    returned: Path, listed: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = listed("en", ".xlsx")
    edit_xlsx(file, "en", answer)
    moved = openpyxl.load_workbook(returned / "a.xlsx")
    name = moved.defined_names[f"pg_evidence_{LAST}"]
    name.attr_text = "'Notes'!$Z$90"
    moved.save(returned / "a.xlsx")
    capsys.readouterr()
    code, out = apply(file, returned)
    assert code == 1
    assert [each.name for each in out.iterdir()] == ["B-r2.xlsx"]
    assert "A-r2.xlsx" not in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"id,name\nA,B\n", b"\xff\xfe\x00"])
def test_what_is_no_list_is_refused(returned: Path, tmp_path: Path, content: bytes) -> None:
    for name in ("list.xlsx", "list.csv", "list.ods"):
        file = tmp_path / name
        file.write_bytes(content)
        assert apply(file, returned)[0] == 2


def test_arguments_that_cannot_be_meant_are_refused(returned: Path, tmp_path: Path) -> None:
    folder = str(returned)
    assert main(["actions", folder]) == 2
    assert main(["actions", folder, "--output", str(tmp_path / "a.xlsx"), "--out", str(tmp_path)]) == 2
    assert main(["actions", "apply", folder]) == 2
    assert main(["actions", "apply", "a.xlsx", folder]) == 2
    with pytest.raises(SystemExit):
        main(["actions", folder, "--output", str(tmp_path / "a.pdf")])
    assert main(["actions", folder, "--output", str(returned / "a.xlsx"), "--quiet"]) == 2


def test_an_earlier_list_among_the_workbooks_is_no_submission(returned: Path) -> None:
    output = returned / "actions.xlsx"
    arguments = ["actions", str(returned), "--output", str(output), "--quiet"]
    assert main(arguments) == 0
    first = output.read_bytes()
    assert main(arguments) == 0
    assert output.read_bytes() == first


def test_what_cannot_be_read_is_listed_and_weighs_most(returned: Path, tmp_path: Path) -> None:
    (returned / "c.xlsx").write_bytes(b"PK\x03\x04")
    output = tmp_path / "actions.csv"
    assert main(["actions", str(returned), "--output", str(output), "--quiet", "--lang", "en"]) == 3
    rows = csv.DictReader(io.StringIO(output.read_text(encoding="utf-8-sig")))
    assert [row["File"] for row in rows][-1] == "c.xlsx"
