from __future__ import annotations

import hashlib
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from openpyxl import load_workbook

from pocgate_xl.batch import Options, check, check_file, check_paths, lists_in, workbooks_in
from pocgate_xl.core.assessment import Assessment, ReadableAssessment, assessment_to_json
from pocgate_xl.errors import PocgateError, TemplateError
from pocgate_xl.opc.limits import Limits
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

Edit = Callable[[str, str, str], None]

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
VALUES: dict[str, Any] = {
    "pg_engagement_id": "ENG-1", "pg_engagement_organization": "Aoba", "pg_rating_integration": 4,
    "pg_engagement_assessment_date": "2026-04-30", "pg_status_security": "done",
    "pg_evidence_security": "audit.pdf", "pg_poc_cost_development": 1_000_000, "pg_engagement_poc_months": 2,
    "pg_process": [{"step": "Order", "ai": "Checks", "judgement": "Sato"}],
}  # fmt: skip


@pytest.fixture(scope="session")
def written(bundle: Bundle) -> dict[str, bytes]:
    """The same engagement in every language."""
    return {language: workbook_for(bundle, language, VALUES) for language in bundle.catalogs}


@pytest.fixture
def workbook(written: dict[str, bytes], tmp_path: Path) -> Path:
    file = tmp_path / "ENG-1.xlsx"
    file.write_bytes(written["en"])
    return file


def codes(assessment: Assessment) -> set[str]:
    return {finding.code for finding in assessment.findings}


def test_a_filled_workbook_is_accepted_with_its_answers(workbook: Path) -> None:
    assessment = check_file(workbook)
    assert isinstance(assessment, ReadableAssessment)
    assert assessment.outcome == "incomplete"
    assert assessment.file == str(workbook)
    assert assessment.sha256 == hashlib.sha256(workbook.read_bytes()).hexdigest()
    assert assessment.engagement.organization == "Aoba"
    assert assessment.scorecard.ratings["integration"] == 4
    assert codes(assessment) == {"PG202", "PG302", "PG403"}


def test_the_same_answers_have_the_same_digest_in_every_language(
    written: dict[str, bytes], tmp_path: Path
) -> None:
    digests = set()
    for language, content in written.items():
        file = tmp_path / f"{language}.xlsx"
        file.write_bytes(content)
        assessment = check_file(file)
        assert (assessment.language, assessment.outcome) == (language, "incomplete")
        digests.add(assessment.responses_digest)
    assert len(digests) == 1
    assert None not in digests


def test_checking_changes_nothing(workbook: Path) -> None:
    before, times = workbook.read_bytes(), workbook.stat().st_mtime_ns
    check_file(workbook)
    assert (workbook.read_bytes(), workbook.stat().st_mtime_ns) == (before, times)
    assert os.listdir(workbook.parent) == [workbook.name]


def test_findings_speak_the_workbooks_language_unless_another_is_asked_for(
    written: dict[str, bytes], tmp_path: Path, bundle: Bundle
) -> None:
    file = tmp_path / "ja.xlsx"
    file.write_bytes(written["ja"])
    label = {tag: catalog.label("criterion", "business_kpi") for tag, catalog in bundle.catalogs.items()}
    for asked, spoken in ((None, "ja"), ("en", "en"), ("tlh", "ja")):
        first = next(f for f in check_file(file, language=asked).findings if f.code == "PG202")
        assert first.message.startswith(label[spoken])


def test_another_program_may_save_it(written: dict[str, bytes], tmp_path: Path) -> None:
    """openpyxl drops the values of formulas: nothing else is found, and nothing else is read."""
    book = load_workbook(io.BytesIO(written["en"]))
    file = tmp_path / "again.xlsx"
    book.save(file)
    assessment = check_file(file)
    assert codes(assessment) == {"PG112", "PG202", "PG302", "PG403"}
    assert assessment.outcome == "incomplete"


