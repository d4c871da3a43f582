"""What an operator makes of the rules, whatever is found."""

from __future__ import annotations

import pytest

from pocgate_xl.core.assessment import Severity
from pocgate_xl.rules import RULES
from pocgate_xl.rules.base import SEVERITIES, Policy, Rule
from pocgate_xl.rules.policy import code_of, ignored_of, severity_of

BY_CODE = {rule.code: rule for rule in RULES}
PROTECTING = [rule for rule in RULES if rule.protects]


@pytest.mark.parametrize("rule", PROTECTING, ids=lambda rule: rule.code)
def test_a_rule_that_protects_is_always_reported_and_never_milder(rule: Rule[object]) -> None:
    policy = Policy(((rule.code, "note"),), select=("PG502",), ignore=(rule.code,))
    assert policy.reports(rule)
    assert policy.severity_of(rule) == rule.severity
    assert policy.severity_of(rule, "error") == "error"
    assert Policy(((rule.code, "error"),)).severity_of(rule) == "error"
    with pytest.raises(ValueError, match="cannot be ignored"):
        ignored_of(rule.code)
    for milder in SEVERITIES[SEVERITIES.index(rule.severity) + 1 :]:
        with pytest.raises(ValueError, match="cannot be made milder"):
            severity_of(rule.code, milder)


def test_every_file_that_is_refused_and_another_decision_protect() -> None:
    assert {rule.code for rule in RULES if rule.family == "file"} < {rule.code for rule in PROTECTING}
    assert {"PG111", "PG126", "PG131", "PG136", "PG716"} <= {rule.code for rule in PROTECTING}
    assert {"PG301", "PG404", "PG138", "PG801"}.isdisjoint({rule.code for rule in PROTECTING})


@pytest.mark.parametrize("own", [None, "error", "note"])
def test_what_an_operator_says_counts_for_findings_with_a_severity_of_their_own(own: Severity | None) -> None:
    assert Policy((("PG801", "warning"),)).severity_of(BY_CODE["PG801"], own) == "warning"
    assert Policy().severity_of(BY_CODE["PG801"], own) == (own or "warning")


@pytest.mark.parametrize(
    ("select", "ignore", "reported"),
    [
        ((), (), True),
        ((), ("PG3",), False),
        (("PG3",), (), True),
        (("PG4",), (), False),
        (("PG301",), ("PG3",), True),
        (("PG3",), ("PG301",), False),
        (("PG301",), ("PG301",), False),
    ],
)
def test_the_longer_code_counts(select: tuple[str, ...], ignore: tuple[str, ...], reported: bool) -> None:
    assert Policy(select=select, ignore=ignore).reports(BY_CODE["PG301"]) is reported


@pytest.mark.parametrize("word", ["", "P", "PG", "PG9", "PG3011", "XX301"])
def test_what_is_no_code_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="there is no rule"):
        code_of(word)


def test_codes_may_be_written_in_small_letters() -> None:
    assert (code_of(" pg3 "), severity_of("pg301", " Error ")) == ("PG3", ("PG301", "error"))
