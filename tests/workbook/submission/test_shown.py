"""Keys of what cells show: which plans have, that none goes, and what words they are told in."""

from __future__ import annotations

import dataclasses

import pytest

from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Submission
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import plan_of
from pocgate_xl.workbook.layout.plan import LIVE_EDITIONS, PLAIN, WorkbookPlan
from pocgate_xl.workbook.submission.shown import TRUTHS, asked, shown_values
from pocgate_xl.workbook.submission.shown.facts import Facts, words_of
from tests.engines.places import Places

RELEASED = [
    "output",
    "live",
    "whose",
    "faulty",
    "check",
    "check_line",
    "filled",
    "state",
    "engagement",
    "decision",
    "next_step",
    "verdict",
    "total",
    "reachable",
    "concerns",
    "raise",
    "clear",
    "open_item",
    "open_items_after",
    "drawn_rating",
    "average_needed",
    "drawn_group",
    "drawn_open",
    "drawn_cause",
    "drawn_exposure",
    "drawn_low",
    "drawn_range",
    "concern",
    "raise_criterion",
    "raise_rating",
    "raise_needed",
    "flag",
    "level",
    "driver",
    "exposure",
    "band_low",
    "band_high",
    "standing",
    "planned_standing",
    "rule_of_thumb",
    "currency",
    "rate",
    "months",
    "designed",
    "unjudged",
    "month",
    "gantt",
    "phase_standing",
    "due",
]
"""Words of keys in plans that were released: more may come, none may go."""


def facts_of(bundle: Bundle, plan: WorkbookPlan) -> Facts:
    """Return the facts of a blank submission."""
    assessment = assess(bundle.template, Submission())
    words = words_of(plan, bundle.catalogs[plan.language])
    return Facts(bundle.template, words, Submission(), assessment, frozenset(), {})


def keys_of(plan: WorkbookPlan) -> set[str]:
    return {sheet.cells[position].shows for sheet, position, _ in plan.formula_cells()} - {""}


def test_what_was_released_stays_computable() -> None:
    assert set(RELEASED) - TRUTHS.keys() == set()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("edition", [PLAIN, *LIVE_EDITIONS])
def test_every_key_of_a_plan_has_a_truth_and_every_truth_a_key(
    bundle: Bundle, language: str, edition: str
) -> None:
    plan = plan_of(bundle, language, edition)
    keys = keys_of(plan)
    assert shown_values(facts_of(bundle, plan), keys).keys() == keys
    unused = TRUTHS.keys() - {key.split()[0] for key in keys}
    assert unused - set(RELEASED) == set()
    assert ("live" in unused) == (edition == PLAIN)


def test_an_unknown_word_is_not_taken_for_a_truth() -> None:
    with pytest.raises(KeyError):
        asked("nothing pg_out_total")


def test_every_result_shows_what_its_name_says(bundle: Bundle) -> None:
    plan = plan_of(bundle, "en")
    places = Places(plan)
    results = {name: places.keys[places.named(name)] for name in plan.names if name.startswith("pg_out_")}
    assert results
    assert all(key == f"output {name.removeprefix('pg_out_')}" for name, key in results.items())


def test_a_plan_keeps_the_words_that_it_was_made_with(bundle: Bundle) -> None:
    """Released workbooks show the texts of their day, though the template has others by now."""
    plan = plan_of(bundle, "en")
    texts = {**bundle.catalogs["en"].texts, "text.unnamed": "Nobody", "decision.incomplete": "Unfit"}
    today = dataclasses.replace(bundle.catalogs["en"], texts=texts)
    facts = dataclasses.replace(facts_of(bundle, plan), words=words_of(plan, today))
    shown = shown_values(facts, ["whose", "decision"])
    catalog = bundle.catalogs["en"]
    assert shown == {
        "whose": catalog.text("text.unnamed"),
        "decision": catalog.label("decision", "incomplete"),
    }


def test_the_words_that_formulas_repeat_are_those_of_the_template(bundle: Bundle) -> None:
    for language in bundle.template.languages:
        catalog = bundle.catalogs[language]
        words = words_of(plan_of(bundle, language), catalog).texts
        assert {key: words[key] for key in catalog.texts} == dict(catalog.texts)


def test_every_text_in_a_shown_formula_comes_from_the_plan(bundle: Bundle) -> None:
    """With no other words than the plan's own, all truths are the same."""
    plan = plan_of(bundle, "ja")
    facts = facts_of(bundle, plan)
    bare = dataclasses.replace(bundle.catalogs["ja"], texts={})
    alone = dataclasses.replace(facts, words=words_of(plan, bare))
    keys = keys_of(plan)
    assert shown_values(alone, keys) == shown_values(facts, keys)
