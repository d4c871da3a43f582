"""Our own routes in xlwings Server: calls of functions, and what the task pane asks for."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from xlwings import XlwingsError
from xlwings_server.main import app

from ..core.loading import Bundle
from .office_modules import called, reviewed, texts_in

LONGEST_TAG = 35
REPORTED = logging.getLogger("xlwings_server.main")


def add_routes(bundle: Bundle, templates: tuple[Path, ...]) -> Any:
    """Add the pane's routes to the server and return it."""

    async def review(request: Request) -> JSONResponse:
        status, document = await reviewed(await request.body(), templates, _language(request, bundle))
        return JSONResponse(document, status)

    async def texts(request: Request) -> JSONResponse:
        return JSONResponse(texts_in(bundle, request.query_params.get("lang", "")[:LONGEST_TAG]))

    # Before the server's own: that one looks into every cell of a result again before it is sent.
    app.router.routes.insert(0, Route("/xlwings/custom-functions-call", _call, methods=["POST"]))
    app.add_api_route("/pocgate/review", review, methods=["POST"])
    app.add_api_route("/pocgate/texts", texts, methods=["GET"])
    for fault in (RecursionError, ValueError):
        app.add_exception_handler(fault, _unreadable)
    REPORTED.addFilter(_is_fault)
    return app


def _is_fault(record: logging.LogRecord) -> bool:
    """Keep answers that a person sees in a cell out of the log: they quote what workbooks say."""
    return not isinstance(record.msg, XlwingsError)


async def _call(request: Request) -> JSONResponse:
    status, document = await called(await request.body())
    return JSONResponse(document, status)


def _language(request: Request, bundle: Bundle) -> str | None:
    language = request.query_params.get("lang", "")
    return language if language in bundle.catalogs else None


async def _unreadable(request: Request, fault: Exception) -> PlainTextResponse:
    return PlainTextResponse("The request is no document of a workbook.", 400)
