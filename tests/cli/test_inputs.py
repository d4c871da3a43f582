"""What a folder of submissions gives to a command: all of it, but for litter and reports of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.opc.package import Package
from pocgate_xl.reports import FORMATS
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

OTHERS = ("a.ods", "b.xls", "c.xlsb", "d.pdf", "e.docx", "f.csv", "g.eml", "h.url", "i.numbers", "j")
TEXTS = "xl/sharedStrings.xml"
LITTER = ("~$x.xlsx", "._x.xlsx", ".DS_Store", "Thumbs.db")


@pytest.fixture
def returned(bundle: Bundle, tmp_path: Path) -> Path:
    folder = tmp_path / "returned"
    folder.mkdir()
    content = workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"})
    for name in ("one.xlsx", "two.xltx"):
        (folder / name).write_bytes(content)
    for name in OTHERS:
        (folder / name).write_bytes(b"something else")
    for name in LITTER:
        (folder / name).write_bytes(b"\0")
    return folder


def test_every_file_has_a_line_and_litter_a_note(returned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(returned), "--format", "jsonl", "--quiet"]) == 3
    shown = capsys.readouterr()
    outcomes = {Path(line["file"]).name: line["outcome"] for line in map(json.loads, shown.out.splitlines())}
    assert outcomes.pop("one.xlsx") == "not_started"
    assert outcomes.keys() == {"two.xltx", *OTHERS}
    assert {outcomes[name] for name in OTHERS} == {"unreadable"}
    (note,) = shown.err.splitlines()
    assert f"{len(LITTER)} files were passed over" in note
    assert all(str(returned / name) in note for name in LITTER)


def test_the_report_of_an_earlier_run_among_them_is_no_submission(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in (form.name for form in FORMATS):
        report = returned / f"report.{'txt' if form == 'text' else form}"
        for _ in range(2):
            main(["check", str(returned), "--format", form, "--output", str(report), "--quiet"])
            content = report.read_bytes()
            assert b"report." not in (Package.from_bytes(content).read(TEXTS) if form == "xlsx" else content)
    assert f"{len(LITTER) + len(FORMATS)} files were passed over" in capsys.readouterr().err


def test_a_submission_is_no_report_even_where_the_report_is_to_go(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (returned / "one.xlsx").read_bytes()
    for force in ([], ["--force"]):
        output = str(returned / "one.xlsx")
        assert main(["check", str(returned), "--output", output, "--quiet", *force]) == 2
        assert (returned / "one.xlsx").read_bytes() == before
    assert "is read by this command" in capsys.readouterr().err


def test_a_file_that_is_named_is_checked_whatever_it_is(
    returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(returned / "~$x.xlsx"), "--quiet"]) == 3
    assert "PG010" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_of_a_folder_of_every_kind_nothing_is_lost(
    bundle: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files in are lines and notes out; a zip of workbooks gives a line for each file in it."""
    folder, linked = tmp_path / "in", tmp_path / "linked"
    for each in (folder / "nested" / "deep", linked):
        each.mkdir(parents=True)
    sound = workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"})
    kinds = {
        "one.xlsx": sound, "nested/deep/two.XLSX": sound, "a.xltx": sound, "b.xltm": sound, "c.xlsm": sound,
        "d.ods": b"PK", "e.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "f.xlsb": b"PK", "g.pdf": b"%PDF-1.7",
        "h.numbers": b"PK", "i.eml": b"Received: by mail\r\n", "j.url": b"[InternetShortcut]\r\n",
        "k.csv": b"id,name\n1,2\n", "l.docx": b"PK", "m.png": b"\x89PNG", "n.gdoc": b"{}", "o": b"?",
        "p.xlsx": b"", "q.htm": b"<html></html>", "broken.zip": b"PK",
    }  # fmt: skip
    litter = {"~$one.xlsx": b"\x04Sato", "._one.xlsx": b"\0", ".DS_Store": b"\0", "nested/Thumbs.db": b"\0"}
    for name, content in (kinds | litter).items():
        (folder / name).write_bytes(content)
    (linked / "linked.xlsx").write_bytes(sound)
    (folder / "link").symlink_to(linked, target_is_directory=True)
    (folder / "nested" / "round").symlink_to(folder, target_is_directory=True)
    with zipfile.ZipFile(folder / "returned.zip", "w") as archive:
        for name in ("x.xlsx", "sub/y.xlsx", "__MACOSX/._x.xlsx"):
            archive.writestr(name, sound)
    assert main(["check", str(folder), "--format", "jsonl", "--quiet"]) == 3
    printed = capsys.readouterr()
    lines = {line["file"]: line["outcome"] for line in map(json.loads, printed.out.splitlines())}
    expected = {*kinds, "link/linked.xlsx", "returned.zip/x.xlsx", "returned.zip/sub/y.xlsx"}
    assert lines.keys() == {str(folder / name) for name in expected}
    read = {"one.xlsx", "nested/deep/two.XLSX", *(name for name in expected if name not in kinds)}
    assert {lines[str(folder / name)] for name in read} == {"not_started"}
    others = expected - read - {"a.xltx", "b.xltm", "c.xlsm"}
    assert {lines[str(folder / name)] for name in others} == {"unreadable"}
    (note,) = printed.err.splitlines()
    assert "5 files were passed over as left behind" in note  # litter, and that of the archive
    assert (
        f"1 link was passed over as leading back into a folder above: {folder / 'nested' / 'round'}" in note
    )


