from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from pocgate_xl.cli import main
from pocgate_xl.core.submission import Value
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.reports import table


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
        "2 engagements: Clear the checklist 1, Extend or rethink 1",
        "0 placed in quarters, 0 later, 2 unplaced",
        "0 files not included",
    ]
    assert list(sheets(output)) == [
        "For decision", "Plan", "Funding", "Ranking", "Actions", "Heat map", "Insight", "Not included",
        "Method and parameters",
    ]  # fmt: skip
    assert {"A", "B"} <= set(sheets(output)["Ranking"])


def test_more_than_a_sheet_has_rows_for_is_told_in_the_workbook_and_beside_it(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "LAST_ROW", 22)
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(returned), "--output", str(output), "--quiet"]) == 0
    (told,) = [line for line in capsys.readouterr()[1].splitlines() if line.startswith("only")]
    match = re.fullmatch(r"only the first 18 of (\d+) actions are in the workbook, as .* has all", told)
    assert match
    assert f"only the first 18 of {match[1]} are shown: an Excel sheet" in " ".join(
        map(str, sheets(output)["Actions"])
    )


def test_the_outline_counts_one_as_one_and_says_in_words_why_files_are_left_out(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes((returned / "a.xlsx").read_bytes())
    output = tmp_path / "portfolio.xlsx"
    main(["portfolio", str(copy), str(returned / "a.xlsx"), "--output", str(output), "--quiet"])
    first, _, last = capsys.readouterr().err.splitlines()
    assert first == "1 engagement: Clear the checklist 1"
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


@pytest.mark.parametrize(("lang", "title"), [("en", "For decision"), ("ja", "審議用")])
def test_the_report_speaks_the_language_that_was_asked_for(
    returned: Path, tmp_path: Path, lang: str, title: str
) -> None:
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(returned), "--output", str(output), "--lang", lang, "--quiet"]) == 0
    assert next(iter(sheets(output))) == title


def test_else_it_speaks_that_of_most_workbooks(returned: Path, tmp_path: Path) -> None:
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(returned / "b.xlsx"), "--output", str(output), "--quiet"]) == 0
    assert next(iter(sheets(output))) == "審議用"


def test_limits_and_first_quarter_are_told_in_the_plan(returned: Path, tmp_path: Path) -> None:
    output = tmp_path / "portfolio.xlsx"
    limits = ["--quarter-budget", "30000000", "--parallel", "3", "--from-quarter", "2027-Q2"]
    assert main(["portfolio", str(returned), "--output", str(output), "--quiet", *limits]) == 0
    (line,) = [text for text in sheets(output)["Plan"] if str(text).startswith("From ")]
    assert "2027-Q2" in str(line)
    assert "30,000,000" in str(line)
    assert "in parallel: 3" in str(line)


def test_years_carry_over_and_horizon_are_told_in_the_plan(returned: Path, tmp_path: Path) -> None:
    output = tmp_path / "portfolio.xlsx"
    limits = ["--year-budget", "90000000", "--carry-over", "--fiscal-start", "4", "--horizon", "8"]
    assert main(["portfolio", str(returned), "--output", str(output), "--quiet", *limits]) == 0
    (line,) = [text for text in sheets(output)["Plan"] if str(text).startswith("From ")]
    assert line == (
        "From FY2026-Q1, 8 quarters · budget per fiscal year: 90,000,000 (JPY)"
        " · unused budget is carried over · in parallel: no limit · fiscal years begin in month 4"
    )


def planned(bundle: Bundle, id_: str, benefit: int, rating: int = 4, **answers: str) -> bytes:
    """Return a workbook that can be launched, and whose money is known."""
    template = bundle.template
    values: dict[str, Value] = {f"pg_rating_{criterion}": rating for criterion in template.criterion_ids}
    values |= {"pg_engagement_id": id_, "pg_engagement_assessment_date": "2026-04-01", **answers}
    values |= {
        f"pg_poc_cost_{each.id}": 100_000 for each in template.costs.categories if each.kind == "multiplied"
    }
    values |= dict.fromkeys(
        ("pg_engagement_annual_benefit_low", "pg_engagement_annual_benefit_high"), benefit
    )
    return workbook_for(bundle, "en", values)


