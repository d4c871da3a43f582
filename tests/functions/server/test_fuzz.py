"""Documents that no client sends, by the thousand: each is answered in one line, none is a fault of ours."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from pocgate_xl.functions.open_workbook.output_block import BLOCKS
from pocgate_xl.templates.loader import Bundle
from tests.functions.examples import EXAMPLES, as_posted
from tests.functions.live_server import ROOT, SECONDS
from tests.functions.open_book import answered, book_json, workbook

LONGEST = 350
"""Characters that a refusal may have."""

TIMES = int(os.environ.get("POCGATE_FUZZ", "1"))
"""How often as many are tried; set `POCGATE_FUZZ` for more."""
CALLS, BOOKS = 1250 * TIMES, 75 * TIMES
"""How many documents a route for functions gets, and how many one for workbooks, which are large."""

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 2.5, 1e308, -0.0, float("nan"), float("inf"), 10**400, "", " ", "x", "#N/A",
    "=1+1", "\ud800", "\u202e", "\x00", "é" * 300, "total", "1.4", "yyyy", [], [[]], [[[]]], [None], [[None]],
    [[1] * 6], [[1], [2, 3]], [["x"] * 6], {}, {"type": "Error"}, {"type": "Error", "basicValue": None},
    {"basicValue": {"basicValue": 1}}, {"a": [{"b": [1]}]}, "A1", "A0", "XFE1", "$A$1:$B", "Sheet1!A1",
)  # fmt: skip
"""Values that stand where others belong."""

REMOVE = object()


def spoiled(document: Any, drawn: random.Random) -> Any:
    """Return a document in which one to three places say something else, or nothing."""
    changed = json.loads(json.dumps(document))
    for _ in range(drawn.choice((1, 1, 2, 3))):
        holder, key = drawn.choice(list(_places(changed)))
        value = drawn.choice((REMOVE, *ODD, *ODD))
        if value is not REMOVE:
            holder[key] = value if value is None else json.loads(json.dumps(value))
        elif isinstance(holder, dict):
            del holder[key]
        else:
            holder.pop(key)
        if not changed:
            return changed
    return changed


def _places(node: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    """Yield every container with each of its keys; of long lists the first and the last alone."""
    if isinstance(node, dict):
        keys: list[Any] = list(node)
    elif isinstance(node, list):
        keys = sorted({0, len(node) - 1}) if node else []
    else:
        return
    for key in keys:
        yield node, key
        yield from _places(node[key], depth + 1)


def mangled(body: bytes, drawn: random.Random) -> bytes:
    """Return bytes that are nearly the document: cut, doubled, or with a byte of another kind."""
    place = drawn.randrange(len(body))
    return drawn.choice(
        (
            body[:place],
            body + body,
            body[:place] + bytes([drawn.randrange(256)]) + body[place + 1 :],
            body[:place] + b"[" * drawn.choice((1, 63, 64, 65, 5000)) + body[place:],
            b"",
            b"\xef\xbb\xbf" + body,
            body.decode().encode("utf-16"),
        )
    )


def bodies(document: Any, drawn: random.Random, count: int) -> Iterator[bytes]:
    whole = json.dumps(document).encode()
    for number in range(count):
        if number % 10 == 0:
            yield mangled(whole, drawn)
        elif number % 10 == 1:
            yield json.dumps(drawn.choice(ODD)).encode()
        else:
            yield json.dumps(spoiled(document, drawn)).encode()


HEADERS = [(b"content-type", b"application/json"), (b"host", b"localhost:8443")]


class Posted:
    """What an application answers to a body."""

    def __init__(self, path: str, body: bytes) -> None:
        self.path, self.body, self.sent = path, body, list[Any]()

    async def to(self, app: Any) -> tuple[int, bytes]:
        scope = {
            "type": "http", "method": "POST", "path": self.path, "raw_path": self.path.encode(),
            "query_string": b"", "headers": HEADERS, "http_version": "1.1",
            "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9), "root_path": "",
        }  # fmt: skip
        await app(scope, self._receive, self._send)
        answer = b"".join(message.get("body", b"") for message in self.sent)
        return self.sent[0]["status"], answer

    async def _receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": self.body, "more_body": False}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)


def tried() -> dict[str, Any]:
    """Post spoiled documents to every route of the application; runs in a process of its own."""
    from pocgate_xl.functions.registry import default_gate
    from pocgate_xl.functions.server.server import Serving, application

    bundle = default_gate().bundle
    app, logged, answers = application(Serving(), bundle), Logged(), list[Any]()
    logging.getLogger().addHandler(logged)

    async def post_all() -> None:
        for path, body in posts(bundle):
            answers.append((path, body, *await Posted(path, body).to(app)))

    asyncio.run(post_all())
    wrong = [
        [path, body[:300].decode("latin-1"), status, answer[:300].decode("latin-1")]
        for path, body, status, answer in answers
        if status >= 500 or b"Traceback" in answer or (status != 200 and len(answer.decode()) > LONGEST)
    ]
    return {"statuses": sorted({status for _, _, status, _ in answers}), "posted": len(answers),
            "wrong": wrong, "logged": logged.lines}  # fmt: skip


class Logged(logging.Handler):
    """Gather what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def posts(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
    """Yield path and body of every request."""
    drawn = random.Random(BOOKS)
    for example in EXAMPLES:
        call = {
            "client": "Office.js", "func_name": example.noun.lower(), "args": as_posted(example),
            "caller_address": None, "session_id": "s", "culture_info_name": "en-US", "runtime": "1.4",
            "date_format": "m/d/yyyy", "version": "",
        }  # fmt: skip
        for body in bodies(call, drawn, CALLS // len(EXAMPLES)):
            yield "/xlwings/custom-functions-call", body
    book = book_json(workbook(bundle, **answered(bundle)), bundle)
    for path in (f"/xlwings/custom-scripts-call/{name}" for name in BLOCKS):
        yield from ((path, body) for body in bodies(book, drawn, BOOKS))
    for job in ("check", "results"):
        yield from ((f"/pocgate/jobs/{job}", body) for body in bodies({"book": book}, drawn, BOOKS))
    yield from (("/pocgate/jobs/new", body) for body in bodies({"engagement": "ENG-1"}, drawn, 20))
    chosen = {"file": {"name": "values.json", "content": "e30="}}
    for job in ("answers", "file"):  # each file that is read takes a process of its own
        yield from ((f"/pocgate/jobs/{job}", body) for body in bodies({"book": book, **chosen}, drawn, 12))


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    if find_spec("xlwings_server") is None:
        pytest.skip("the extra [server] is not installed")
    code = f"import json; from {__name__} import tried; print(json.dumps(tried()))"
    environment = {**os.environ, "XLWINGS_LICENSE_KEY": "noncommercial"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=SECONDS * 10, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def test_no_document_is_a_fault_of_the_server(found: dict[str, Any]) -> None:
    assert found["wrong"][:3] == []


def test_some_documents_are_refused_and_some_still_understood(found: dict[str, Any]) -> None:
    assert set(found["statuses"]) >= {200, 400, 422}
    assert found["posted"] > 0.9 * (CALLS + 3 * BOOKS)


def test_nothing_is_logged_of_what_was_posted(found: dict[str, Any]) -> None:
    assert found["logged"] == []
