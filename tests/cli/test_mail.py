"""`pocgate mail`: one draft an engagement, and who gets none is named."""

from __future__ import annotations

import email
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.exchange.copies.copying import content_of, copy_of
from tests.portfolio.engagements import rated

LIST = """id,organization,poc_name,assessor,email,due,language
A,青葉製造,外観検査,伊藤,ito@aoba.example;sato@aoba.example,2026-05-22,ja
B,Boji,Search,Mori,mori@boji.example,,en
C,Chiji,,,not an address,2026-05-01,
D,Date,,,,,
"""
Mail = Callable[..., int]


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    """A folder with blanks and their register."""
    source, folder = tmp_path / "list.csv", tmp_path / "issued"
    source.write_text(LIST, encoding="utf-8")
    assert (
        main(["new", "--out", str(folder), "--from", str(source), "--quiet", "--issued", "2026-05-01"]) == 0
    )
    return folder


@pytest.fixture
def mail(issued: Path, tmp_path: Path) -> Mail:
    def run(kind: str, *more: object) -> int:
        words = ["mail", str(issued / "issued.xlsx"), *map(str, more), "--kind", kind, "--quiet"]
        return main([*words, "--out", str(tmp_path / "drafts"), "--as-of", "2026-05-20"])

    return run


def read(file: Path) -> EmailMessage:
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def names(message: EmailMessage) -> list[str | None]:
    return [each.get_filename() for each in message.iter_attachments()]


