"""The library of a template: what Excel takes, in every language, and the arguments of the other hosts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.template import Template
from pocgate_xl.errors import PocgateError
from pocgate_xl.functions.registry import FUNCTIONS
from pocgate_xl.spreadsheetml.formulas.functions import KNOWN
from pocgate_xl.spreadsheetml.formulas.tokens import tokens_of
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.lambdas import NamedFormula, formulas_of, named_formulas
from pocgate_xl.workbook.layout.lambdas.named_formula import LATER, bound_names
from tests.engines.gates import hilly, lenient, rugged, shifted, steep, summit, uneven
from tests.engines.other_gate import other_bundle

GATES = (lambda bundle: bundle, other_bundle, shifted, steep, lenient, hilly, rugged, summit, uneven)
LONGEST, LONGEST_COMMENT, DEEPEST = 8192, 255, 64
BEFORE_2007 = {"IFERROR"}
"""In the file format from its beginning, yet not in Excel 2003: not marked."""
REFUSED = frozenset(
    [
        "R",
        "C",
        "RESULT",
        "RETURN",
        "VALUE",
        "ARGUMENT",
        "EVALUATE",
        "CALL",
        "EXEC",
        "EXECUTE",
        "ERROR",
        "YIELD",
        "BREAK",
        "ELSE",
        "GROUP",
    ]
)
"""What Excel takes for no name of one's own in a formula."""
SPELLED = {"group": "group_name", "sum": "sum_of", "code": "codes"}
"""Arguments whose parameters are not so called: `sum` and `code` are functions, `group` no name in Excel."""


@pytest.mark.parametrize("gate", GATES)
def test_excel_takes_every_formula_of_every_gate(gate: Callable[[Bundle], Bundle], bundle: Bundle) -> None:
    own = gate(bundle)
    for language in own.template.languages:
        _check(formulas_of(own, language))


def _check(library: Sequence[NamedFormula]) -> None:
    assert len({each.name.upper() for each in library}) == len(library)
    known = {each.name for each in library}
    for each in library:
        assert len(each.stored) <= LONGEST
        assert 0 < len(each.help) <= LONGEST_COMMENT
        assert not [part for part in ("\n", "*/") if part in each.help]
        tokens = [token for token in tokens_of(each.typed) if token.kind != "blank"]
        bound = bound_names(tokens)
        assert not {name for name in bound if name.upper() in KNOWN | REFUSED}
        called = {token.text for token in tokens if token.kind == "function"} - bound
        assert {name for name in called if name.startswith("PG.")} <= known
        assert {name for name in called if not name.startswith("PG.")} <= KNOWN
        words = {token.text for token in tokens if token.kind == "name"}
        assert words <= bound | {"TRUE", "FALSE"}
        assert all(token.kind not in ("reference", "line", "other", "bang", "quoted") for token in tokens)
        assert _depth(each.typed) <= DEEPEST


def _depth(formula: str) -> int:
    depth = most = 0
    for token in tokens_of(formula):
        depth += (token.kind == "open") - (token.kind == "close")
        most = max(most, depth)
    assert depth == 0
    return most


def test_newer_functions_are_marked_and_only_those(bundle: Bundle) -> None:
    for each in formulas_of(bundle, "en"):
        for token in tokens_of(each.stored):
            if token.kind == "function" and not token.text.startswith(("_xlpm.", "PG.")):
                bare = token.text.removeprefix("_xlfn.").removeprefix("_xlws.")
                assert (bare in LATER) == (bare != token.text)
                assert bare in LATER or bare in BEFORE_2007 or bare not in _later()


def _later() -> frozenset[str]:
    from pocgate_xl.spreadsheetml.formulas.functions import LATER as KNOWN_LATER

    return KNOWN_LATER


def test_arguments_stand_in_the_order_of_the_other_hosts(bundle: Bundle) -> None:
    others = {
        each.noun: [SPELLED.get(argument.name, argument.name) for argument in each.arguments]
        for each in FUNCTIONS
    }
    compared = 0
    for each in formulas_of(bundle, "en"):
        if each.public and each.noun in others:
            own = [name.strip("[]") for name in each.parameters]
            rest = iter(others[each.noun])
            assert all(name in rest for name in own), (each.noun, own, others[each.noun])
            compared += 1
    assert compared >= 20


def test_helpers_are_told_from_functions_by_their_names(bundle: Bundle) -> None:
    library = formulas_of(bundle, "en")
    texts = bundle.catalogs["en"].texts
    assert all(each.help == texts["lambda.helper"] for each in library if not each.public)
    assert {f"lambda.{each.noun}" for each in library if each.public} == {
        key for key in texts if key.startswith("lambda.") and key not in ("lambda.helper", "lambda.module")
    }


def test_only_the_default_language_and_the_help_differ_between_languages(bundle: Bundle) -> None:
    pairs = zip(formulas_of(bundle, "en"), formulas_of(bundle, "ja"), strict=True)
    differing = {en.noun for en, ja in pairs if en.typed != ja.typed}
    assert differing == {"_COLUMN", "CONCERNS"}


def test_a_gate_without_questions_causes_phases_and_helpers_has_no_functions_of_them(
    bundle: Bundle, template: Template
) -> None:
    bare = replace(
        template, questions=(), knock_out=(), causes=(), phases=(),
        criteria=tuple(replace(each, helper=None) for each in template.criteria),
    )  # fmt: skip
    nouns = {each.noun for each in named_formulas(bare, bundle.catalogs, "en")}
    assert not nouns & {"CAUSE", "ROADMAP", "KPI_RATING", "COST_RATING", "_ANSWERS"}
    assert {"DECISION", "MUST_MEETS", "PAYBACK"} <= nouns


def test_a_word_that_is_too_long_is_named(bundle: Bundle) -> None:
    long = {"item.security": "x" * 256}
    catalogs = {tag: Catalog(tag, {**each.texts, **long}) for tag, each in bundle.catalogs.items()}
    with pytest.raises(PocgateError, match=r"item\.security is too long"):
        named_formulas(bundle.template, catalogs, "en")


def test_a_list_of_words_that_is_too_long_is_named(bundle: Bundle) -> None:
    long = {f"item.{item.id}": "x" * 250 for item in bundle.template.items}
    long |= {f"criterion.{id_}": "x" * 250 for id_ in bundle.template.criterion_ids}
    catalogs = {tag: Catalog(tag, {**each.texts, **long}) for tag, each in bundle.catalogs.items()}
    many = replace(
        bundle.template, groups=tuple(replace(group, items=group.items) for group in bundle.template.groups)
    )
    twice = dict.fromkeys(("en", "ja"), catalogs["en"])
    found = [len(each.stored) for each in named_formulas(many, twice, "en") if each.noun == "_ITEM"]
    assert 0 < max(found) < LONGEST
    with pytest.raises(PocgateError, match=r"too long for a LAMBDA: PG\._ITEM"):
        named_formulas(replace(many, languages=("en", "ja", "xx")), {**twice, "xx": catalogs["en"]}, "en")