@pytest.fixture
def reviewed(bundle: Bundle, tmp_path: Path) -> Path:
    """One accepted workbook, among all that earlier runs wrote under names of their own."""
    folder = tmp_path / "reviewed"
    folder.mkdir()
    (folder / "one.xlsx").write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"}))
    runs = {
        "text.log": ["check", "--lang", "en"],
        "japanese.out": ["check", "--lang", "ja"],
        "none": ["check", "--only", "accepted"],
        "lines.json": ["check", "--format", "jsonl"],
        "lines.jsonl.partial": ["check", "--format", "jsonl", "--resume", str(tmp_path / "journal")],
        "answers.csv": ["check", "--format", "answers"],
        "findings.csv": ["check", "--format", "csv"],
        "comment.md": ["check", "--format", "md", "--lang", "ja"],
        "page.htm": ["check", "--format", "html"],
        "findings.xlsx": ["check", "--format", "xlsx", "--lang", "ja"],
        "portfolio.xlsx": ["portfolio"],
    }
    for name, (command, *options) in runs.items():
        output = tmp_path / name
        main([command, str(folder / "one.xlsx"), "--output", str(output), "--quiet", *options])
    for name in (*runs, "journal"):
        (tmp_path / name).rename(folder / name)
    return folder


def checked(place: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], str]:
    capsys.readouterr()
    code = main(["check", str(place), "--format", "jsonl", "--quiet"])
    printed = capsys.readouterr()
    return code, [json.loads(line)["file"] for line in printed.out.splitlines()], printed.err


def test_whatever_earlier_runs_wrote_is_passed_over_by_what_it_says(
    reviewed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, files, note = checked(reviewed, capsys)
    assert (code, files) == (0, [str(reviewed / "one.xlsx")])
    others = [file for file in reviewed.iterdir() if file.name != "one.xlsx"]
    assert f"{len(others)} files were passed over" in note
    assert all(str(file) in note for file in others)


def test_so_it_is_in_an_archive(reviewed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as into:
        for file in sorted(reviewed.iterdir()):
            into.write(file, file.name)
    code, files, note = checked(archive, capsys)
    assert (code, files) == (0, [str(archive / "one.xlsx")])
    assert str(archive / "portfolio.xlsx") in note


def test_the_file_into_which_a_shell_writes_the_report_is_no_submission(
    bundle: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "one.xlsx").write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"}))
    (tmp_path / "empty.txt").touch()
    command = "import sys; from pocgate_xl.cli import main; sys.exit(main(sys.argv[1:]))"
    with open(tmp_path / "out.json", "wb") as out, open(tmp_path / "err.txt", "wb") as err:
        run = subprocess.run(
            [sys.executable, "-c", command, "check", str(tmp_path), "--format", "jsonl"],
            stdout=out,
            stderr=err,
            check=False,
        )
    lines = map(json.loads, (tmp_path / "out.json").read_text(encoding="utf-8").splitlines())
    assert {Path(line["file"]).name for line in lines} == {"one.xlsx", "empty.txt"}
    assert run.returncode == 3


NOT_SURELY_OURS = {
    "notes.log": b"Accepted\nby everybody\n",
    "letter.txt": b"Accepted  see below\nYours\n",
    "data.json": b'{"file":"a.xlsx","owner":"me"}\n',
    "table.csv": b"file,outcome,template\n",
    "journal.txt": b'{"journal":1}\n',
}


def test_what_is_not_surely_ours_is_named(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in NOT_SURELY_OURS.items():
        (reviewed / name).write_bytes(content)
    code, files, _ = checked(reviewed, capsys)
    assert code == 3
    assert {Path(file).name for file in files} == {"one.xlsx", *NOT_SURELY_OURS}


def test_a_submission_that_names_itself_a_portfolio_is_checked(
    reviewed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = reviewed / "one.xlsx", reviewed / "two.xlsx"
    with zipfile.ZipFile(one) as source, zipfile.ZipFile(two, "w") as into:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                forged = b'<definedNames><definedName name="pg_portfolio">0</definedName>'
                assert b"<definedNames>" in content
                content = content.replace(b"<definedNames>", forged)
            into.writestr(name, content)
    _, files, _ = checked(reviewed, capsys)
    assert str(two) in files


def test_a_note_names_every_file_however_many(returned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    locks = [returned / f"~${number:0100}.xlsx" for number in range(100)]
    for file in locks:
        file.write_bytes(b"\x04Sato")
    _, _, note = checked(returned, capsys)
    assert all(str(file) in note for file in locks)
    assert len(note.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\0\1"])
def test_a_list_without_paths_is_wrong_usage(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list").write_bytes(content)
    assert main(["check", f"@{tmp_path / 'list'}"]) == 2
    assert "Write one path per line." in capsys.readouterr().err
