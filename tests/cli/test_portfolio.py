from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.core.loading import Bundle
from pocgate_xl.workbook.package import Package
from pocgate_xl.workbook.sheet_xml import read_workbook
from pocgate_xl.workbook.stamp import workbook_for


def made(bundle: Bundle, id_: str, language: str = "en", rating: int = 4) -> bytes:
    criteria = {f"pg_rating_{criterion}": rating for criterion in bundle.template.criterion_ids}
    return workbook_for(
        bundle,
        language,
        {"pg_engagement_id": id_, "pg_engagement_assessment_date": "2026-04-01", **criteria},
    )


@pytest.fixture(scope="module")
def returned(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two accepted workbooks."""
    folder = tmp_path_factory.mktemp("returned")
    (folder / "a.xlsx").write_bytes(made(bundle, "A"))
    (folder / "b.xlsx").write_bytes(made(bundle, "B", "ja", rating=2))
    return folder


def sheets(file: Path) -> dict[str, list[object]]:
    facts = read_workbook(Package.from_bytes(file.read_bytes()))
    return {sheet.title: [cell.value for cell in sheet.cells.values()] for sheet in facts.sheets}


def test_accepted_workbooks_give_a_report_and_its_outline(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(returned), "--output", str(output), "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{output}\n"
    assert err.splitlines() == [
        "2 engagements ranked: Clear the checklist 1, Extend or rethink 1",
        "0 placed in quarters, 2 unplaced",
        "0 files not included",
    ]
    assert list(sheets(output)) == ["Summary", "Ranking", "Phased plan", "Not included"]
    assert {"A", "B"} <= set(sheets(output)["Ranking"])


def test_the_outline_counts_one_as_one_and_says_in_words_why_files_are_left_out(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes((returned / "a.xlsx").read_bytes())
    output = tmp_path / "portfolio.xlsx"
    main(["portfolio", str(copy), str(returned / "a.xlsx"), "--output", str(output), "--quiet"])
    first, _, last = capsys.readouterr().err.splitlines()
    assert first == "1 engagement ranked: Clear the checklist 1"
    assert last == "1 file not included: Copy of another file 1"


def test_the_gravest_outcome_is_the_exit_code(returned: Path, bundle: Bundle, tmp_path: Path) -> None:
    output = tmp_path / "portfolio.xlsx"
    arguments = ["--output", str(output), "--quiet"]
    faulty = tmp_path / "faulty.xlsx"
    dates = {"pg_engagement_poc_start": "2026-05-01", "pg_engagement_assessment_date": "2026-01-01"}
    faulty.write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "F", **dates}))  # out of order
    assert main(["portfolio", str(returned), str(faulty), *arguments]) == 1
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"id,rating\n")
    assert main(["portfolio", str(faulty), str(broken), *arguments]) == 3
    assert {"faulty.xlsx", "broken.xlsx"} <= set(sheets(output)["Not included"])


def test_an_earlier_report_is_replaced_and_never_taken_for_a_submission(
    returned: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "all"
    shutil.copytree(returned, folder)
    output = folder / "portfolio.xlsx"
    arguments = ["portfolio", str(folder), "--output", str(output), "--quiet"]
    assert main(arguments) == 0
    first = output.read_bytes()
    assert main(arguments) == 0
    assert output.read_bytes() == first
    assert sorted(file.name for file in folder.iterdir()) == ["a.xlsx", "b.xlsx", "portfolio.xlsx"]


@pytest.mark.parametrize(("lang", "title"), [("en", "Summary"), ("ja", "概要")])
def test_the_report_speaks_the_language_that_was_asked_for(
    returned: Path, tmp_path: Path, lang: str, title: str
) -> None:
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(returned), "--output", str(output), "--lang", lang, "--quiet"]) == 0
    assert next(iter(sheets(output))) == title


def test_else_it_speaks_that_of_most_workbooks(returned: Path, tmp_path: Path) -> None:
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(returned / "b.xlsx"), "--output", str(output), "--quiet"]) == 0
    assert next(iter(sheets(output))) == "概要"


def test_limits_and_first_quarter_are_told_in_the_plan(returned: Path, tmp_path: Path) -> None:
    output = tmp_path / "portfolio.xlsx"
    limits = ["--quarter-budget", "30000000", "--parallel", "3", "--from-quarter", "2027-Q2"]
    assert main(["portfolio", str(returned), "--output", str(output), "--quiet", *limits]) == 0
    (line,) = [text for text in sheets(output)["Phased plan"] if str(text).startswith("From ")]
    assert "2027-Q2" in str(line)
    assert "30,000,000" in str(line)
    assert "in parallel: 3" in str(line)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--output", "portfolio.html"],
        ["--output", "p.xlsx", "--quarter-budget", "-1"],
        ["--output", "p.xlsx", "--quarter-budget", "NaN"],
        ["--output", "p.xlsx", "--quarter-budget", "much"],
        ["--output", "p.xlsx", "--parallel", "0"],
        ["--output", "p.xlsx", "--from-quarter", "2026-5"],
        [],
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_read(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["portfolio", "nowhere", *wrong])
    assert stopped.value.code == 2


def test_a_folder_that_is_not_there_is_named(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "missing" / "portfolio.xlsx"
    assert main(["portfolio", str(returned), "--output", str(output), "--quiet"]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_files_that_are_not_there_are_listed_in_the_report(tmp_path: Path) -> None:
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(tmp_path / "gone.xlsx"), "--output", str(output), "--quiet"]) == 3
    assert "gone.xlsx" in sheets(output)["Not included"]
