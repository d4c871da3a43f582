"""The decision paper: what it takes row by row, money in one unit, one page that can be read."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.core.answers import submission_from_answers
from pocgate_xl.core.assessment import ReadableAssessment, assessment_to_json
from pocgate_xl.core.gate import assess
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import a1, area_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.creation.fill import Values
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.sheets.dashboard.steps import MOST
from pocgate_xl.workbook.layout.styles.text_metrics import INDENT
from tests.core.stories import NAMES, answers
from tests.engines.places import Places
from tests.workbook.generated import LANGUAGES, STATES, values_of, workbook
from tests.workbook.text_metrics import Type, column_pixels

A4_HEIGHT = 842
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include><match target="pattern">
<test name="family"><string>Yu Gothic</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK JP</string></edit>
</match></fontconfig>"""
"""A font that has the widths of the one that Japanese workbooks name."""
BODY, SMALLEST = 9, 7
"""Points on paper of what is read, and of anything."""


def shown(bundle: Bundle, data: bytes, language: str = "en") -> dict[str, object]:
    """Return what the paper's cells show, by their keys."""
    plan = plan_of(bundle, language)
    cells = read_workbook(Package.from_bytes(data)).sheet(plan.sheet("dashboard").title)
    assert cells
    keys = Places(plan).keys
    return {
        key: cells.cells[at].value if at in cells.cells else None
        for (sheet, at), key in keys.items()
        if sheet == "dashboard"
    }


def listed(bundle: Bundle, values: dict[str, object]) -> list[tuple[str, str]]:
    """Return what is to be done, and from what to what, as a workbook lists it."""
    found = shown(bundle, workbook_for(bundle, "en", values))  # type: ignore[arg-type]
    rows = sum(key.startswith("step_change ") for key in found)
    steps = {key.split()[1]: found[key] for key in found if key.startswith("step_name ")}
    names = [(str(steps[f"{n}"]), str(found[f"step_change {n}"])) for n in range(1, rows + 1)]
    return [(name.lstrip("▲□ "), change) for name, change in names if change not in ("", "None")]


def following(found: dict[str, object]) -> object:
    """Return what is said where nothing is listed."""
    return next(found[key] for key in found if key.endswith(" or_next"))


def wanted(bundle: Bundle, assessment: ReadableAssessment) -> list[tuple[str, str]]:
    """Return the core's next step in the same words."""
    label, step = bundle.catalogs["en"].label, assessment.next_step
    numbers = {item.id: number for number, _, item in bundle.template.numbered_items()}
    statuses = {id_: label("status", s or "not_started") for id_, s in assessment.checklist.statuses.items()}

    def item(id_: str) -> str:
        return f"{numbers[id_]}. {label('item', id_)}"

    changes: dict[bool | None, str] = {False: "No → Yes", None: "not answered"}
    return [
        *((label("criterion", each.criterion), f"{each.rating} → {each.needed}") for each in step.ratings),
        *((item(id_), statuses[id_]) for id_ in step.items),
        *((item(id_), "no evidence") for id_ in step.evidence),
        *((label("question_short", each.question), changes[each.answer]) for each in step.questions),
    ]


@pytest.mark.parametrize("story", NAMES)
def test_the_stories_list_the_next_step_of_the_core(bundle: Bundle, story: str) -> None:
    told = answers(bundle.template, story)
    assessment = assess(bundle.template, submission_from_answers(bundle.template, told, {}))
    found = listed(bundle, dict(told))
    assert found == wanted(bundle, assessment)[: len(found)]
    assert bool(found) is (assessment.decision != "go")


@pytest.mark.parametrize("state", STATES[1:])
def test_what_is_listed_is_the_next_step_of_the_core(bundle: Bundle, state: str) -> None:
    told = {name: value for name, value in values_of(bundle, state).items() if name != "pg_process"}
    assessment = assess(bundle.template, submission_from_answers(bundle.template, told, {}))  # type: ignore[arg-type]
    found, steps = listed(bundle, dict(told)), wanted(bundle, assessment)
    assert found == steps[: len(found)]
    more = shown(bundle, workbook(bundle, "en", state))[f"steps_after {MOST}"]
    assert str(more or "").endswith(str(len(steps) - MOST) if len(steps) > MOST else "")


def test_an_unanswered_question_names_who_fills_in_the_scorecard_where_it_stands(
    bundle: Bundle, tmp_path: Path
) -> None:
    told = answers(bundle.template, "consulting")
    asked = (
        f"pg_question_{next(id_ for id_ in bundle.template.questions if id_ in bundle.template.knock_out)}"
    )
    del told[asked]
    data = workbook_for(bundle, "en", {**told, "pg_who_scorecard": "Kim", "pg_who_design": "Lee"})
    file = tmp_path / "asked.xlsx"
    file.write_bytes(data)
    assessment = check_file(file)
    steps = assessment_to_json(assessment)["next_step"]["steps"]
    sheet = bundle.catalogs["en"].label("sheet", "scorecard")
    assert [(s["do"], s["field"], s["sheet"], s["owner"]) for s in steps] == [("answer", asked, sheet, "Kim")]
    assert shown(bundle, data)["step_who 1"] == "Kim"
    assert [found.code for found in assessment.findings if found.code in ("PG130", "PG131")] == []


