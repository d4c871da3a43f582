"""What an operator may say of the rules, read from words; ValueError says what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from ..core.assessment import Severity
from ..errors import AnswerError
from . import RULES
from .base import SEVERITIES, Policy, Rule

W = TypeVar("W")
R = TypeVar("R")

SHORTEST = 3
"""Letters of a code that stand for a family: PG3 for all that concerns the checklist."""


def policy_of(
    select: str | Iterable[str], ignore: str | Iterable[str], severity: Mapping[str, str] | None
) -> Policy:
    """Return what is said of the rules in words; AnswerError names the argument that says it wrongly."""
    graver = _each("severity", (severity or {}).items(), lambda pair: severity_of(*pair))
    selected = _each("select", _words(select), code_of)
    return Policy(tuple(sorted(graver)), tuple(selected), tuple(_each("ignore", _words(ignore), ignored_of)))


def _words(codes: str | Iterable[str]) -> list[str]:
    """Return codes one by one; in one text they stand with commas, as on the command line."""
    return codes.split(",") if isinstance(codes, str) else list(codes)


def _each(argument: str, words: Iterable[W], read: Callable[[W], R]) -> list[R]:
    try:
        return [read(word) for word in words]
    except ValueError as error:
        raise AnswerError(f"{argument}: {error}.") from None


def code_of(word: str) -> str:
    """Return a code, or what several codes begin with, in capitals."""
    code = word.strip().upper()
    if len(code) < SHORTEST or not _under(code):
        raise ValueError(f"there is no rule {word.strip()!r}{_near(code)}")
    return code


def ignored_of(word: str) -> str:
    """Return the code of what is not to be reported; with its family a rule that protects just stays."""
    code = code_of(word)
    if all(rule.protects for rule in _under(code)):
        raise ValueError(f"{code} cannot be ignored: it protects against files that cannot be trusted")
    return code


def severity_of(code: str, word: str) -> tuple[str, Severity]:
    """Return a rule's code with the severity that its findings are to have."""
    rule = _rule(code)
    severity = next((each for each in SEVERITIES if each == word.strip().lower()), None)
    if severity is None:
        raise ValueError(f"{word!r} is not a severity{nearest(word, SEVERITIES)}")
    if rule.protects and SEVERITIES.index(severity) > SEVERITIES.index(rule.severity):
        raise ValueError(
            f"{rule.code} cannot be made milder than {rule.severity}: it protects against files that "
            "cannot be trusted"
        )
    return rule.code, severity


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a question for the known word that is nearest, or all of them where none is near."""
    words = list(known)
    found = get_close_matches(word.strip(), words, n=1)
    return f" – did you mean {found[0]}?" if found else f"; choose from {', '.join(words)}"


def _rule(word: str) -> Rule[object]:
    code = word.strip().upper()
    found = next((rule for rule in RULES if rule.code == code), None)
    if found is None:
        raise ValueError(f"there is no rule {word.strip()!r}{_near(code)}")
    return found


def _under(code: str) -> list[Rule[object]]:
    return [rule for rule in RULES if rule.code.startswith(code)]


def _near(code: str) -> str:
    found = get_close_matches(code, [rule.code for rule in RULES], n=1)
    return f" – did you mean {found[0]}?" if found else " (pocgate rules lists them)"
