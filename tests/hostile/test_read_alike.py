"""What was learned from other files changes no verdict: each file is judged as if it were the first.

The fast ways (parts by their packed bytes, rows by their tags, judgements by their forms) are held against
the slow one, which parses every part whole and compares cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from pocgate_xl.batch import Options
from pocgate_xl.batch.check import assess_content
from pocgate_xl.core.assessment import assessment_to_json
from pocgate_xl.opc.refusal import Refused
from pocgate_xl.spreadsheetml import reader
from pocgate_xl.workbook.submission.origins.identity import Unidentified
from tests.hostile.cases import CASES
from tests.hostile.submission import submission

JUDGED = [case for case in CASES if not case.dangerous and case.outcome != "unreadable"]
SHARE = 5
"""Every so manieth case here; all of them at `python -m tests.hostile.test_read_alike`."""


@contextmanager
def parsed_whole() -> Iterator[None]:
    """Let nothing be known of any sheet, so that all of it is parsed, and compared cell by cell."""

    def unknown(*_: object) -> None:
        return None

    with patch.object(reader, "known_rows", unknown), patch.object(reader._SHEETS, "get", unknown):
        yield


def verdict(content: bytes) -> dict[str, Any] | str:
    try:
        return assessment_to_json(assess_content(content, Options()))
    except (Refused, Unidentified) as fault:
        return f"{fault.kind} {fault.detail}"


def agree(content: bytes) -> bool:
    with parsed_whole():
        slow = verdict(content)
    return verdict(content) == slow == verdict(content)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_honest_workbook_is_judged_alike(language: str) -> None:
    assert agree(submission(language))


@pytest.mark.parametrize("case", JUDGED[::SHARE], ids=lambda case: case.name)
def test_a_spoiled_workbook_is_judged_alike(case: Any) -> None:
    assert agree(case.make(submission()))


if __name__ == "__main__":
    for each in JUDGED:
        if not agree(each.make(submission())):
            print("judged otherwise:", each.name)
    print(len(JUDGED), "cases")
