"""The server's unmodified client in Chromium, with a stand-in for office.js alone."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.functions.registry import FUNCTIONS, call
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.origins.identity import identity_of, places_of
from tests.functions.examples import EXAMPLES, as_posted, as_shown
from tests.functions.live_server import TOKEN, Server
from tests.functions.node_packages import JS, node_modules
from tests.functions.open_book import answered, book_json, workbook

needs_client = pytest.mark.needs("node", "npm", "chromium")


MANY = "many findings"


@pytest.fixture(scope="module")
def visits(
    server: Server, bundle: Bundle, book: dict[str, Any], content: bytes,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:  # fmt: skip
    """Open the pane in English with every call and job, in Japanese, without a token, on other books."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "full.xlsx").write_bytes(content)
    found = list(_visits(bundle, book, folder))
    for visit in found:
        visit["picture"] = str(folder / f"{visit['name']}.png")
    requests = {"chromium": shutil.which("chromium"), "url": server.url, "visits": found}
    (folder / "requests.json").write_text(json.dumps(requests), encoding="utf-8")
    command = [
        shutil.which("node") or "node",
        str(JS / "client.mjs"),
        str(node_modules()),
        str(folder / "requests.json"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {visit["name"]: visit | {"folder": folder} for visit in json.loads(done.stdout)}


def _visits(bundle: Bundle, book: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    calls = [{"id": e.noun, "args": as_posted(e)} for e in EXAMPLES]
    bad = [{"id": "TOTAL", "args": [[["x", 1, 1, 1, 1, 1]], None, None]},
           {"id": "TOTAL", "args": [[[as_error("#N/A"), 1, 1, 1, 1, 1]], None, None]}]  # fmt: skip
    hostile = workbook(bundle, pg_engagement_poc_name="<img src=x onerror=alert(1)>", **answered(bundle))
    blank = book_json(workbook(bundle), bundle)
    japanese = book_json(workbook(bundle, "ja", **answered(bundle)), bundle, "ja")
    file, evidence = str(folder / "full.xlsx"), ["Checklist", "F12", "DOC-9"]
    yield visit("en", book, calls=calls + bad, steps=[
        {"click": "#findings li:first-child button"},
        {"click": "#check"},
        {"click": job("Results sheet")},
        {"click": job("Results sheet")},
        {"change": evidence, "until": "!document.querySelector('#findings').innerText.includes('F12')"},
        {"click": "#check"},
        {"click": job("Remove marks")},
    ])  # fmt: skip
    yield visit("ja", japanese, language="ja-JP")
    yield visit("token", book, token="", steps=[
        {"type": ["#token", TOKEN]},
        {"click": "#use-token", "until": "!document.querySelector('#review').hidden"},
    ])  # fmt: skip
    yield visit("wrong", book, token="a-wrong-token")
    yield visit("foreign", None, steps=[
        {"click": job("New workbook")},
        {"type": ["#engagement", "ENG-9"], "picture": str(folder / "foreign-new.png")},
        {"click": "#create"},
        {"click": job("Check a workbook from a file"), "file": file,
         "picture": str(folder / "foreign-file.png")},
        {"click": "#help summary", "picture": str(folder / "foreign-help.png")},
    ])  # fmt: skip
    yield visit("answers", blank, steps=[
        {"click": job("Import answers"), "file": file, "picture": str(folder / "answers-asked.png")},
        {"click": "#no"},
        {"click": job("Import answers"), "file": file},
        {"click": "#yes"},
    ])  # fmt: skip
    yield visit("locked", book, globals={"__password": "secret", "__lockedNotes": ["Checklist"]}, steps=[
        {"click": "#check"}, {"click": job("Results sheet")}, {"click": job("Results sheet")},
    ])  # fmt: skip
    yield visit("old", book, globals={"__excelApi": 16}, steps=[{"click": "#check"}])
    yield visit("hostile", book_json(hostile, bundle))
    yield visit(MANY, many_findings(blank))


def visit(name: str, book: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    return {"name": name, "book": book, "language": "en-US", "token": TOKEN} | more


def job(label: str) -> str:
    return f"#jobs button ::-p-text({label})"


def many_findings(blank: dict[str, Any]) -> dict[str, Any]:
    """Return a workbook in which every cell of three sheets that can be written holds nonsense."""
    book: dict[str, Any] = json.loads(json.dumps(blank))
    for sheet in book["sheets"]:
        if sheet["name"] in ("Scorecard", "Checklist", "Costs"):
            sheet["values"] = [[cell if cell != "" else "??" for cell in row] for row in sheet["values"]]
    return book


def as_error(text: str) -> dict[str, str]:
    return {"type": "Error", "basicType": "Error", "basicValue": text, "errorType": "NotAvailable"}


@needs_client
def test_the_client_registers_every_function(visits: dict[str, Any]) -> None:
    assert set(visits["en"]["registered"]) == {function.noun for function in FUNCTIONS}


@needs_client
def test_every_function_spills_through_the_client(visits: dict[str, Any]) -> None:
    by_noun = {function.noun: function for function in FUNCTIONS}
    for example, shown in zip(EXAMPLES, visits["en"]["calls"], strict=False):
        assert shown.get("value") == as_shown(call(by_noun[example.noun], example.arguments)), (
            example,
            shown,
        )


@needs_client
def test_a_mistake_shows_as_an_error_with_its_message_after_one_post(visits: dict[str, Any]) -> None:
    for shown in visits["en"]["calls"][len(EXAMPLES) :]:
        assert shown["error"] == "#VALUE!"
        assert shown["message"]
        assert shown["posts"] == 1


@needs_client
def test_no_page_has_a_fault(visits: dict[str, Any]) -> None:
    assert {name: visit["faults"] for name, visit in visits.items() if visit["faults"]} == {}


@needs_client
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pane_shows_the_review(visits: dict[str, Any], bundle: Bundle, language: str) -> None:
    catalog, text = bundle.catalogs[language], visits[language]["text"]
    for key in ("decision", "verdict", "next_step", "concerns", "open_items", "findings"):
        assert catalog.text(f"pane.{key}") in text
    assert catalog.label("decision", "conditional") in text
    assert "PG301" in text


PICTURES = ("en", "ja", "token", "foreign", "hostile", MANY, "foreign-file", "foreign-help", "answers-asked")


@needs_client
@pytest.mark.parametrize("name", PICTURES)
def test_the_pane_can_be_looked_at(visits: dict[str, Any], name: str) -> None:
    """The picture is kept beside the test's other files, for people."""
    from PIL import Image

    with Image.open(visits["en"]["folder"] / f"{name}.png") as picture:
        assert picture.width == 720
        assert len(picture.getcolors(1_000_000) or []) > 20


# -- Jobs -----------------------------------------------------------------------------------------------


@needs_client
def test_a_finding_jumps_to_its_cell(visits: dict[str, Any]) -> None:
    log = visits["en"]["log"]
    assert log["activated"][0] == "Checklist"
    assert log["selected"][0].startswith("Checklist!F")


@needs_client
def test_check_puts_notes_at_cells_and_takes_exactly_them_off(visits: dict[str, Any]) -> None:
    _, checked, *_, corrected, off = visits["en"]["steps"]
    assert checked["said"].startswith("Notes put at cells: 7.")
    assert checked["notes"]["Checklist!F12"].startswith("pocgate: PG301 9. User support structure")
    assert checked["notes"].keys() - corrected["notes"].keys() == {"Checklist!F12"}
    # Six of the seven, and four at results that the stand-in for Excel does not compute anew.
    assert off["said"].startswith("Our notes are gone from 10 cells.")
    assert off["notes"] == {}


@needs_client
def test_results_are_a_sheet_that_is_replaced_and_the_lock_is_put_on_again(visits: dict[str, Any]) -> None:
    _, _, first, second, *_ = visits["en"]["steps"]
    assert first["said"].startswith("The results are on the sheet “Results”.")
    assert ["Decision", "Total", 19, "points", "pg_out_total"] in first["results"]
    assert second["results"] == first["results"]
    assert visits["en"]["log"]["protection"] == ["off", "on"]


@needs_client
def test_the_pane_follows_what_is_changed(visits: dict[str, Any]) -> None:
    before, after = visits["en"]["steps"][3:5]
    assert "PG301" in before["text"]
    assert "PG301" not in after["text"]


@needs_client
def test_where_excel_lets_no_sheet_and_no_note_in_the_pane_says_so(visits: dict[str, Any]) -> None:
    checked, first, second = visits["locked"]["steps"]
    assert "Cells at which Excel let no note be put: 7 (Checklist!F12" in checked["said"]
    assert "PG301 9. User support structure" in checked["said"]
    assert "the results are on the sheet “Notes”, from row" in first["said"]
    assert second["said"] == first["said"]
    (old,) = visits["old"]["steps"]
    assert old["said"].startswith("This Excel puts no notes at cells")
    assert "Remove marks" not in old["text"]


@needs_client
def test_answers_of_a_file_are_filled_in_once_agreed_to(visits: dict[str, Any]) -> None:
    asked, refused, again, done = visits["answers"]["steps"]
    assert asked["asked"] == again["asked"]
    assert (
        asked["asked"] == "Answers in full.xlsx that are not here yet: 30, all for blank cells. Fill them in?"
    )
    assert "Not decidable yet" in refused["text"]
    assert done["said"] == "Filled in from full.xlsx: 30. Check now says what is still missing."
    assert "Improve, then proceed" in done["text"]


@needs_client
def test_a_foreign_workbook_is_offered_what_can_be_done(visits: dict[str, Any], bundle: Bundle) -> None:
    assert bundle.default_catalog.text("pane.not_ours") in visits["foreign"]["text"]
    *_, created, checked, helped = visits["foreign"]["steps"]
    assert created["said"].startswith("ENG-9 is ready.")
    (made,) = visits["foreign"]["log"]["opened"]
    facts = read_workbook(Package.from_bytes(base64.b64decode(made)))
    assert identity_of(facts, places_of(facts)).engagement == "ENG-9"
    assert "full.xlsx, as it was saved" in checked["text"]
    assert "Improve, then proceed" in checked["text"]
    assert "Makes a blank workbook for one engagement" in helped["text"]


@needs_client
def test_very_many_findings_are_shown_in_part(visits: dict[str, Any]) -> None:
    assert visits[MANY]["text"].count("PG") == 50
    assert re.search(r"Show \d+ more", visits[MANY]["text"])


@needs_client
def test_a_token_is_asked_for_and_used(visits: dict[str, Any], bundle: Bundle) -> None:
    before, after = visits["token"]["text"], visits["token"]["after"]
    assert bundle.default_catalog.text("pane.token_hint") in before
    assert bundle.default_catalog.text("pane.token_hint") not in after
    assert bundle.default_catalog.label("decision", "conditional") in after


@needs_client
def test_a_wrong_token_is_said_to_be_wrong(visits: dict[str, Any], bundle: Bundle) -> None:
    assert bundle.default_catalog.text("pane.token_wrong") in visits["wrong"]["text"]
    assert bundle.default_catalog.text("pane.token_wrong") not in visits["token"]["text"]


@needs_client
def test_what_a_workbook_says_is_text(visits: dict[str, Any]) -> None:
    assert "<img src=x onerror=alert(1)>" in visits["hostile"]["text"]