@pytest.mark.needs("soffice")
def test_libreoffice_may_save_it(written: dict[str, bytes], tmp_path: Path) -> None:
    digests = set()
    for language, content in written.items():
        (tmp_path / f"{language}.xlsx").write_bytes(content)
        digests.add(check_file(tmp_path / f"{language}.xlsx").responses_digest)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    files = [str(tmp_path / f"{language}.xlsx") for language in written]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    for language in written:
        assessment = check_file(tmp_path / "out" / f"{language}.xlsx")
        assert codes(assessment) == {"PG202", "PG302", "PG403"}
        digests.add(assessment.responses_digest)
    assert len(digests) == 1


def test_a_mangled_workbook_is_read_as_far_as_it_can_be(written: dict[str, bytes], tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(written["en"]))
    book["Scorecard"].title = "Ratings"
    book["Checklist"]["E6"] = "almost"
    del book["Roadmap"]
    file = tmp_path / "mangled.xlsx"
    book.save(file)
    assessment = check_file(file)
    assert assessment.outcome == "findings"
    assert {"PG101", "PG701"} <= codes(assessment)
    assert isinstance(assessment, ReadableAssessment)
    assert assessment.costs.categories["development"].poc == 1_000_000


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "PG015"), ("page.xlsx", b"<html><table></table></html>", "PG001"),
        ("print.xlsx", b"%PDF-1.7\n", "PG001"), ("list.xlsx", b"a,b\r\n1,2\r\n", "PG001"),
        ("old.xlsx", COMPOUND + "Workbook".encode("utf-16-le"), "PG006"),
        ("secret.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "PG004"),
        ("~$open.xlsx", b"\x05Sato", "PG010"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_named(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assessment = check_file(file)
    assert (assessment.outcome, codes(assessment)) == ("unreadable", {code})
    assert assessment.sha256 == hashlib.sha256(content).hexdigest()
    plain = assessment_to_json(assessment)
    assert (plain["scorecard"], plain["costs"], plain["decision"]) == (None, None, None)


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    loop = tmp_path / "loop.xlsx"
    loop.symlink_to(loop)
    for path in (tmp_path, tmp_path / "nothing.xlsx", loop, "bad\0name.xlsx", "\udcff.xlsx"):
        assessment = check_file(path)
        assert (assessment.outcome, codes(assessment)) == ("unreadable", {"PG011"})
        assert assessment.sha256 is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert codes(check_file(tmp_path / "pipe.xlsx")) == {"PG011"}


def test_any_workbook_that_is_not_ours_is_named(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "other.xlsx")
    assert codes(check_file(tmp_path / "other.xlsx")) == {"PG002"}


def test_a_template_that_is_not_at_hand_is_named(written: dict[str, bytes], tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(written["en"]))
    book["pg_identity"]["B2"] = "9.9.9"
    book.save(tmp_path / "new.xlsx")
    assessment = check_file(tmp_path / "new.xlsx")
    assert codes(assessment) == {"PG003"}
    assert assessment.findings[0].found == "poc_gate 9.9.9"


def test_a_template_of_ones_own_is_found(template_copy: Path, edit: Edit, tmp_path: Path) -> None:
    from pocgate_xl.templates.loader import load_bundle

    edit("template.toml", 'id = "poc_gate"', 'id = "mine"')
    file = tmp_path / "mine.xlsx"
    file.write_bytes(workbook_for(load_bundle(template_copy), "en", VALUES))
    assert codes(check_file(file)) == {"PG003"}
    assert check_file(file, [template_copy]).outcome == "incomplete"


def test_a_broken_template_is_the_operators_matter(template_copy: Path, edit: Edit, workbook: Path) -> None:
    edit("template.toml", "highest = 5", "highest = 0")
    with pytest.raises(TemplateError):
        check_file(workbook, [template_copy])


def test_limits_can_be_set(workbook: Path) -> None:
    assert codes(check_file(workbook, limits=Limits(file_bytes=100))) == {"PG009"}
    assert codes(check_file(workbook, limits=Limits(cells=10))) == {"PG009"}


@pytest.mark.parametrize("fault", [RuntimeError("secret\x1b[2J"), RecursionError()])
def test_a_fault_of_our_own_is_told_by_its_type_alone(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(check, "read_workbook", fail)
    assessment = check_file(workbook)
    assert (assessment.outcome, codes(assessment)) == ("unreadable", {"PG099"})
    assert assessment.findings[0].found == type(fault).__name__
    assert "secret" not in str(assessment)
    assert assessment.sha256 == hashlib.sha256(workbook.read_bytes()).hexdigest()


@pytest.fixture
def folder(written: dict[str, bytes], tmp_path: Path) -> Path:
    """Workbooks in a tree, among what programs leave behind."""
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    for name in ("b.xlsx", "a.XLSX", "sub/c.xlsm", "sub/deep/d.xlsx"):
        (tmp_path / name).write_bytes(written["en"])
    (tmp_path / "~$b.xlsx").write_bytes(b"\x04Sato")
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    return tmp_path


def names(folder: Path, files: list[str]) -> list[str]:
    return [Path(file).relative_to(folder).as_posix() for file in files]


def test_folders_stand_for_the_workbooks_in_them(folder: Path) -> None:
    expected = ["a.XLSX", "b.xlsx", "sub/c.xlsm", "sub/deep/d.xlsx"]
    passed: list[str] = []
    assert names(folder, list(workbooks_in([folder], passed.append))) == expected
    assert names(folder, passed) == [".DS_Store", "~$b.xlsx"]


OTHERS = (
    "a.xltx", "b.xltm", "c.ods", "d.xls", "e.xlsb", "f.pdf", "g.numbers", "h.eml", "i.url", "j.docx", "k.csv",
    "l.zip", "m", "n.xlsx.part",
)  # fmt: skip


def test_nothing_that_lies_in_a_folder_is_lost(folder: Path) -> None:
    """A submission in the wrong format is a submission: somebody must hear of it."""
    for name in OTHERS:
        (folder / "sub" / name).write_bytes(b"anything")
    found = names(folder, list(workbooks_in([folder])))
    assert {f"sub/{name}" for name in OTHERS} <= set(found)
    assert len(found) == len(set(found)) == 4 + len(OTHERS)
    outcomes = {assessment.outcome for assessment in check_paths([folder / "sub" / name for name in OTHERS])}
    assert outcomes == {"unreadable"}


def test_what_programs_leave_behind_is_told_by_its_name(folder: Path) -> None:
    litter = ("~$x.xlsx", "._x.xlsx", ".~lock.x.xlsx#", "Thumbs.db", "desktop.ini", "__MACOSX/x.xlsx")
    (folder / "left" / "__MACOSX").mkdir(parents=True)
    for name in litter:
        (folder / "left" / name).write_bytes(b"")
    passed: list[str] = []
    assert list(workbooks_in([folder / "left"], passed.append)) == [str(folder / "left")]
    expected = {"left/__MACOSX", *(f"left/{name}" for name in litter[:-1])}
    assert set(names(folder, passed)) == expected


def test_linked_folders_are_looked_into(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "x.xlsx").write_bytes(b"")
    (folder / "linked").symlink_to(elsewhere, target_is_directory=True)
    assert "linked/x.xlsx" in names(folder, list(workbooks_in([folder])))


def test_globs_are_expanded_where_the_shell_did_not(folder: Path) -> None:
    assert names(folder, list(workbooks_in([str(folder / "*.xlsx")]))) == ["b.xlsx", "~$b.xlsx"]  # named
    deep = list(workbooks_in([str(folder / "**" / "d.xlsx")]))
    assert names(folder, deep) == ["sub/deep/d.xlsx"]


def test_what_stands_for_nothing_is_reported(folder: Path) -> None:
    (folder / "empty").mkdir()
    paths = [folder / "empty", folder / "none.xlsx", str(folder / "none*.xlsx")]
    found = list(check_paths(paths))
    assert [assessment.file for assessment in found] == [str(path) for path in paths]
    assert [codes(assessment) for assessment in found] == [{"PG011"}] * 3


def test_a_file_with_a_pattern_for_a_name_is_itself(folder: Path) -> None:
    (folder / "v[1].xlsx").write_bytes(b"")
    assert names(folder, list(workbooks_in([str(folder / "v[1].xlsx")]))) == ["v[1].xlsx"]


def test_links_between_folders_do_not_loop(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to(folder, target_is_directory=True)
    passed: list[str] = []
    assert len(list(workbooks_in([folder], passed.append))) == 4
    assert str(folder / "sub" / "up") in passed


def test_order_is_that_of_the_input(folder: Path) -> None:
    paths = [folder / "sub", folder / "b.xlsx", folder / "sub" / "c.xlsm"]
    found = [assessment.file for assessment in check_paths(paths)]
    assert names(folder, found) == ["sub/c.xlsm", "sub/deep/d.xlsx", "b.xlsx", "sub/c.xlsm"]


def test_one_bad_file_spoils_nothing(folder: Path) -> None:
    (folder / "b.xlsx").write_bytes(b"no workbook")
    outcomes = [assessment.outcome for assessment in check_paths([folder])]
    assert outcomes == ["incomplete", "unreadable", "incomplete", "incomplete"]


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_gives_the_same_in_the_same_order(folder: Path, pool: Any) -> None:
    with pool(2) as executor:
        shared = list(check_paths([folder], executor=executor, chunk=2))
    alone = list(check_paths([folder]))
    assert list(map(assessment_to_json, shared)) == list(map(assessment_to_json, alone))


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_processes_give_the_same_in_the_same_order(folder: Path, jobs: int) -> None:
    shared = list(check_paths([folder] * 3, jobs=jobs, chunk=2))
    alone = list(check_paths([folder] * 3))
    assert list(map(assessment_to_json, shared)) == list(map(assessment_to_json, alone))


def test_as_completed_all_come_and_none_waits_for_a_slower_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [folder / "sub", folder / "b.xlsx", folder / "sub" / "c.xlsm"]
    released = Event()

    def checking(options: Options, files: list[str]) -> list[Assessment]:
        if files[0] == str(folder / "sub" / "deep" / "d.xlsx"):
            assert released.wait(30)
        return [check.examine(file, options) for file in files]

    monkeypatch.setattr("pocgate_xl.batch.worker_pool.check_guarded", checking)
    with ThreadPoolExecutor(2) as executor:
        found = check_paths(paths, executor=executor, chunk=1, in_order=False)
        first = [next(found).file for _ in range(3)]
        released.set()
        assert names(folder, [*first, *(each.file for each in found)]) == [
            "sub/c.xlsm", "b.xlsx", "sub/c.xlsm", "sub/deep/d.xlsx",
        ]  # fmt: skip


def test_memory_that_runs_out_is_told_as_such(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(check, "read_workbook", fail)
    assessment = check_file(workbook)
    assert (assessment.outcome, codes(assessment)) == ("unreadable", {"PG012"})
    assert assessment.sha256 == hashlib.sha256(workbook.read_bytes()).hexdigest()


def test_a_list_stands_for_the_paths_in_it(folder: Path) -> None:
    lines = [str(folder / "b.xlsx"), "", str(folder / "sub"), str(folder / "*.XLSX"), "@nested.txt"]
    (folder / "list.txt").write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    found = list(workbooks_in([f"@{folder / 'list.txt'}"]))
    assert names(folder, found[:-1]) == ["b.xlsx", "sub/c.xlsm", "sub/deep/d.xlsx", "a.XLSX"]
    assert found[-1] == "@nested.txt"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932"], ids=lambda encoding: encoding
)
def test_a_list_of_paths_may_be_saved_as_lists_of_engagements_are(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "青葉.xlsx"
    listed = tmp_path / "list.txt"
    listed.write_bytes(f"{file}\r\n".encode(encoding))
    assert list(workbooks_in([f"@{listed}"])) == [str(file)]


def test_quotes_and_spaces_around_a_path_are_taken_off(folder: Path) -> None:
    path = str(folder / "b.xlsx")
    lines = [f'"{path}"', f"  {path}  ", f"'{path}'", f"“{path}”", f"{path}\t", "   "]
    (folder / "list.txt").write_text("\n".join(lines), encoding="utf-8")
    assert list(workbooks_in([f"@{folder / 'list.txt'}"])) == [path] * 5


def test_a_name_with_quotes_of_its_own_is_found(folder: Path) -> None:
    named = folder / '"quoted".xlsx'
    named.touch()
    (folder / "list.txt").write_text(f"{named}\n", encoding="utf-8")
    assert list(workbooks_in([f"@{folder / 'list.txt'}"])) == [str(named)]


@pytest.mark.skipif(os.name == "nt", reason="paths are text there")
def test_a_path_of_no_encoding_stays_what_it_is(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\x81.xlsx"
    (tmp_path / "list.txt").write_bytes(name + b"\n")
    assert [os.fsencode(path) for path in workbooks_in([f"@{tmp_path / 'list.txt'}"])] == [name]


def test_a_list_may_come_from_another_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(f"{folder / 'b.xlsx'}\n".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert list(workbooks_in(["@-"])) == [str(folder / "b.xlsx")]
    assert list(lists_in(["@-"])) == []


@pytest.mark.parametrize("content", ["", "\n", "\ufeff  \r\n", "\0", "\0\0"])
def test_a_list_that_names_no_files_says_so(folder: Path, content: str, monkeypatch: Any) -> None:
    (folder / "list.txt").write_text(content, encoding="utf-8", newline="")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    for path in (f"@{folder / 'list.txt'}", "@-"):
        with pytest.raises(PocgateError, match="contains no files"):
            list(workbooks_in([path]))


def test_a_missing_list_stands_for_itself(folder: Path) -> None:
    assert list(workbooks_in([f"@{folder / 'none.txt'}"])) == [f"@{folder / 'none.txt'}"]


@pytest.mark.skipif(os.name == "nt", reason="no name has such signs there")
def test_a_list_between_nuls_holds_any_name(tmp_path: Path) -> None:
    made = [
        tmp_path / name for name in ("a b.xlsx", "two\nlines.xlsx", "青葉.xlsx", os.fsdecode(b"\xff.xlsx"))
    ]
    for file in made:
        file.touch()
    for listed in (made, made[:1]):
        (tmp_path / "list").write_bytes(b"".join(os.fsencode(file) + b"\0" for file in listed))
        assert list(workbooks_in([f"@{tmp_path / 'list'}"])) == list(map(str, listed))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x14\0\0\0x\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"a\0\x01\0"]
)
def test_a_file_that_is_no_list_is_refused_as_one(folder: Path, content: bytes) -> None:
    (folder / "list.txt").write_bytes(content)
    with pytest.raises(PocgateError, match="is not a list of paths"):
        list(workbooks_in([f"@{folder / 'list.txt'}"]))


def test_a_workbook_under_a_strange_name_is_no_litter(folder: Path, written: dict[str, bytes]) -> None:
    strange = (".2026-x.xlsx", "._y.xlsx", "~$z.xlsx", ".hidden/w.xlsx")
    (folder / "left" / ".hidden").mkdir(parents=True)
    for name in strange:
        (folder / "left" / name).write_bytes(written["en"])
    found = names(folder / "left", list(workbooks_in([folder / "left"])))
    assert sorted(found) == sorted(strange)


def test_an_assessment_travels_between_processes(workbook: Path) -> None:
    assessment = check_file(workbook)
    assert pickle.loads(pickle.dumps(assessment)) == assessment
