"""The server, live on loopback: how it is started and what it answers."""

from __future__ import annotations

import ast
import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.errors import PocgateError
from pocgate_xl.functions.officejs.source import function_name, functions_source
from pocgate_xl.functions.open_workbook.output_block import BLOCKS
from pocgate_xl.functions.registry import FUNCTIONS, call
from pocgate_xl.functions.server.server import SHORTEST_TOKEN, Serving, checked, settings
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import Values
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.functions.examples import EXAMPLES, as_posted, as_shown, random_ratings, scored_by_core
from tests.functions.live_server import ROOT, SECONDS, TOKEN, Server
from tests.functions.open_book import added, book_json, handed_over, shown

NAMES = {function.noun: function_name(function) for function in FUNCTIONS}
needs_server = pytest.mark.skipif(
    find_spec("xlwings_server") is None, reason="the extra [server] is not installed"
)


# -- How it is started ---------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "gate.example"])
def test_whoever_can_be_reached_needs_https(host: str) -> None:
    with pytest.raises(PocgateError, match="HTTPS is needed"):
        checked(Serving(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "127.0.0.1"])
def test_whoever_can_be_reached_gets_a_token(host: str) -> None:
    """Behind a proxy everybody comes from this computer, so loopback is no excuse there."""
    first, second = (checked(Serving(host=host, behind_proxy=True)).token for _ in range(2))
    assert len(first) > SHORTEST_TOKEN
    assert first != second


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_on_loopback_no_token_is_asked_for(host: str) -> None:
    assert checked(Serving(host=host)).token == ""


@pytest.mark.parametrize("port", ["99999999", "-1", "https"])
def test_a_port_that_there_is_not_is_no_argument(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["addin", "serve", f"--port={port}"])
    assert ended.value.code == 2
    assert f"'{port}' is not a port from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("token", ["short", "x" * (SHORTEST_TOKEN - 1), "with some spaces in it", "ト" * 20])
def test_a_token_that_protects_nothing_is_refused(token: str) -> None:
    with pytest.raises(PocgateError, match="token"):
        checked(Serving(token=token))


def test_a_certificate_needs_its_key() -> None:
    with pytest.raises(PocgateError, match="Give both"):
        checked(Serving(certificate=Path("certificate.pem")))


def test_no_licence_key_is_ever_set() -> None:
    assert not [name for name in settings(Serving()) if "LICENSE" in name]


