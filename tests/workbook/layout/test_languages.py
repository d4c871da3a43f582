"""A workbook speaks one language, and is otherwise the same in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.layout.plan import WorkbookPlan
from tests.workbook.generated import STATES, facts, shown

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
WORD = re.compile(r"[A-Za-z]{2,}")
HOLE = re.compile(r"\{\w+\}")
"""Where formulas put a value into a text."""
SAME_EVERYWHERE = {"KPI", "MVP", "English", "日本語"}
"""What is the same in English and Japanese: abbreviations, and the names of languages."""

FOREIGN_WORDS = {"AI", "API", "English", "FAQ", "ID", "JPY", "KPI", "MVP", "PoC", "TIMEWELL"}
"""Words in Latin letters that Japanese texts use."""

OTHER_WORDS = {
    "版数": ("改訂番号",), "評点": ("評価点",), "総合評価": ("総合判定",), "移行判定": ("ゲート判定",),
    "リスク水準": ("危険度",), "費目": ("費用区分",), "確認項目": ("チェック項目",),
    "年間期待効果": ("年間効果",),
    "参考計算": ("評点補助", "補助計算"), "PoC投資額": ("総費用",), "次回審議": ("次回レビュー",),
    "目安": ("経験則",), "中間": ("中位", "中央"),
}  # fmt: skip
"""One word for one idea, and the words that are not used for it."""

Texts = dict[str, str]
"""What is shown or said, by where."""


def texts(plan: WorkbookPlan) -> Iterator[tuple[str, str]]:
    """Yield every text of what people see: cells, messages of inputs, charts, titles of sheets."""
    for sheet in plan.sheets:
        if sheet.hidden:
            continue
        yield f"{sheet.id}: title", sheet.title
        for position, cell in sheet.cells.items():
            if isinstance(cell.value, str):
                yield f"{sheet.id}!{a1(position)}", cell.value
            for part, message in (("prompt", cell.prompt), ("error", cell.error)):
                yield f"{sheet.id}!{a1(position)}: {part} title", message[0]
                yield f"{sheet.id}!{a1(position)}: {part}", message[1]
        for number, chart in enumerate(sheet.charts):
            yield f"{sheet.id}: chart {number} title", chart.title
            yield f"{sheet.id}: chart {number} alternative", chart.alt
            yield from ((f"{sheet.id}: chart {number} series {k}", s[0]) for k, s in enumerate(chart.series))


def list_texts(plan: WorkbookPlan) -> Iterator[tuple[str, str]]:
    """Yield the words of the hidden lists that formulas and drop-downs show."""
    lists = plan.sheet("lists")
    for name, area in lists.names.items():
        if name.startswith("pg_text_") or name.endswith("_label"):
            (top, column), (bottom, _) = area.first, area.last
            for row in range(top, bottom + 1):
                cell = lists.cells.get((row, column))
                if cell and isinstance(cell.value, str):
                    yield f"{name} {row - top}", cell.value


def said(bundle: Bundle, language: str) -> Texts:
    plan = plan_of(bundle, language)
    return {where: text for where, text in (*texts(plan), *list_texts(plan)) if text}


def test_the_same_is_said_in_the_same_places(bundle: Bundle) -> None:
    assert said(bundle, "en").keys() == said(bundle, "ja").keys()


def test_nothing_is_left_untranslated(bundle: Bundle) -> None:
    english, japanese = said(bundle, "en"), said(bundle, "ja")
    currencies = set(bundle.template.costs.currencies)
    left = {
        where: text
        for where, text in japanese.items()
        if text == english[where] and WORD.search(text) and text not in SAME_EVERYWHERE | currencies
    }
    assert left == {}


def test_japanese_texts_use_known_foreign_words_only(bundle: Bundle) -> None:
    words = FOREIGN_WORDS | set(bundle.template.costs.currencies)
    source = bundle.template.source.title if bundle.template.source else ""
    found = {
        where: text
        for where, text in said(bundle, "ja").items()
        if set(WORD.findall(HOLE.sub("", text).replace(source, ""))) - words
    }  # fmt: skip
    assert found == {}


def test_japanese_has_one_word_for_one_idea(bundle: Bundle) -> None:
    """In all texts: sheets, findings, functions and the task pane speak of the same things."""
    unwanted = [word for words in OTHER_WORDS.values() for word in words]
    texts = bundle.catalogs["ja"].texts
    found = {key: word for key, text in texts.items() for word in unwanted if word in text}
    assert found == {}
    assert all(any(wanted in text for text in texts.values()) for wanted in OTHER_WORDS)


def test_english_texts_hold_nothing_japanese(bundle: Bundle) -> None:
    found = {where: text for where, text in said(bundle, "en").items() if JAPANESE.search(text)}
    assert set(found.values()) == {"日本語"}


@pytest.mark.parametrize("state", STATES)
def test_what_formulas_show_is_japanese_too(bundle: Bundle, state: str) -> None:
    """Codes stand right of the page, where workings are; on the page there are none."""
    plan = plan_of(bundle, "ja")
    words = FOREIGN_WORDS | {"ENG", *bundle.template.costs.currencies}
    values = shown(plan, facts(bundle, "ja", state))
    found = {
        f"{sheet.id}!{a1(position)}": value
        for sheet in plan.sheets
        if not sheet.hidden
        for position, cell in sheet.cells.items()
        if cell.formula and cell.style not in ("code", "working")
        and isinstance(value := values.get((sheet.id, position)), str)
        and set(WORD.findall(value)) - words
    }  # fmt: skip
    assert found == {}


def test_names_positions_and_formulas_are_the_same(bundle: Bundle) -> None:
    english, japanese = plan_of(bundle, "en"), plan_of(bundle, "ja")
    assert english.names == japanese.names
    for first, second in zip(english.sheets, japanese.sheets, strict=True):
        assert (first.id, first.cells.keys()) == (second.id, second.cells.keys())
        for position, cell in first.cells.items():
            other = second.cells[position]
            assert (cell.formula, cell.field, cell.style, cell.format) == (
                other.formula, other.field, other.style, other.format,
            )  # fmt: skip
        assert (first.freeze, first.print, first.highlights) == (
            second.freeze, second.print, second.highlights,
        )  # fmt: skip


def test_hidden_sheets_have_one_name_in_every_language(bundle: Bundle) -> None:
    for language in bundle.template.languages:
        hidden = [sheet.title for sheet in plan_of(bundle, language).sheets if sheet.hidden]
        assert hidden == ["pg_lists", "pg_identity"]
