"""The server's unmodified client in Chromium, with a stand-in for office.js alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from pocgate_xl.functions.open_workbook.output_block import BLOCKS
from pocgate_xl.functions.registry import FUNCTIONS, call
from pocgate_xl.templates.loader import Bundle
from tests.functions.examples import EXAMPLES, as_posted, as_shown
from tests.functions.live_server import TOKEN, Server
from tests.functions.node_packages import JS, node_modules
from tests.functions.open_book import answered, book_json, workbook

needs_client = pytest.mark.needs("node", "npm", "chromium")


@pytest.fixture(scope="module")
def visits(
    server: Server, bundle: Bundle, book: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Open the pane in English with every call, in Japanese, without a token, on other books."""
    folder = tmp_path_factory.mktemp("client")
    calls = [{"id": e.noun, "args": as_posted(e)} for e in EXAMPLES]
    bad = [{"id": "TOTAL", "args": [[["x", 1, 1, 1, 1, 1]], None, None]},
           {"id": "TOTAL", "args": [[[as_error("#N/A"), 1, 1, 1, 1, 1]], None, None]}]  # fmt: skip
    hostile = workbook(bundle, pg_engagement_poc_name="<img src=x onerror=alert(1)>", **answered(bundle))
    japanese = book_json(workbook(bundle, "ja", **answered(bundle)), bundle, "ja")
    found = [
        {"name": "en", "book": book, "language": "en-US", "token": TOKEN, "calls": calls + bad,
         "clicks": ["#findings li:first-child button", "#write_findings", "#fill"]},
        {"name": "ja", "book": japanese, "language": "ja-JP", "token": TOKEN},
        {"name": "token", "book": book, "language": "en-US", "token": "", "typed": TOKEN},
        {"name": "wrong", "book": book, "language": "en-US", "token": "a-wrong-token"},
        {"name": "foreign", "book": None, "language": "en-US", "token": TOKEN},
        {"name": "hostile", "book": book_json(hostile, bundle), "language": "en-US", "token": TOKEN},
    ]  # fmt: skip
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
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {visit["name"]: visit | {"folder": folder} for visit in json.loads(done.stdout)}


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


@needs_client
@pytest.mark.parametrize("name", ["en", "ja", "token", "foreign", "hostile"])
def test_the_pane_can_be_looked_at(visits: dict[str, Any], name: str) -> None:
    """The picture is kept beside the test's other files, for people."""
    from PIL import Image

    with Image.open(visits[name]["folder"] / f"{name}.png") as picture:
        assert picture.width == 720
        assert len(picture.getcolors(1_000_000) or []) > 20


@needs_client
def test_a_finding_jumps_to_its_cell(visits: dict[str, Any]) -> None:
    log = visits["en"]["log"]
    assert log["activated"] == ["Checklist"]
    assert log["selected"][0].startswith("Checklist!F")


@needs_client
def test_scripts_fill_cells_below_the_notes(visits: dict[str, Any]) -> None:
    written = visits["en"]["log"]["written"]
    assert [block["sheet"] for block in written] == ["Notes"] * len(BLOCKS)
    first, second = written
    assert second["row"] > first["row"] + len(first["values"])
    assert ["pg_out_total", 19, ""] in second["values"]


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
def test_a_foreign_workbook_is_told_from_ours(visits: dict[str, Any], bundle: Bundle) -> None:
    assert bundle.default_catalog.text("pane.not_ours") in visits["foreign"]["text"]


@needs_client
def test_what_a_workbook_says_is_text(visits: dict[str, Any]) -> None:
    assert "<img src=x onerror=alert(1)>" in visits["hostile"]["text"]
