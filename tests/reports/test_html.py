"""One page that holds everything, asks for nothing and in which nobody's text acts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from pocgate_xl.core.assessment import Assessment
from pocgate_xl.core.decision import NextStep, Step
from pocgate_xl.reports import html
from pocgate_xl.reports.html.detail import MOST_FINDINGS
from pocgate_xl.reports.parts import part_of
from pocgate_xl.templates.loader import Bundle
from tests.reports.samples import ERROR, NOTE, WARNING, form_of, found, hostile, report

MEGABYTE = 1_000_000


class Page(HTMLParser):
    """The elements of a page, and the texts in them."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.elements[-1][0] if self.elements else "", data))

    def within(self, tag: str) -> list[str]:
        return [text for element, text in self.texts if element == tag and text.strip()]

    @property
    def read(self) -> str:
        return " ".join(text for tag, text in self.texts if tag not in ("script", "style"))

    @property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.within("script")[0]))


def page(assessments: list[Assessment], language: str = "en") -> Page:
    return Page(report("html", assessments, language))


def many(bundle: Bundle, files: int) -> list[Assessment]:
    """Return files with five findings each, in which nobody found the same."""
    kinds = (ERROR, WARNING, NOTE, ERROR, WARNING)
    return [
        found(
            bundle,
            f"in/team {i % 9}/submission {i}.xlsx",
            *(replace(each, found=f"{i} and {j}") for j, each in enumerate(kinds)),
        )
        for i in range(files)
    ]


def test_it_sums_up_and_lists_files_with_all_that_belongs_to_them(bundle: Bundle) -> None:
    made = page([found(bundle, "in/a.xlsx", ERROR, WARNING), Assessment.unreadable("in/b.pdf", None, ())])
    for said in (
        "Files 2 · findings: error 1, warning 1, note 0", "a.xlsx", "To be corrected", "ENG-1", "Acme",
        "6 of 24 needed answers given", "Revision 2", "Rating: “7” is not a valid rating.", "Scorecard!G7",
        "Expected: A whole number from 1 to 5.", "Choose a rating from the list.", "b.pdf", "Unreadable",
    ):  # fmt: skip
        assert said in made.read, said
    rows = [each for tag, each in made.elements if tag == "tbody" and "data-o" in each]
    assert [(row["data-o"], row["data-r"]) for row in rows] == [
        ("findings", "PG201 PG202"),
        ("unreadable", ""),
    ]
    filters = {each["data-filter"] for _, each in made.elements if "data-filter" in each}
    assert {"outcome findings", "severity error", "rule PG201", "rule PG202"} <= filters


def test_the_decision_its_reasons_and_the_next_steps_are_told(bundle: Bundle) -> None:
    step = Step("clear", "x", "pg_status_x", "X", "Clear X", owner="Ann", due=date(2026, 7, 1), cell="E5")
    ahead = NextStep("go", steps=(step,))
    said = page([found(bundle, outcome="accepted", next_step=ahead)]).read
    assert "Verdict: Recommended for production" in said
    assert "Open items:" in said
    assert "To reach “Go”:" in said
    assert "Clear X" in said
    assert "Ann · by 2026-07-01 · E5" in said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_its_policy_allows_its_own_style_and_script_and_no_request(bundle: Bundle, language: str) -> None:
    made = page([found(bundle, "a.xlsx", ERROR)], language)
    (policy,) = (each["content"] for tag, each in made.elements if each.get("http-equiv"))
    hashes = []
    for content in (made.within("style")[0], made.within("script")[1]):
        hashes.append(base64.b64encode(hashlib.sha256(content.encode()).digest()).decode())
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    attributes = {name for _, each in made.elements for name in each}
    assert not attributes & {"src", "href", "style", "srcset", "action", "onclick"}
    assert not re.search(r"url\(|@import|https?:", made.within("style")[0] + made.within("script")[1])
    assert ("html", {"lang": language}) in made.elements


@pytest.mark.parametrize("whole", [True, False])
def test_hostile_texts_are_shown_and_make_no_element(
    bundle: Bundle, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    harmless = [replace(each, file=f"in/{i}.xlsx") for i, each in enumerate(map(plain, hostile(bundle)))]
    if not whole:
        monkeypatch.setattr(html, "WHOLE", 0)
    made, same = page(hostile(bundle)), page(harmless)
    assert [tag for tag, _ in made.elements] == [tag for tag, _ in same.elements]
    assert "<img src=x onerror=alert(1)>.xlsx" in made.read
    if not whole:
        parts = "".join(made.data["parts"])
        assert "<img" not in parts
        assert "&lt;img src=x onerror=alert(1)&gt;" in parts
        elements = re.findall(r"<(\w+)", parts)
        assert set(elements) == {"div", "p", "h3", "ul", "li", "b", "i", "strong"}


def plain(assessment: Assessment) -> Assessment:
    """Return an assessment in which nobody says anything hostile."""
    assert assessment.engagement is not None
    whose = replace(assessment.engagement, id="x", organization="x", poc_name="x")
    (finding,) = assessment.findings
    said = replace(finding, sheet="x", cell="x", field="x", message="x", found="x!", expected="x", hint="x")
    return replace(assessment, engagement=whose, findings=(said,))


def test_of_many_files_texts_that_repeat_stand_once_and_nothing_is_lost(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = many(bundle, 40)
    inside = page(every)
    monkeypatch.setattr(html, "WHOLE", 0)
    apart = page(every)
    assert "parts" not in inside.data
    assert len(apart.data["files"]) == 40
    details = ["".join(apart.data["parts"][part] for part in file) for file in apart.data["files"]]
    whole = report("html", every).decode()
    monkeypatch.undo()
    rows = re.findall(r"<tr class=d><td colspan=10>(.*)", report("html", every).decode())
    assert rows == details
    assert whole.count("Choose a rating from the list.") == 1
    assert "cannot be searched, filtered or sorted, and the findings" in apart.read
    assert "cannot be searched, filtered or sorted." in inside.read


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_thousand_submissions_with_their_findings_are_below_a_megabyte(
    bundle: Bundle, language: str
) -> None:
    content = report("html", many(bundle, 1000), language)
    assert content.count(b"<tbody data-o=") == 1000
    assert len(content) < MEGABYTE


def test_what_is_left_out_is_counted(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_FILES", 3)
    errors = [replace(ERROR, cell=f"A{i}") for i in range(1, MOST_FINDINGS + 8)]
    made = page([found(bundle, f"in/{i}.xlsx", *errors) for i in range(5)])
    assert "and 2 more files, which are not on this page" in made.read
    assert "and 7 more findings" in made.read
    assert "Files 5" in made.read


def test_files_that_are_counted_alone_are_said_to_be(bundle: Bundle) -> None:
    form = form_of("html")
    parts = [part_of("", found(bundle, "a.xlsx")), part_of("", found(bundle, "b.xlsx", ERROR))]
    said = Page("".join(map(str, form.assembler()(parts, bundle.default_catalog))).encode()).read
    assert "Files 2 · findings: error 1, warning 0, note 0 · listed: 0 of 2" in said


def test_it_is_known_again_and_another_page_is_not(bundle: Bundle) -> None:
    assert html.begins(report("html", [found(bundle)]))
    assert html.surely(report("html", [found(bundle)])[:200], b"")
    assert not html.begins(b"<!doctype html>\n<title>pocgate check</title>")


def test_the_same_files_give_the_same_page(bundle: Bundle) -> None:
    assert report("html", many(bundle, 30)) == report("html", many(bundle, 30))
