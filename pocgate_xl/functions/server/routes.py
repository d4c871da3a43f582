"""Our own routes in xlwings Server: calls of functions, scripts, and what the task pane asks for."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.routing import Route
from xlwings import XlwingsError
from xlwings_server.main import app

from ...errors import PocgateError
from ...opc.safe_text import visible
from ...templates.loader import Bundle
from ..jobs.pane.shown import pane_texts
from ..open_workbook.workbook import NotOurs
from .guard import BUSY, RETRY_SECONDS
from .modules import Answer, called, catalog_in, scripted
from .pane_jobs import done
from .turns import Busy

LONGEST_TAG = 35
LONGEST_LINE = 300
REPORTED = logging.getLogger("xlwings_server.main")
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What code that reads a document raises when it is none, or none of the kind that is wanted."""


def add_routes(bundle: Bundle, templates: tuple[Path, ...]) -> Any:
    """Add our routes to the server and return it."""

    async def call(request: Request) -> Answer:
        return await called(await request.body())

    async def run(request: Request) -> Answer:
        return await scripted(await request.body(), request.path_params["name"])

    async def job(request: Request) -> Answer:
        language = _language(request)
        asked = language in bundle.catalogs
        catalog = catalog_in(bundle, language)
        return await done(request.path_params["id"], await request.body(), templates, catalog, asked)

    async def texts(request: Request) -> Answer:
        return 200, pane_texts(catalog_in(bundle, _language(request)))

    # Before the server's own: those look into every cell of a result once more, and take a document that
    # is none for a fault of the server.
    app.router.routes[:0] = [
        _route("/xlwings/custom-functions-call", call),
        _route("/xlwings/custom-scripts-call/{name}", run),
        _route("/pocgate/jobs/{id}", job),
        _route("/pocgate/texts", texts, "GET"),
    ]
    REPORTED.addFilter(_is_fault)
    return app


def _route(path: str, answer: Callable[[Request], Awaitable[Answer]], method: str = "POST") -> Route:
    async def respond(request: Request) -> JSONResponse:
        try:
            status, document = await answer(request)
            return JSONResponse(document, status)
        except Busy:
            return JSONResponse({"detail": BUSY}, 503, {"Retry-After": str(RETRY_SECONDS)})
        except (XlwingsError, NotOurs, PocgateError) as problem:
            status = 422 if isinstance(problem, NotOurs) else 400
            return JSONResponse({"detail": visible(str(problem), LONGEST_LINE)}, status)
        except UNREADABLE:
            return JSONResponse({"detail": "The request is not the expected kind of document."}, 400)

    return Route(path, respond, methods=[method])


def _is_fault(record: logging.LogRecord) -> bool:
    """Keep answers that a person sees in a cell out of the log: they quote what workbooks say."""
    return not isinstance(record.msg, XlwingsError)


def _language(request: Request) -> str:
    return request.query_params.get("lang", "")[:LONGEST_TAG]
