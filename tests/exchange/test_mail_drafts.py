"""Who gets which workbook: told by what stands in it, never that of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pocgate_xl.core.assessment import Assessment
from pocgate_xl.errors import PocgateError
from pocgate_xl.exchange.mail_drafts import (
    Mailing,
    Recipient,
    blank_name,
    copies_by_id,
    draft_for,
    names_of,
)
from pocgate_xl.exchange.mail_own_texts import own_texts, with_own_texts
from pocgate_xl.templates.loader import Bundle
from tests.exchange.asked import listed
from tests.portfolio.engagements import assessment, rated, refused


@pytest.fixture
def mailing(bundle: Bundle) -> Mailing:
    return Mailing("issue", bundle, bundle.catalogs, "en", date(2026, 5, 20), lambda path: path.encode())


def test_a_draft_is_in_the_language_of_the_list_then_the_workbooks_then_the_runs(mailing: Mailing) -> None:
    back = replace(assessment(rated(id="A"), "a.xlsx"), language="ja")
    said = listed("A", email="a@b.example", language="en")
    silent = listed("A", email="a@b.example")
    subjects = [
        draft_for(each, mailing).subject
        for each in (Recipient(said, back), Recipient(silent, back), Recipient(silent))
    ]
    assert subjects == ["Please fill in: A (A)", "【ご記入のお願い】A（A）", "Please fill in: A (A)"]


def test_the_workbook_goes_along_under_its_name_alone(mailing: Mailing) -> None:
    for path in ("blank/A.xlsx", "C:\\blank\\A.xlsx"):
        (attached,) = draft_for(Recipient(listed("A", email="a@b.example"), None, path), mailing).attachments
        assert (attached.name, attached.content) == ("A.xlsx", path.encode())


@pytest.mark.parametrize(
    ("email", "why"),
    [
        (None, "no e-mail address"),
        ("ito", "“ito” is not an e-mail address"),
        ("a@b.example\nBcc: x", "Bcc: x"),
    ],
)
def test_without_an_address_there_is_no_draft(mailing: Mailing, email: str | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        draft_for(Recipient(listed("A", email=email)), mailing)


@pytest.mark.parametrize("name", ["../A.xlsx", "/etc/passwd", "a\\b.xlsx", "C:\\A.xlsx", "..", ""])
def test_a_list_leads_into_no_other_folder(name: str) -> None:
    row = replace(listed("A"), aside={"file": name})
    assert blank_name(row) == ""
    assert names_of(row) == ["A.xlsx", "A.xlsm"]


def test_the_name_in_the_list_comes_first() -> None:
    row = replace(listed("A/B"), aside={"file": "mine.xlsx"})
    assert names_of(row) == ["mine.xlsx", "A_B.xlsx", "A_B.xlsm"]


def copies(*found: Assessment) -> tuple[dict[str, list[str]], list[str]]:
    by_id, strange = copies_by_id([listed("A"), listed("A-1"), listed("B")], found)
    return {id_: [each.file for each in same] for id_, same in by_id.items()}, [each.file for each in strange]


def test_copies_are_told_by_the_id_in_them_before_their_name() -> None:
    assert copies(assessment(rated(id="B"), "A.xlsx"), refused("x/A-1 marked.xlsx", "PG001")) == (
        {"B": ["A.xlsx"], "A-1": ["x/A-1 marked.xlsx"]},
        [],
    )


def test_copies_of_nobody_in_the_list_are_told() -> None:
    assert copies(assessment(rated(id="Z"), "A.xlsx"), refused("what.xlsx", "PG001")) == (
        {},
        ["A.xlsx", "what.xlsx"],
    )


def test_an_operators_own_texts_stand_in_place_of_the_templates(bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[en.mail.issue]\nsubject = "Gate review {id}"\n', encoding="utf-8")
    catalogs = with_own_texts(bundle.catalogs, own_texts(file), file)
    assert catalogs["en"].text("mail.issue.subject", id="A") == "Gate review A"
    assert catalogs["ja"].texts == bundle.catalogs["ja"].texts


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        ('[en.mail.issue]\nsubject = "{sender}"\n', r"unknown placeholders: \{sender\}"),
        ('[en.mail.issue]\nsubject = "{id"\n', "en.mail.issue.subject"),
        ('[en.mail.issue]\nsubjekt = "x"\n', "no such text or language: en.mail.issue.subjekt"),
        ('[fr.mail.issue]\nsubject = "x"\n', "no such text or language: fr"),
        ('[en.report]\naccepted = "x"\n', "no such text"),
        ("[en.mail.issue]\nsubject = 3\n", "must be a text"),
        ('subject = "x"\n', "in no table of a language"),
        ("[en.mail", "cannot be read"),
    ],
)
def test_own_texts_that_cannot_be_used_are_named(bundle: Bundle, tmp_path: Path, toml: str, why: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(PocgateError, match=why):
        with_own_texts(bundle.catalogs, own_texts(file), file)