def test_a_blank_workbook_is_a_form_and_no_list_of_what_is_missing(bundle: Bundle) -> None:
    found = shown(bundle, workbook(bundle, "en"))
    label = bundle.catalogs["en"].label
    assert following(found) == label("next_step", "incomplete")
    assert {
        found[key] or "" for key in found if key.startswith(("step_change", "step_cell", "step_head"))
    } == {""}
    assert not any(found[key] for key in ("why_items", "why_musts", "why_causes", f"steps_after {MOST}"))
    assert {found[key] for key in found if key.startswith("chip ")} == {"–"}


def test_go_says_that_nothing_is_open(bundle: Bundle) -> None:
    found = shown(bundle, workbook(bundle, "en", "best"))
    assert following(found) == bundle.catalogs["en"].label("next_step", "go")


@pytest.mark.parametrize(
    ("language", "currency", "benefit", "unit"),
    [
        ("en", "JPY", 99_999, "amounts in JPY"),
        ("en", "SGD", 100_000, "amounts in thousand SGD"),
        ("en", "JPY", 99_999_999, "amounts in thousand JPY"),
        ("ja", "JPY", 420_000, "単位：千円"),
        ("ja", "JPY", 100_000_000, "単位：百万円"),
        ("ja", "SGD", 420_000, "単位：千SGD"),
    ],
)
def test_money_has_one_unit_by_its_currency_and_the_largest_amount(
    bundle: Bundle, language: str, currency: str, benefit: int, unit: str
) -> None:
    values: Values = {
        "pg_engagement_currency": currency,
        "pg_engagement_annual_benefit_low": Decimal(benefit),
        "pg_engagement_annual_benefit_high": Decimal(benefit),
    }
    found = shown(bundle, workbook_for(bundle, language, values), language)
    assert found["unit_line"] == unit
    written = {99_999: "99,999", 100_000: "100", 99_999_999: "100,000", 420_000: "420", 10**8: "100"}
    assert found["tile benefit"] == written[benefit]


def test_four_hundred_letters_of_conditions_can_be_read(bundle: Bundle) -> None:
    for language, sentence in (("en", "The second tranche follows item 1. "), ("ja", "毎月CFOへ報告する。")):
        plan = plan_of(bundle, language).sheet("dashboard")
        row, first = plan.names["pg_committee_conditions"].first
        area = area_of(plan.merges[0])
        assert area
        assert area[0] == (row, first)
        width = sum(column_pixels(plan.widths[k], language) + 5 for k in range(first, area[1][1] + 1))
        type_ = Type(language, 10)
        lines = type_.lines((sentence * 40)[:400], width - 5 - 2 * INDENT)
        assert type_.height(lines) <= plan.heights[row]


def test_every_step_leads_to_the_cell_in_which_it_is_answered(bundle: Bundle) -> None:
    plan = plan_of(bundle, "en")
    sheet = plan.sheet("dashboard")
    targets, cells = (sheet.names[f"pg_calc_step_{part}"] for part in ("targets", "cells"))
    titles = {each.title: each for each in plan.sheets}
    for row in range(cells.first[0], cells.last[0] + 1):
        cell = sheet.cells[row, cells.first[1]]
        title, address = re.fullmatch(
            r"#'(.+)'!(\w+)", str(sheet.cells[row, targets.first[1]].value)
        ).groups()  # type: ignore[union-attr]
        name = cell.shows.removeprefix("cell.")
        assert (title, address) == (title, cell.value)
        assert a1(titles[title].names[name].first) == address


@pytest.mark.needs("soffice")
@pytest.mark.needs("pdftohtml")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_one_page_that_can_be_read(bundle: Bundle, language: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.xlsx"
    file.write_bytes(workbook(bundle, language, "middling"))
    sizes = printed_sizes(file, tmp_path, bundle.catalogs[language].text("text.committee"))
    usual = sizes.most_common(1)[0][0]
    assert usual >= BODY
    assert min(sizes) >= SMALLEST


def _said(page: str) -> str:
    """Return the letters of a page: fonts are embedded in parts, at whose borders words break."""
    return "".join(re.sub("<.*?>", "", text) for text in re.findall(r"<text [^>]*>(.*?)</text>", page))


def printed_sizes(file: Path, folder: Path, words: str) -> Counter[float]:
    """Return how many letters of each size stand on the one page that says these words."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    fonts_file = folder / "fonts.conf"
    fonts_file.write_text(FONTS, encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts_file)}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    told = ["pdftohtml", "-xml", "-stdout", "-i", "-zoom", "10", str(file.with_suffix(".pdf"))]
    pages = subprocess.run(told, check=True, capture_output=True, text=True).stdout.split("<page ")
    fonts = {
        m[1]: int(m[2]) for page in pages for m in re.finditer(r'fontspec id="(\d+)" size="(-?\d+)"', page)
    }
    (page,) = [page for page in pages if words in _said(page)]
    height = re.search(r'height="(\d+)"', page)
    assert height
    sizes: Counter[float] = Counter()
    for font, text in re.findall(r'<text [^>]*font="(\d+)"[^>]*>(.*?)</text>', page):
        sizes[fonts[font] * A4_HEIGHT / int(height[1])] += len(re.sub("<.*?>", "", text))
    return sizes
