"""Words that are not used: what people read is written as native speakers write it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import own_catalogs
from pocgate_xl.cli import main
from pocgate_xl.core.catalog import Catalog
from pocgate_xl.rules import RULES
from pocgate_xl.rules.file_details import DETAILS, detail_in_words
from pocgate_xl.templates.text_checks import flatten

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "workbook_templates" / "poc_gate" / "locale", ROOT / "pocgate_xl" / "texts"
RETIRED = {
    "ja": (
        "公表", "写して", "当案件", "該当度", "対象数", "一時", "要約値", "部品", "送り主", "言葉",
        "認められません", "文字列の数値", "文字列の日付", "計算の主体", "委員会", "期待値", "(?<!セル)番地",
        "ほかの", "[｡-ﾟ]", "ワークブック", "純効果",
    ),
    "en": (
        r"\b[Ss]ay --", r"\bname --", r"[Ff]iles apart", r"\btold\b", r"\bholds? no\b",
        r"(?<![Tt]here )\bis no (?!longer)[a-z]", r"(?<!there )\bis none\b", r"\bat hand\b", r"\banew\b",
        r"\bspeaks?\b", r"\bstands? (at|beside|in|over|on)\b", r"\bin the place of\b",
        r"\bnobody can say\b", r"\b(a|one) (month|year|quarter) (a|an)\b",
    ),
}  # fmt: skip
RAISED = ("Refused", "FileProblem")


def texts(language: str) -> dict[str, str]:
    trees = (tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")) for folder in LOCALES)
    return {key: text for tree in trees for key, text in flatten(tree)}


@pytest.mark.parametrize("language", RETIRED)
def test_no_text_has_a_retired_word(language: str) -> None:
    retired = re.compile("|".join(RETIRED[language]))
    own = {key: text for key, text in texts(language).items() if not key.startswith("function.")}
    assert {key: found[0] for key, text in own.items() if (found := retired.search(text))} == {}


def test_no_message_of_the_program_has_a_retired_word() -> None:
    retired = re.compile("|".join(RETIRED["en"]))
    files = [*(ROOT / "pocgate_xl").rglob("*.py")]
    found = [f"{file.name}: {text}" for file in files for text in messages(file) if retired.search(text)]
    assert found == []


def messages(file: Path) -> Iterator[str]:
    """Yield the literals that stand in calls which raise errors, speak to people or explain an option."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (is_error(node.func) or called(node.func) in ("say", "show")):
            yield from (text for each in node.args for text in literals(each))
        elif isinstance(node, ast.keyword) and node.arg == "help":
            yield from literals(node.value)


def called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def is_error(function: ast.expr) -> bool:
    return called(function).endswith("Error") and called(function) != "ValueError"


def literals(node: ast.expr) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


@pytest.mark.parametrize("language", RETIRED)
def test_an_explanation_has_no_names_in_braces(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    for rule in RULES:
        assert main(["explain", rule.code, "--lang", language]) == 0
    assert "{" not in capsys.readouterr().out


def test_an_explanation_lists_contradictions_as_what_is_looked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for language, heading in (("en", "Contradictions that are looked for:"), ("ja", "検出対象の矛盾：")):
        assert main(["explain", "PG801", "--lang", language]) == 0
        said = capsys.readouterr().out.splitlines()
        listed = said[said.index(heading) + 1 :]
        assert len(listed) == sum(key.startswith("contradiction.") for key in texts(language))
        assert texts(language)["report.reasons"] not in "".join(said)


def test_english_texts_have_one_form_of_apostrophe() -> None:
    assert [key for key, text in texts("en").items() if "’" in text] == []


@pytest.mark.parametrize(("language", "end"), [("en", "."), ("ja", "。")])
def test_what_is_expected_ends_as_a_sentence(language: str, end: str) -> None:
    expected = {key: text for key, text in texts(language).items() if re.search(r"PG\d+\.expected$", key)}
    assert [key for key, text in expected.items() if not text.endswith((end, "}"))] == []


def test_an_explanation_names_the_reasons_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "PG114", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "because <reason> (<number> in all)" in said
    assert "  - the same thing is defined twice" in said


# --- Details of files that cannot be read ---------------------------------------------------------


def details() -> Iterator[tuple[str, Any]]:
    """Yield the detail of every refusal in the sources; what is filled in is a number."""
    for file in (ROOT / "pocgate_xl").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node.func) in RAISED and len(node.args) == 2:
                yield from ((detail, f"{file.name}:{node.lineno}") for detail in spoken(node.args[1]))


def spoken(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "7" for each in node.values)
        yield "".join(map(str, parts))
    elif isinstance(node, ast.IfExp):
        yield from (*spoken(node.body), *spoken(node.orelse))


@pytest.fixture
def japanese() -> Catalog:
    return next(catalog for catalog in own_catalogs() if catalog.language == "ja")


def test_every_detail_is_told_in_the_language_of_the_report(japanese: Catalog) -> None:
    untold = {
        where: detail
        for detail, where in details()
        if detail_in_words(detail, japanese) == detail
        and detail != "7 7"  # a part and what it declares, each of which is told
    }
    assert untold == {}


def test_every_detail_has_its_text(japanese: Catalog) -> None:
    ids = {f"file_detail.{id_}" for id_, _ in DETAILS}
    assert ids == {key for key in japanese.texts if key.startswith("file_detail.")}
    assert len(ids) == len(DETAILS)


def test_a_detail_keeps_what_is_filled_in(japanese: Catalog) -> None:
    assert detail_in_words("9 bytes, at most 5", japanese) == "9バイト（上限 5バイト）"
    assert detail_in_words("two members are named a{b}", japanese) == "a{b} という名前のパーツが2つある"
    assert detail_in_words("something else", japanese) == "something else"
