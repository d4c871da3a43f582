"""Engagements of two folders by id: where each went, and which files are set aside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.core.assessment import Finding
from pocgate_xl.errors import PocgateError
from pocgate_xl.exchange.comparison.as_json import comparison_json
from pocgate_xl.exchange.comparison.earlier_run import earlier_run
from pocgate_xl.exchange.comparison.matching import SetAside, compared_files, compared_folders
from pocgate_xl.exchange.own_texts import is_own_text
from pocgate_xl.reports.jsonl import json_text
from tests.exchange.exchanged import HOSTILE, plain, unreadable
from tests.portfolio.engagements import GATE, rated

LAST = GATE.items[-1].id


def of(id_: str, rating: int = 4, done: int = 15, file: str = "", **engagement: Any) -> dict[str, Any]:
    return plain(rated(rating, done, id=id_, **engagement), file or f"{id_}.xlsx")


def test_engagements_go_forward_back_or_nowhere() -> None:
    then = [of("A", 3), of("B", 5), of("C"), of("D"), of("E", done=14)]
    now = [of("A", 4), of("B", 4), of("C"), of("F"), of("E", done=15)]
    found = compared_folders(then, now)
    assert {each.id: each.movement for each in found.engagements} == {
        "A": "forward", "B": "back", "C": "same", "D": "gone", "E": "forward", "F": "new",
    }  # fmt: skip
    assert found.counts == {"forward": 2, "back": 1, "changed": 0, "same": 1, "new": 1, "gone": 1}


def test_a_decision_outweighs_a_total() -> None:
    """More points, but a knock-out question was answered no."""
    no = {f"pg_question_{GATE.knock_out[0]}": "no"}
    then, now = plain(rated(4, id="A")), plain(rated(5, id="A") | no)
    assert (then["decision"], now["decision"]) == ("go", "conditional")
    assert compared_files(then, now).engagements[0].movement == "back"


def test_a_name_moves_nothing_forward() -> None:
    then = plain(rated(done=14, id="A") | {f"pg_owner_{LAST}": "Sato"})
    now = plain(rated(done=14, id="A") | {f"pg_owner_{LAST}": "Suzuki"})
    assert compared_files(then, now).engagements[0].movement == "changed"


def test_an_error_that_is_gone_is_a_step_forward() -> None:
    faulty = plain(rated(id="A"), "a.xlsx", Finding("PG304", "error"))
    assert compared_files(faulty, plain()).engagements[0].movement == "forward"
    assert compared_files(plain(), faulty).engagements[0].movement == "back"


def test_the_highest_revision_counts_and_the_others_are_set_aside() -> None:
    now = [
        of("A", 3, file="old.xlsx", revision=1), of("A", 5, file="new.xlsx", revision=2),
        of("A", 5, file="new (copy).xlsx", revision=2), of("A", 4, file="rival.xlsx", revision=2),
        plain(rated(), "nobody.xlsx"),
    ]  # fmt: skip
    found = compared_folders([of("A", 4, revision=1)], now)
    (engagement,) = found.engagements
    used = engagement.latest["file"]
    assert used in ("new.xlsx", "new (copy).xlsx", "rival.xlsx")
    assert engagement.latest["engagement"]["revision"] == 2
    reasons = {each.file: each.reason for each in found.set_aside}
    assert reasons.pop("nobody.xlsx") == "no_id"
    assert reasons.pop("old.xlsx") == "older_revision"
    assert len(reasons) == 2
    assert "conflict" in reasons.values()


def test_what_cannot_be_read_is_named_on_its_side() -> None:
    found = compared_folders([unreadable("x.xlsx"), of("A")], [of("A")])
    assert [(each.side, each.file, each.code, each.message) for each in found.unexamined] == [
        ("then", "x.xlsx", "PG007", "cut off")
    ]
    assert compared_files(unreadable("x.xlsx"), of("A")).engagements == ()


def test_one_file_against_many_asks_for_no_more_than_it_is() -> None:
    found = compared_folders([of("A"), of("B")], [of("A", 5)], only=True)
    assert [(each.id, each.movement) for each in found.engagements] == [("A", "forward")]


def test_the_order_of_files_changes_nothing() -> None:
    then, now = (
        [of("A"), of("B"), unreadable("x")],
        [of("A", 5), of("B", 3, revision=2), of("B", 5, file="o")],
    )
    forth = compared_folders(then, now)
    back = compared_folders(then[::-1], now[::-1])
    assert comparison_json(forth) == comparison_json(back)


def test_json_has_codes_and_is_inert() -> None:
    text = comparison_json(compared_files(plain(), plain(rated(5, id="A", organization=HOSTILE))))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert is_own_text(text.encode())
    found = json.loads(text)
    assert found["summary"]["forward"] == 1
    (engagement,) = found["engagements"]
    assert engagement["organization"] == HOSTILE
    assert (engagement["then"]["total"], engagement["now"]["total"]) == (24, 30)
    assert engagement["changes"][0] == {"section": "result", "id": "total", "part": "", "then": 24, "now": 30}
    assert found["set_aside"] == []


def test_an_earlier_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "may.jsonl"
    lines = [of("A"), of("B"), unreadable("x.xlsx")]
    file.write_text("".join(f"{json_text(each)}\n" for each in lines), encoding="utf-8")
    assert earlier_run(file) == [json.loads(json_text(each)) for each in lines]


@pytest.mark.parametrize(
    "text",
    ["", "{}\n", "[]\n", "nothing\n", '{"outcome": "accepted"}\n', "[" * 100_000,
     json_text(plain()) + "\n{\n", json_text(plain()).replace('"total":24', '"total":NaN')],
)  # fmt: skip
def test_what_is_no_report_is_refused_by_its_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "may.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PocgateError, match="earlier run"):
        earlier_run(file)


def test_an_id_of_another_kind_is_a_text(tmp_path: Path) -> None:
    odd = of("A")
    odd["engagement"]["id"] = 7
    odd["scorecard"]["total"] = "many"
    found = compared_folders([odd, of("A")], [of("7", 5)])
    assert [each.id for each in found.engagements] == ["7", "A"]


def test_set_aside_names_the_file_instead() -> None:
    now = [of("A", 3, file="old.xlsx", revision=1), of("A", 5, file="new.xlsx", revision=2)]
    found = compared_folders([], now)
    assert found.set_aside == (SetAside("old.xlsx", "now", "older_revision", "new.xlsx"),)