@pytest.fixture(scope="module")
def launchable(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three workbooks that could be launched, of which the committee rejected the best."""
    folder = tmp_path_factory.mktemp("launchable")
    (folder / "a.xlsx").write_bytes(planned(bundle, "A", 20_000_000, rating=5))
    (folder / "b.xlsx").write_bytes(planned(bundle, "B=1", 30_000_000))
    rejected = planned(bundle, "R", 90_000_000, pg_committee_decision="rejected")
    (folder / "r.xlsx").write_bytes(rejected)
    return folder


def ranked(file: Path) -> dict[object, object]:
    """Return the rank of every engagement by its id."""
    book = read_workbook(Package.from_bytes(file.read_bytes()))
    cells = next(sheet.cells for sheet in book.sheets if sheet.title == "Ranking")
    return {
        cells[row, 3].value: cells[row, 2].value if (row, 2) in cells else None
        for row, column in cells
        if column == 3 and row > 4
    }


@pytest.mark.parametrize(
    ("options", "ranks"),
    [
        ([], {"B=1": 1, "A": 2, "R": None}),
        (["--order", "decision"], {"A": 1, "B=1": 2, "R": None}),
        (["--pin", "A=2027-Q1"], {"A": 1, "B=1": 2, "R": None}),
        (["--exclude", "B=1"], {"A": 1, "R": None, "B=1": None}),
        (["--pin", "R", "--pin", "B=1"], {"B=1": 1, "A": 2, "R": None}),
    ],
)
def test_the_committee_then_the_operator_then_value_say_who_comes_first(
    launchable: Path, tmp_path: Path, options: list[str], ranks: dict[str, int | None]
) -> None:
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(launchable), "--output", str(output), "--quiet", *options]) == 0
    assert ranked(output) == ranks


def test_pins_and_exclusions_of_nobody_are_refused(
    launchable: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "portfolio.xlsx"
    wrong = ["--pin", "X", "--exclude", "Y"]
    assert main(["portfolio", str(launchable), "--output", str(output), "--quiet", *wrong]) == 2
    assert "not counted: X, Y" in capsys.readouterr().err
    assert not output.exists()


def test_the_rates_of_the_operator_are_shown_with_their_day(bundle: Bundle, tmp_path: Path) -> None:
    foreign, output = tmp_path / "f.xlsx", tmp_path / "portfolio.xlsx"
    foreign.write_bytes(planned(bundle, "F", 30_000_000, pg_engagement_currency="EUR"))
    rate = ["--rate", "eur=165.5@2026-11-20"]
    assert main(["portfolio", str(foreign), "--output", str(output), "--quiet", *rate]) == 0
    assert {"EUR", 165.5} <= set(sheets(output)["Method and parameters"])


@pytest.mark.parametrize(
    ("rates", "why"),
    [(["JPY=1"], "no such currency"), (["XYZ=2"], "Choose from USD"), (["EUR=1", "EUR=2"], "given twice")],
)
def test_rates_that_mean_nothing_are_refused(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], rates: list[str], why: str
) -> None:
    given = [part for rate in rates for part in ("--rate", rate)]
    output = tmp_path / "portfolio.xlsx"
    assert main(["portfolio", str(returned), "--output", str(output), "--quiet", *given]) == 2
    assert why in capsys.readouterr().err


def test_moves_since_an_earlier_check_have_a_sheet(launchable: Path, returned: Path, tmp_path: Path) -> None:
    before, output = tmp_path / "before.jsonl", tmp_path / "portfolio.xlsx"
    assert main(["check", str(returned), "--format", "jsonl", "--output", str(before), "--quiet"]) == 0
    arguments = ["portfolio", str(launchable), "--output", str(output), "--quiet"]
    assert main([*arguments, "--since", str(before)]) == 0
    moves = sheets(output)["Moves"]
    assert {"Changed", "New", "No longer counted"} <= set(moves)


def test_an_earlier_run_that_is_none_is_refused_and_never_replaced(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "list.xlsx"
    wrong.write_bytes(b"id,total\n")
    arguments = ["portfolio", str(returned), "--quiet", "--since", str(wrong)]
    assert main([*arguments, "--output", str(tmp_path / "portfolio.xlsx")]) == 2
    assert "Line 1 of the earlier run is not an assessment" in capsys.readouterr().err
    assert main([*arguments, "--force", "--output", str(wrong)]) == 2
    assert wrong.read_bytes() == b"id,total\n"


ASKED = "id,organization,email,due\nA,Aoba,ito@aoba.example,2026-05-22\nB,Boji,,\nC,Chiji,,5月29日\n"


def test_a_list_says_who_has_not_answered_and_who_was_not_asked(
    launchable: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, output = tmp_path / "list.csv", tmp_path / "portfolio.xlsx"
    listed.write_text(ASKED.replace("5月29日", "2026-05-29"), encoding="utf-8")
    arguments = ["portfolio", str(launchable), "--output", str(output), "--quiet", "--list", str(listed)]
    assert main(arguments) == 0
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "2 of 3 asked have not answered: B, C", "2 came back unasked: B=1, R",
    ]  # fmt: skip


def test_a_list_beside_the_workbooks_is_no_submission_and_is_never_replaced(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "all"
    shutil.copytree(returned, folder)
    listed, output = folder / "list.xlsx", folder / "portfolio.xlsx"
    book = Workbook()
    for line in (["id"], ["A"], ["B"]):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(listed)
    arguments = ["portfolio", str(folder), "--list", str(listed), "--quiet", "--force", "--output"]
    assert main([*arguments, str(output)]) == 0
    assert "0 of 2 asked have not answered" in capsys.readouterr().err
    before = listed.read_bytes()
    assert main([*arguments, str(listed)]) == 2
    assert listed.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id\nA\nA\n", "row 2 and row 3 have the same id A"),
        ("id\nA\na\n", "have ids with the same file name a.xlsx (A, a)"),
        ("id,organization\n,Aoba\n", "row 2: the id of the engagement is missing"),
        ("id,due\nA,soon\n", "row 2 (A): due: “soon” is not a date"),
        ('id\n"A\x1b[2J"\n', "“A\\x1b[2J” contains a line break or another control character"),
        ("name,total\nA,3\n", "no row names the fields of engagements"),
        ("", "is empty"),
    ],
)
def test_a_list_that_does_not_say_for_certain_who_was_asked_is_refused(
    returned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    listed, output = tmp_path / "list.csv", tmp_path / "portfolio.xlsx"
    listed.write_text(text, encoding="utf-8")
    arguments = ["portfolio", str(returned), "--output", str(output), "--quiet", "--list", str(listed)]
    assert main(arguments) == 2
    (told,) = capsys.readouterr().err.splitlines()
    assert why in told
    assert not output.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--output", "portfolio.html"],
        ["--output", "p.xlsx", "--quarter-budget", "-1"],
        ["--output", "p.xlsx", "--quarter-budget", "NaN"],
        ["--output", "p.xlsx", "--quarter-budget", "much"],
        ["--output", "p.xlsx", "--parallel", "0"],
        ["--output", "p.xlsx", "--from-quarter", "2026-5"],
        ["--output", "p.xlsx", "--quarter-budget", "1", "--year-budget", "1"],
        ["--output", "p.xlsx", "--fiscal-start", "13"],
        ["--output", "p.xlsx", "--horizon", "0"],
        ["--output", "p.xlsx", "--order", "size"],
        ["--output", "p.xlsx", "--rate", "EUR"],
        ["--output", "p.xlsx", "--rate", "EUR=0"],
        ["--output", "p.xlsx", "--rate", "EUR=165@soon"],
        ["--output", "p.xlsx", "--since", "nowhere.jsonl"],
        ["--output", "p.xlsx", "--list", "nowhere.csv"],
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


def test_every_option_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["portfolio", "--help"])
    options = set(re.findall(r"--[a-z-]+[a-z]", capsys.readouterr().out)) - {"--help", "--quiet"}
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "portfolio.md").read_text(encoding="utf-8")
    assert [option for option in sorted(options) if option not in page] == []
