"""The texts of mails are a template's own, and those that it lacks are the built-in ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pocgate_xl.templates.inspection import template_mistakes
from pocgate_xl.templates.loader import Bundle, lent_in_words, load_bundle
from pocgate_xl.templates.mail_checks import MAIL_PLACEHOLDERS, mail_problems
from pocgate_xl.templates.text_checks import workbook_texts
from pocgate_xl.workbook.layout.workbook import plan_workbook

Edit = Callable[[str, str, str], None]


def without_mails(folder: Path, language: str) -> None:
    file = folder / "locale" / f"{language}.toml"
    text = file.read_text(encoding="utf-8")
    begin = text.index("\n[mail]\n")
    file.write_text(text[:begin] + "\n", encoding="utf-8", newline="\n")


def test_a_template_without_texts_of_mails_borrows_them_and_that_is_one_warning(template_copy: Path) -> None:
    for language in ("en", "ja"):
        without_mails(template_copy, language)
    assert template_mistakes(template_copy) == []
    bundle = load_bundle(template_copy)
    assert {key.split(".")[0] for key in bundle.lent} == {"mail"}
    assert re.match(
        r"\d+ texts are missing; the built-in ones are used instead: mail\.", lent_in_words(bundle)
    )
    assert bundle.catalogs["ja"].text("mail.issue.subject", poc="P", id="A") == "【ご記入のお願い】P（A）"


def test_a_mail_in_other_words_leaves_workbooks_as_they_are(
    bundle: Bundle, template_copy: Path, edit: Edit
) -> None:
    before = plan_workbook(bundle.template, bundle.default_catalog)
    edit("locale/en.toml", 'subject = "Please fill in: {poc} ({id})"', 'subject = "Gate review {poc}"')
    other = load_bundle(template_copy)
    assert other.default_catalog.text("mail.issue.subject", poc="P", id="A") == "Gate review P"
    assert plan_workbook(other.template, other.default_catalog).digest == before.digest
    assert not any(key.startswith("mail.") for key in workbook_texts(other.default_catalog.texts))


def test_a_mail_that_asks_for_what_no_mail_has_is_a_mistake(template_copy: Path, edit: Edit) -> None:
    edit("locale/ja.toml", "【ご記入のお願い】{poc}（{id}）", "【ご記入のお願い】{sender}")
    (mistake,) = template_mistakes(template_copy)
    assert (mistake.path, "{sender}" in str(mistake)) == ("mail.issue.subject", True)


def test_each_language_may_leave_out_what_another_says(template_copy: Path, edit: Edit) -> None:
    edit("locale/en.toml", 'greeting = "Dear {name},"', 'greeting = "{organization}: dear {name},"')
    assert template_mistakes(template_copy) == []


def test_other_texts_may_have_other_placeholders() -> None:
    assert (
        list(mail_problems(None, {"text.total": "{n}", "mail.x": "{id} {name}", "mail.y": "{broken"})) == []
    )
    assert "sender" not in MAIL_PLACEHOLDERS
