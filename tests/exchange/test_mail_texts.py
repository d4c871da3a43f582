"""What mails say: in the language of who reads them, and nothing of what nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pocgate_xl.core.assessment import Assessment, Finding
from pocgate_xl.core.submission import Engagement
from pocgate_xl.exchange.mail_texts import MailKind, MailSubject, MailTexts
from pocgate_xl.templates.loader import Bundle
from tests.portfolio.engagements import assessment, rated

WHOSE = Engagement(id="A", organization="青葉製造", poc_name="外観検査", assessor="伊藤")
KINDS: tuple[MailKind, ...] = ("issue", "remind", "return")


def written(bundle: Bundle, language: str, kind: MailKind, about: MailSubject) -> tuple[str, str]:
    return MailTexts(bundle.catalogs[language], bundle.template).written(kind, about)


def about(
    found: Assessment | None = None,
    due: date | None = None,
    whose: Engagement = WHOSE,
    day: date | None = date(2026, 5, 20),
    file: str = "A.xlsx",
) -> MailSubject:
    return MailSubject("A", whose, due, day, file, found)


def test_handing_out_names_file_sheet_and_day(bundle: Bundle) -> None:
    subject, body = written(bundle, "en", "issue", about(due=date(2026, 5, 22), day=None))
    assert subject == "Please fill in: 外観検査 (A)"
    lines = body.splitlines()
    assert lines[0] == "Dear 伊藤,"
    assert "the attached workbook, A.xlsx." in body
    assert "The sheet “Start” says" in body
    assert "Please send it back by 22 May 2026." in body
    assert body.endswith("Thank you very much.\n")


def test_japanese_begins_with_whom_it_is_for(bundle: Bundle) -> None:
    subject, body = written(bundle, "ja", "issue", about(due=date(2026, 5, 22), day=None))
    assert subject == "【ご記入のお願い】外観検査（A）"
    assert body.splitlines()[:3] == ["青葉製造", "伊藤 様", ""]
    assert "2026年5月22日までに" in body


def test_without_a_contact_nobody_is_addressed_by_name(bundle: Bundle) -> None:
    nobody = replace(WHOSE, assessor=None)
    assert written(bundle, "ja", "issue", about(whose=nobody))[1].splitlines()[:2] == [
        "青葉製造",
        "ご担当者様",
    ]
    assert written(bundle, "en", "issue", about(whose=nobody))[1].startswith("Hello,\n")
    unknown = Engagement(id="A")
    subject, body = written(bundle, "ja", "issue", about(whose=unknown))
    assert (subject, body.splitlines()[0]) == ("【ご記入のお願い】A（A）", "ご担当者様")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("kind", KINDS)
def test_without_a_day_none_is_told(bundle: Bundle, language: str, kind: MailKind) -> None:
    body = written(bundle, language, kind, about())[1]
    assert "2026" not in body
    assert "{" not in body
    assert "\n\n\n" not in body


@pytest.mark.parametrize(
    ("due", "en", "ja"),
    [
        (date(2026, 5, 8), "12 days ago", "12日過ぎ"),
        (date(2026, 5, 19), "due yesterday, 19 May 2026", "1日過ぎ"),
        (date(2026, 5, 20), "due today, 20 May 2026", "本日（2026年5月20日）"),
        (date(2026, 5, 21), "by 21 May 2026", "2026年5月21日までに"),
    ],
)
def test_reminders_say_how_late_it_is(bundle: Bundle, due: date, en: str, ja: str) -> None:
    assert en in written(bundle, "en", "remind", about(due=due))[1]
    assert ja in written(bundle, "ja", "remind", about(due=due))[1]


def test_reminders_name_what_is_missing_up_to_ten(bundle: Bundle) -> None:
    half = assessment({"pg_rating_integration": 4}, "back/mine.xlsx", "incomplete")
    assert half.completeness.given == 1
    body = written(bundle, "en", "remind", about(half, file=""))[1]
    items = [line for line in body.splitlines() if line.startswith("  - ")]
    assert len(items) == 11
    assert items[-1] == f"  - and {half.completeness.needed - 11} more"
    assert items[0] == "  - Business KPI improvement – Rating"
    assert "(mine.xlsx)" in body
    assert f"1 of the {half.completeness.needed} answers" in body
    assert "attached" not in body
    japanese = written(bundle, "ja", "remind", about(half, file=""))[1]
    assert "　・現場の受容度 – 評点" in japanese.splitlines()


def test_reminders_say_what_came_back_and_what_goes_along(bundle: Bundle) -> None:
    blank = assessment({"pg_engagement_id": "A"}, "A (1).xlsx", "not_started")
    body = written(bundle, "en", "remind", about(blank))[1]
    assert "(A (1).xlsx), but nothing is filled in yet" in body
    assert "attached once more: A.xlsx." in body
    assert "Still missing" not in body
    assert "have not received it yet" in written(bundle, "en", "remind", about())[1]


def test_copies_that_go_back_say_how_much_is_wrong_and_where(bundle: Bundle) -> None:
    found = replace(
        assessment(rated(id="A", done=14), "copy.xlsx", "findings"), findings=(Finding("PG201", "error"),) * 3
    )
    body = written(bundle, "en", "return", about(found, file="copy.xlsx"))[1]
    assert "3 things must be corrected. The sheet “Findings”" in body
    assert len([line for line in body.splitlines() if line.startswith("  - ")]) == 1
    japanese = written(bundle, "ja", "return", about(found, file="copy.xlsx"))[1]
    assert "3件ございます。シート「指摘事項」" in japanese
    one = replace(found, findings=(Finding("PG201", "error"), Finding("PG801", "warning")))
    assert "One thing must be corrected" in written(bundle, "en", "return", about(one))[1]
    assert "says what we noticed" in written(bundle, "en", "return", about(replace(found, findings=())))[1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_somebody_wrote_stays_on_its_line(bundle: Bundle, kind: MailKind) -> None:
    hostile = Engagement(
        id="A",
        organization="Aoba\r\nBcc: x@y.example",
        poc_name="{0} {id} %s\u202e\x00",
        assessor="Ito\nMori",
    )
    subject, body = written(bundle, "en", kind, about(whose=hostile))
    assert "\r" not in subject + body
    assert "\u202e" not in subject + body
    assert "{0} {id} %s" in subject
    assert "Dear Ito Mori," in body
