"""Every command that writes: what it reads, and what is not its own, stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.templates.loader import Bundle, template_folders
from pocgate_xl.workbook.creation.prerendered import workbook_for

posix = pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def content(bundle: Bundle) -> bytes:
    return workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"})


@pytest.fixture
def folder(content: bytes, tmp_path: Path) -> Path:
    """Two submissions."""
    folder = tmp_path / "returned"
    folder.mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        (folder / name).write_bytes(content)
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_a_shell_that_makes_an_output_of_a_submission_destroys_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(folder)
    a, b = str(folder / "a.xlsx"), str(folder / "b.xlsx")
    for arguments in (["--output", a, b], [a, "--output", a], [str(folder), "--output", b, "--force"]):
        assert main(["check", *arguments]) == 2
        assert "not replaced" in (said := capsys.readouterr().err) or "not a report" in said
    assert everything(folder) == before


def test_force_replaces_what_is_no_report_but_no_input(folder: Path, tmp_path: Path) -> None:
    a, other = folder / "a.xlsx", tmp_path / "notes.py"
    other.write_text("import this\n")
    assert main(["check", str(a), "--output", str(other)]) == 2
    assert main(["check", str(a), "--output", str(other), "--force"]) == 0
    assert "a.xlsx" in other.read_text(encoding="utf-8")


def test_no_report_takes_the_place_of_a_workbook_even_by_force(folder: Path) -> None:
    a, b = folder / "a.xlsx", folder / "b.xlsx"
    before = b.read_bytes()
    for command in (["check", str(a), "--output", str(b)], ["portfolio", str(a), "--output", str(b)]):
        assert main([*command, "--force", "--quiet"]) == 2
    assert b.read_bytes() == before


def test_a_list_of_engagements_is_no_report(folder: Path, tmp_path: Path) -> None:
    listed = tmp_path / "engagements.csv"
    listed.write_text("id,organization\nA-1,Aoba\n")
    assert main(["check", str(folder / "a.xlsx"), "--format", "answers", "--output", str(listed)]) == 2
    assert (
        main(["check", str(folder / "a.xlsx"), "--format", "answers", "--output", str(tmp_path / "a.csv")])
        == 0
    )
    assert (
        main(["check", str(folder / "a.xlsx"), "--format", "answers", "--output", str(tmp_path / "a.csv")])
        == 0
    )


@pytest.mark.parametrize("name", ["list.txt", "journal"])
def test_lists_and_journals_are_inputs_too(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "list.txt").write_text(f"{folder}\n")
    journal = ["--resume", str(tmp_path / "journal")]
    assert main(["check", f"@{tmp_path / 'list.txt'}", *journal, "--quiet"]) == 0
    before = everything(tmp_path)
    output = ["--output", str(tmp_path / name), "--force"]
    assert main(["check", f"@{tmp_path / 'list.txt'}", *journal, *output]) == 2
    assert everything(tmp_path) == before


def test_templates_are_inputs_too(folder: Path, template_copy: Path) -> None:
    before = everything(template_copy)
    output = ["--output", str(template_copy / "locale" / "en.toml"), "--force"]
    assert main(["check", str(folder), "--template", str(template_copy), *output]) == 2
    assert everything(template_copy) == before


@pytest.mark.parametrize("form", ["text", "jsonl"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_earlier_report_is_known_under_any_name(
    folder: Path, tmp_path: Path, form: str, language: str
) -> None:
    output = tmp_path / "findings"
    for _ in range(2):
        arguments = ["--format", form, "--lang", language, "--output", str(output)]
        assert main(["check", str(folder), *arguments, "--quiet"]) == 0


@pytest.mark.parametrize(
    ("name", "before", "replaced"),
    [
        ("old.txt", b"any text", True), ("old.jsonl", b'{"file":"a"}\n', True), ("new.log", b"", True),
        ("mine.py", b"import this\n", False), ("settings.toml", b"id = 1\n", False),
        ("notes", b"text", False), ("old.txt", b"\x89PNG\x00", False), ("x.xlsx", b"PK\x03\x04", False),
        ("old.txt", b"caf\xe9 is no UTF-8", False),
        ("old.txt", b"\xd0\xcf\x11\xe0", False), ("old.txt", ("あ" * 30000).encode(), True),
    ],
)  # fmt: skip
def test_what_a_report_may_replace(
    folder: Path, tmp_path: Path, name: str, before: bytes, replaced: bool
) -> None:
    output = tmp_path / name
    output.write_bytes(before)
    assert main(["check", str(folder / "a.xlsx"), "--output", str(output)]) == (0 if replaced else 2)
    assert (output.read_bytes() != before) is replaced


@posix
def test_a_report_goes_to_stdout_by_every_name(folder: Path, tmp_path: Path) -> None:
    file = folder / "a.xlsx"
    command = [sys.executable, "-m", "pocgate_xl", "check", str(file), "--format", "jsonl"]
    for name in ("-", "/dev/stdout"):
        done = subprocess.run([*command, "--output", name], capture_output=True, cwd=ROOT, check=True)
        assert json.loads(done.stdout)["file"] == str(file)
        with (tmp_path / "out").open("wb") as out:
            subprocess.run([*command, "--output", name], stdout=out, cwd=ROOT, check=True)
        assert json.loads((tmp_path / "out").read_bytes())["file"] == str(file)


@posix
@pytest.mark.parametrize("name", ["notes.txt", "earlier.jsonl", "pipe.xlsx"])
def test_a_pipe_among_the_submissions_is_named_and_never_waited_for(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)
    command = [sys.executable, "-m", "pocgate_xl", "check", str(folder), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    found = {Path(line["file"]).name: line["outcome"] for line in map(json.loads, done.stdout.splitlines())}
    assert (done.returncode, found[name]) == (3, "unreadable")


def test_a_portfolio_replaces_portfolios_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(folder)
    for output in (folder / "a.xlsx", folder.parent / "foreign.xlsx"):
        if not output.exists():
            output.write_bytes(before[str(folder / "a.xlsx")])
        assert main(["portfolio", str(folder), "--output", str(output), "--quiet"]) == 2
    assert "is not a report of this kind" in capsys.readouterr().err
    assert everything(folder) == before
    output = folder / "portfolio.xlsx"
    for _ in range(2):
        assert main(["portfolio", str(folder), "--output", str(output), "--quiet"]) == 0
    assert main(["check", str(folder / "a.xlsx"), "--output", str(output)]) == 2


def test_a_workbook_of_findings_replaces_workbooks_of_findings_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output, portfolio = folder.parent / "findings.xlsx", folder.parent / "portfolio.xlsx"
    check = ["check", str(folder / "a.xlsx"), "--quiet"]
    assert main(["portfolio", str(folder), "--output", str(portfolio), "--quiet"]) == 0
    for _ in range(2):
        assert main([*check, "--format", "xlsx", "--output", str(output)]) == 0
    made, planned = output.read_bytes(), portfolio.read_bytes()
    capsys.readouterr()
    for form in ("text", "csv", "html"):
        for force in ([], ["--force"]):
            assert main([*check, "--format", form, "--output", str(output), *force]) == 2
    for other in (portfolio, folder / "a.xlsx"):
        assert main([*check, "--format", "xlsx", "--output", str(other), "--force"]) == 2
    assert main(["portfolio", str(folder), "--output", str(output), "--quiet"]) == 2
    assert (output.read_bytes(), portfolio.read_bytes()) == (made, planned)
    assert "no report takes its place" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("form", "begin"), [("xlsx", b"PK\x03\x04"), ("html", b"<!doctype html>"), ("csv", b"\xef\xbb\xbf")]
)
def test_a_report_goes_to_stdout_as_its_bytes(folder: Path, form: str, begin: bytes) -> None:
    command = [
        sys.executable,
        "-m",
        "pocgate_xl",
        "check",
        str(folder / "a.xlsx"),
        "--format",
        form,
        "--quiet",
    ]
    done = subprocess.run([*command, "--output", "-"], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.startswith(begin)
    if form != "xlsx":  # whose links depend on where it is
        main([*command[3:], "--output", str(folder.parent / f"report.{form}")])
        assert (folder.parent / f"report.{form}").read_bytes() == done.stdout


@posix
def test_a_workbook_is_not_shown_on_a_terminal(folder: Path) -> None:
    code = "import pty, sys; pty.spawn([sys.executable, '-m', 'pocgate_xl', *sys.argv[1:]])"
    command = [sys.executable, "-c", code, "check", str(folder / "a.xlsx"), "--format", "xlsx"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=False)
    assert b"A terminal cannot show xlsx. Name a file with --output." in done.stdout
    assert b"PK" not in done.stdout


def test_a_portfolio_goes_to_stdout(folder: Path) -> None:
    command = [sys.executable, "-m", "pocgate_xl", "portfolio", str(folder), "--output", "-", "--quiet"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.startswith(b"PK\x03\x04")


def test_fill_reads_its_values_and_keeps_them(folder: Path, tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    values.write_text("{}")
    for out in (values, folder / "a.xlsx"):
        arguments = ["fill", str(folder / "a.xlsx"), "--values", str(values), "--out", str(out), "--force"]
        assert main(arguments) == 2
    assert values.read_text() == "{}"


def test_fill_writes_to_stdout(folder: Path, tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    values.write_text('{"pg_rating_integration": 4}')
    command = [
        sys.executable,
        "-m",
        "pocgate_xl",
        "fill",
        str(folder / "a.xlsx"),
        "--values",
        str(values),
        "--out",
    ]
    done = subprocess.run([*command, "-"], capture_output=True, cwd=ROOT, check=True)
    assert main([*command[3:], str(tmp_path / "filled.xlsx")]) == 0
    assert done.stdout == (tmp_path / "filled.xlsx").read_bytes()


@posix
def test_read_only_files_stay(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "report.txt"
    output.write_text("old")
    output.chmod(0o444)
    assert main(["check", str(folder), "--output", str(output), "--force"]) == 2
    assert "it is read-only" in capsys.readouterr().err
    assert output.read_text() == "old"


def test_the_modules_for_lite_replace_no_template(template_copy: Path) -> None:
    (template_copy / "README.md").write_text("mine")
    before = everything(template_copy)
    arguments = ["--template", str(template_copy), "--out", str(template_copy), "--force"]
    assert main(["addin", "lite", *arguments]) == 2
    assert everything(template_copy) == before


def test_a_demo_that_somebody_has_worked_on_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pocgate_xl.demo.engagements import load_demo

    made = load_demo(template_folders()[0])
    short = replace(made, asked=made.asked[:1], first=made.first[:1], second=made.second[:1])
    monkeypatch.setattr("pocgate_xl.demo.engagements.load_demo", lambda folder: short)
    demo = ["demo", "--out", str(tmp_path), "--quiet"]
    assert main(demo) == 0
    assert main([*demo, "--force"]) == 0
    returned = next((tmp_path / "2-returned").iterdir())
    returned.write_bytes(b"worked on")
    assert main([*demo, "--force"]) == 2
    assert "was changed in the meantime" in capsys.readouterr().err
    assert returned.read_bytes() == b"worked on"