def test_blanks_go_to_who_has_an_address_and_the_others_are_named(
    mail: Mail, issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert mail("issue") == 1
    said = capsys.readouterr()
    drafts = tmp_path / "drafts"
    assert said.out.splitlines() == [str(drafts / "A.eml"), str(drafts / "B.eml")]
    assert said.err.splitlines() == [
        "pocgate: row 7 (C): “not an address” is not an e-mail address; no draft was written",
        "pocgate: row 8 (D): the list has no e-mail address; no draft was written",
    ]
    first, second = read(drafts / "A.eml"), read(drafts / "B.eml")
    assert [address.addr_spec for address in first["To"].addresses] == [
        "ito@aoba.example",
        "sato@aoba.example",
    ]
    assert (first["Subject"], names(first)) == ("【ご記入のお願い】外観検査（A）", ["A.xlsx"])
    assert "2026年5月22日までに" in text(first)
    (attached,) = second.iter_attachments()
    assert attached.get_content() == (issued / "B.xlsx").read_bytes()
    assert text(second).startswith("Dear Mori,\n")


def test_the_same_run_again_gives_the_same_drafts(mail: Mail, tmp_path: Path) -> None:
    mail("issue")
    before = {file.name: file.read_bytes() for file in (tmp_path / "drafts").iterdir()}
    mail("issue")
    assert {file.name: file.read_bytes() for file in (tmp_path / "drafts").iterdir()} == before


def test_a_draft_that_somebody_has_changed_is_left_alone(
    mail: Mail, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail("issue")
    mine = tmp_path / "drafts" / "B.eml"
    mine.write_bytes(b"From: me@x.example\r\n" + mine.read_bytes())
    before = mine.read_bytes()
    assert mail("issue") == 1
    assert "B: " in (said := capsys.readouterr().err)
    assert "already exists and is not a report of this kind" in said
    assert mine.read_bytes() == before
    mail("issue", "--force")
    assert mine.read_bytes() != before


def test_a_workbook_of_another_engagement_or_with_answers_goes_to_nobody(
    mail: Mail, issued: Path, tmp_path: Path, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    (issued / "A.xlsx").write_bytes((issued / "B.xlsx").read_bytes())
    (issued / "B.xlsx").write_bytes(workbook_for(bundle, "en", rated(id="B")))
    (issued / "C.xlsx").write_bytes(b"nothing")
    (issued / "D.xlsx").unlink()
    capsys.readouterr()
    assert mail("issue") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert [line.partition(": ")[2] for line in said.err.splitlines()] == [
        f"row 5 (A): {issued / 'A.xlsx'} is the workbook of B; no draft was written",
        f"row 6 (B): {issued / 'B.xlsx'} is not blank; no draft was written",
        f"row 7 (C): {issued / 'C.xlsx'} cannot be read; no draft was written",
        f"row 8 (D): its workbook is not in {issued}; no draft was written",
    ]
    assert list((tmp_path / "drafts").iterdir()) == []


def test_reminders_go_to_who_has_not_answered_in_full(
    mail: Mail, issued: Path, tmp_path: Path, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    back = tmp_path / "back"
    back.mkdir()
    half = {key: value for key, value in rated(id="B").items() if "rating" not in key}
    (back / "B.xlsx").write_bytes(workbook_for(bundle, "en", half))
    assert mail("remind", back, "--attach", issued) == 1
    drafts = tmp_path / "drafts"
    assert sorted(file.name for file in drafts.iterdir()) == ["A.eml", "B.eml"]
    assert names(read(drafts / "A.eml")) == ["A.xlsx"]
    assert "ご提出をまだ確認できておりません" in text(read(drafts / "A.eml"))
    assert names(read(drafts / "B.eml")) == []
    assert "  - Integration feasibility – Rating" in text(read(drafts / "B.eml")).splitlines()
    (back / "B.xlsx").write_bytes(workbook_for(bundle, "en", rated(id="B")))
    capsys.readouterr()
    assert mail("remind", back) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [str(drafts / "A.eml")]
    assert f"{drafts} has other drafts, which are not of this run: B.eml" in said.err


def test_copies_go_back_to_whom_they_belong(
    mail: Mail, tmp_path: Path, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    marked = tmp_path / "marked"
    marked.mkdir()
    half = {key: value for key, value in rated(id="A").items() if key != "pg_rating_integration"}
    copy = content_of(copy_of(workbook_for(bundle, "ja", half), tmp_path / "back"))
    (marked / "returned by Ito.xlsx").write_bytes(copy)
    (marked / "Z.xlsx").write_bytes(workbook_for(bundle, "en", rated(id="Z")))
    for number in (1, 2):
        (marked / f"B {number}.xlsx").write_bytes(workbook_for(bundle, "en", rated(id="B")))
    capsys.readouterr()
    assert mail("return", "--attach", marked) == 1
    said = capsys.readouterr()
    draft = read(tmp_path / "drafts" / "A.eml")
    assert said.out.splitlines() == [str(tmp_path / "drafts" / "A.eml")]
    assert (draft["Subject"], names(draft)) == ("【ご修正のお願い】外観検査（A）", ["returned by Ito.xlsx"])
    assert "シート「指摘事項」" in text(draft)
    assert len([line for line in text(draft).splitlines() if line.startswith("　・")]) == 1
    assert f"{marked / 'Z.xlsx'}: it is of no engagement of the list" in said.err
    assert "B: there are several copies (" in said.err


def test_a_copy_in_an_archive_cannot_be_attached_and_that_is_told(
    mail: Mail, issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marked = tmp_path / "marked"
    marked.mkdir()
    with zipfile.ZipFile(marked / "all.zip", "w") as archive:
        archive.writestr("B.xlsx", content_of(copy_of((issued / "B.xlsx").read_bytes(), tmp_path / "back")))
    capsys.readouterr()
    assert mail("return", "--attach", marked) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "cannot be attached" in said.err


def test_what_came_back_is_not_sent_back_as_a_marked_copy(
    mail: Mail, tmp_path: Path, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    back = tmp_path / "back"
    back.mkdir()
    (back / "B.xlsx").write_bytes(workbook_for(bundle, "en", rated(id="B")))
    capsys.readouterr()
    assert mail("return", "--attach", back) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{back / 'B.xlsx'}: it is not a marked copy; no draft was written" in said.err


def test_own_texts_stand_in_the_drafts(mail: Mail, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[en.mail.issue]\nsubject = "Gate review of {poc}"\n', encoding="utf-8")
    mail("issue", "--texts", own)
    assert read(tmp_path / "drafts" / "B.eml")["Subject"] == "Gate review of Search"


def test_a_configured_page_stands_in_the_drafts_and_without_one_nothing_of_it(
    mail: Mail, tmp_path: Path
) -> None:
    mail("issue")
    without = text(read(tmp_path / "drafts" / "B.eml"))
    mail("issue", "--page", "https://intranet/check/", "--force")
    said = text(read(tmp_path / "drafts" / "B.eml"))
    assert "\nhttps://intranet/check/\n" in said
    assert "browser" not in without
    told = [line for line in said.splitlines() if "browser" in line or "intranet" in line]
    assert len(told) == 2
    assert said.replace("\n".join(told) + "\n\n", "") == without


@pytest.mark.parametrize("word", ["intranet", "javascript:alert(1)", "https://", "https://a b/", "file:///x"])
def test_what_is_no_address_of_a_page_is_refused(
    mail: Mail, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        mail("issue", "--page", word)
    assert "is not a URL" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["remind"], "Reminders need what came back."),
        (["issue", "somewhere"], "What came back is for reminders only."),
        (["return"], "Give their folder with --attach DIR."),
    ],
)
def test_what_is_asked_without_sense_is_refused(
    mail: Mail, words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mail(*words) == 2
    assert why in capsys.readouterr().err


def test_a_list_that_names_no_workbooks_needs_their_folder(
    issued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["mail", str(tmp_path / "list.csv"), "--kind", "issue", "--out", str(tmp_path / "d"), "--quiet"]
    assert main(words) == 2
    assert "does not name the workbooks. Give their folder with --attach DIR." in capsys.readouterr().err
    assert main([*words, "--attach", str(issued)]) == 1
    assert sorted(file.name for file in (tmp_path / "d").iterdir()) == ["A.eml", "B.eml"]