@needs_server
def test_without_a_licence_key_the_operator_is_told(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    environment.pop("XLWINGS_LICENSE_KEY", None)
    command = [sys.executable, "-m", "pocgate_xl", "addin", "serve", "--port", "0"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 2
    assert "noncommercial use" in done.stderr
    assert "Traceback" not in done.stderr


def test_functions_are_off_the_event_loop(bundle: Bundle) -> None:
    source = functions_source(bundle, bundle.default_catalog, answering="answer = None", awaited=True)
    defined = [
        node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(defined) == len(FUNCTIONS)
    for function in defined:
        assert isinstance(function, ast.AsyncFunctionDef)
        assert isinstance(function.body[-1], ast.Return)
        assert isinstance(function.body[-1].value, ast.Await)


# -- What it answers -----------------------------------------------------------------------------------


def test_the_licence_is_named_at_the_start(server: Server) -> None:
    log = server.log.read_text(encoding="utf-8")
    assert "noncommercial" in log
    assert "xlwings Lite" in log


def test_every_function_answers(server: Server) -> None:
    by_noun = {function.noun: function for function in FUNCTIONS}
    for example in EXAMPLES:
        answer = server.call(NAMES[example.noun], as_posted(example))
        assert answer.status == 200, answer.body
        assert answer.document == {"result": as_shown(call(by_noun[example.noun], example.arguments))}


def test_the_server_scores_as_the_core_does(server: Server, bundle: Bundle) -> None:
    rows = random_ratings(10_000)
    scored = server.call("scores", [rows, None, None]).document["result"]
    assert scored == scored_by_core(bundle, rows)


def test_old_hosts_get_dates_as_serial_numbers(server: Server) -> None:
    example = next(each for each in EXAMPLES if each.noun == "ROADMAP")
    rows = server.call("roadmap", as_posted(example), runtime="1.1").document["result"]
    assert [type(cell) for cell in rows[0][1:3]] == [float, float]


@pytest.mark.parametrize(
    "cell",
    ["x", True, 7, 10**400, "-", {"type": "Error", "basicValue": "#N/A"}, {"basicValue": {}}, [[1]], "９"],
)
def test_what_cannot_be_read_is_told_in_one_line(server: Server, cell: Any) -> None:
    answer = server.call("total", [[[cell, 5, 4, 3, 2, 1]], None, None])
    assert answer.status == 400
    assert 0 < len(answer.body.decode()) <= 255
    assert b"Traceback" not in answer.body


@pytest.mark.parametrize(
    "args", [[], [None], [[[1] * 6], ["xx"], None], [5], [[[1], 2, [3, [4]]], None, None], [{}]]
)
def test_arguments_of_any_shape_are_no_fault_of_the_server(server: Server, args: list[Any]) -> None:
    assert server.call("total", args).status == 400


def test_an_unknown_function_is_the_callers_mistake(server: Server) -> None:
    assert server.call("no_such", []).status == 400


def test_cells_are_not_logged(server: Server) -> None:
    assert server.call("total", [[["secret-in-a-cell"] * 6], None, None]).status == 400
    assert "secret-in-a-cell" not in server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("token", ["", "wrong", TOKEN.upper(), f"Bearer {TOKEN}"])
@pytest.mark.parametrize(
    "path",
    ["/xlwings/custom-functions-call", "/xlwings/custom-scripts-call/check_workbook", "/pocgate/jobs/check"],
)
def test_a_wrong_token_is_refused_everywhere(server: Server, path: str, token: str) -> None:
    assert server.ask(path, b"{}", token).status == 401


@pytest.mark.parametrize(
    "path", ["/manifest", "/taskpane.html", "/xlwings/custom-functions-meta.json", "/pocgate/texts"]
)
def test_what_excel_fetches_itself_is_public(server: Server, path: str) -> None:
    assert server.ask(path, token="").status == 200


@pytest.mark.parametrize("chunked", [False, True])
def test_an_oversized_body_is_refused(server: Server, chunked: bool) -> None:
    try:
        status = server.ask("/pocgate/jobs/check", b" " * (6 * 1024 * 1024), chunked=chunked).status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # closed while the body was still being sent
    assert status == 413
    assert server.ask("/").status == 200


@pytest.mark.parametrize(
    "path",
    ["/xlwings/custom-functions-call", "/xlwings/custom-scripts-call/fill_results", "/pocgate/jobs/check"],
)
@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b"{", b"\xff\xfe", b"[]", b"{}", b'"']
)
def test_what_is_no_document_of_a_workbook_is_refused(server: Server, path: str, body: bytes) -> None:
    answer = server.ask(path, body)
    assert answer.status == 400
    assert answer.document["detail"]


def test_deep_json_is_the_callers_mistake(server: Server) -> None:
    assert server.ask("/pocgate/jobs/check", b'{"a":' * 5000 + b"1" + b"}" * 5000).status == 400


def test_an_unknown_script_is_not_looked_for(server: Server, book: dict[str, Any]) -> None:
    assert server.post("/xlwings/custom-scripts-call/xlwings", book).status == 404


def test_the_script_finds_what_the_file_check_finds(
    server: Server, book: dict[str, Any], content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "workbook.xlsx").write_bytes(content)
    findings = check_file(tmp_path / "workbook.xlsx").findings
    (action,) = server.post("/xlwings/custom-scripts-call/check_workbook", book).document["actions"]
    assert [shown(row[0]) for row in action["values"][1:]] == [found.message for found in findings]


@pytest.mark.parametrize("script", BLOCKS)
def test_a_script_fills_the_same_cells_here_as_in_a_file(
    server: Server, book: dict[str, Any], content: bytes, script: str, tmp_path: Path
) -> None:
    (action,) = server.post(f"/xlwings/custom-scripts-call/{script}", book).document["actions"]
    (tmp_path / "workbook.xlsx").write_bytes(content)
    arguments = [str(tmp_path / "workbook.xlsx"), "--script", script, "--out", str(tmp_path / "filled.xlsx")]
    assert main(["fill", *arguments]) == 0
    title = [sheet["name"] for sheet in book["sheets"]][action["sheet_position"]]
    here = {(title, position): value for position, value in handed_over(action).items()}
    assert added(content, (tmp_path / "filled.xlsx").read_bytes()) == here
    assert check_file(tmp_path / "filled.xlsx").outcome == "incomplete"


def test_the_pane_is_told_everything_it_shows(server: Server, book: dict[str, Any]) -> None:
    document = server.post("/pocgate/jobs/check", {"book": book}).document
    assert document["decision"]["code"] == "conditional"
    assert document["total"] == "19"
    assert document["concerns"]
    assert len(document["open_items"]) == 6
    assert {found["code"] for found in document["findings"]} == {"PG301", "PG302", "PG304"}
    links = [*document["steps"], *document["concerns"], *document["open_items"], *document["findings"]]
    assert all(link["sheet"] and link["cell"] for link in links)


def test_the_pane_speaks_the_language_that_is_asked_for(
    server: Server, book: dict[str, Any], bundle: Bundle
) -> None:
    document = server.post("/pocgate/jobs/check?lang=ja", {"book": book}).document
    assert document["decision"]["label"] == bundle.catalogs["ja"].label("decision", "conditional")
    texts = server.ask("/pocgate/texts?lang=ja-JP").document
    assert texts["title"] == bundle.catalogs["ja"].text("pane.title")


@pytest.mark.parametrize(
    ("job", "document", "status", "said"),
    [
        ("portfolio", {}, 404, "There is no such job."),
        ("new", {"engagement": "  "}, 400, "Enter the engagement ID first."),
        ("file", {"file": {"name": "a.exe", "content": ""}}, 400, "not the expected kind"),
        ("file", {"file": {"name": "../../a.xlsx", "content": "e30="}}, 400, "a.xlsx: "),
        ("file", {"file": {"name": "a.xlsx", "content": "no base64"}}, 400, "not the expected kind"),
    ],
)
def test_a_job_that_cannot_be_done_is_told_in_words(
    server: Server, job: str, document: dict[str, Any], status: int, said: str
) -> None:
    answer = server.post(f"/pocgate/jobs/{job}", document)
    assert (answer.status, said in answer.document["detail"]) == (status, True)


def test_what_somebody_chose_is_gone_once_it_was_read(server: Server, content: bytes) -> None:
    before = set(Path(tempfile.gettempdir()).glob("pocgate-*"))
    chosen = {"name": "full.xlsx", "content": base64.b64encode(content).decode()}
    assert server.post("/pocgate/jobs/file", {"file": chosen}).document["decision"]["code"] == "conditional"
    assert set(Path(tempfile.gettempdir()).glob("pocgate-*")) == before


def test_a_workbook_of_this_host_is_reviewed_like_any_other(server: Server, bundle: Bundle) -> None:
    """It calls our functions, which answer nothing in a file: their cells are empty, and that is right."""
    engagement: Values = {"pg_engagement_id": "ENG-1", "pg_engagement_assessment_date": "2026-11-20"}
    live = workbook_for(bundle, "en", engagement, "office")
    document = server.post("/pocgate/jobs/check", {"book": book_json(live, bundle)}).document
    assert [found for found in document["findings"] if found["severity"] == "error"] == []
    assert document["decision"]["code"] == "incomplete"


def test_a_foreign_workbook_is_refused_in_words(server: Server, book: dict[str, Any]) -> None:
    answer = server.post("/pocgate/jobs/check", {"book": {**book, "names": [], "sheets": book["sheets"][:1]}})
    assert answer.status == 422
    assert answer.document["detail"]


def test_floods_stop_nobody(server: Server, book: dict[str, Any]) -> None:
    """Half-open connections and large foreign workbooks: others are answered meanwhile and after."""
    half_open = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    sheet = book["sheets"][0] | {"name": "S", "values": [["x" * 20] * 50] * 1500}
    foreign = json.dumps({"book": {**book, "names": [], "sheets": [sheet]}}).encode()
    pretending = foreign.replace(b"xxxxxxxxxxx", b"pg_identity", 1)
    with ThreadPoolExecutor(20) as crowd:
        bodies = [foreign, pretending] * 10
        answers = [crowd.submit(server.ask, "/pocgate/jobs/check", body) for body in bodies]
        began = time.monotonic()
        assert server.call("total", [[[1, 2, 3, 4, 5, 5]], None, None]).document == {"result": [[20]]}
        waited = time.monotonic() - began
    for client in half_open:
        client.close()
    statuses = {answer.result().status for answer in answers}
    assert 422 in statuses <= {422, 503}
    assert waited < 20
    assert server.post("/pocgate/jobs/check", {"book": book}).status == 200


@pytest.mark.parametrize(
    ("path", "status"), [("/pocgate/jobs/check", 422), ("/xlwings/custom-scripts-call/fill_results", 400)]
)
def test_a_foreign_workbook_is_refused_alike_however_large_it_is(
    server: Server, book: dict[str, Any], path: str, status: int
) -> None:
    """A large one is not even parsed."""
    answers = set()
    for size in (1, 150_000):
        sheet = book["sheets"][0] | {"name": "S", "values": [["x"] * size]}
        posted = {**book, "names": [], "sheets": [sheet]}
        answer = server.post(path, {"book": posted} if "jobs" in path else posted)
        answers.add((answer.status, answer.document["detail"]))
    assert len(answers) == 1
    assert answers.pop()[0] == status


def test_a_name_that_is_not_its_own_is_refused(server: Server) -> None:
    for path in ("/", "/pocgate/texts"):
        assert server.ask(path, host="evil.example").status == 421
    assert server.ask("/pocgate/jobs/check", b"{}", host="evil.example").status == 421


def test_the_manifest_points_to_this_server(server: Server) -> None:
    text = server.ask("/manifest").body.decode()
    root = ElementTree.fromstring(text)
    urls = [
        each.get("DefaultValue", "")
        for each in root.iter()
        if each.get("DefaultValue", "").startswith("http")
    ]
    assert root.tag.endswith("OfficeApp")
    assert {url.split("/")[2] for url in urls} == {f"127.0.0.1:{server.port}"}
    assert all(url.startswith("https://") for url in urls)
    assert {server.ask(url.split(str(server.port), 1)[1]).status for url in urls} == {200}
