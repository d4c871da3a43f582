"""What xlwings Server serves: functions and scripts.

Importing this imports the server, which asks for a licence key.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any, TypeAlias

import xlwings.server
from xlwings import script

from ...core.catalog import Catalog
from ...templates.loader import Bundle
from ...workbook.layout.plan import IDENTITY, IDENTITY_TITLE, identity_name
from ...workbook.submission.origins.identity import places_of
from ..officejs.calls import NOUNS, PlainWriter, answer
from ..officejs.source import function_name, functions_source
from ..open_workbook.output_block import BLOCKS
from ..open_workbook.workbook import NotOurs, check_identified, facts_of
from ..open_workbook.xlwings_book import run_script
from .guard import SMALL_BODY
from .turns import Turns

Answer: TypeAlias = "tuple[int, dict[str, Any]]"
"""Status and document."""

ANSWERING = f"from {__name__} import PlainWriter, answer_aside as answer\n"
IN_IDENTITY = frozenset(identity_name(key).casefold() for key in IDENTITY)
NAMES = frozenset(map(function_name, NOUNS.values()))
MOST_ARGUMENTS = max(len(function.arguments) for function in NOUNS.values())
DEFAULTS = {
    "version": "",
    "client": "Office.js",
    "runtime": "1.1",
    "date_format": None,
    "culture_info_name": None,
}
"""What a client says of itself, were it to say nothing."""

__all__ = [
    "Answer",
    "PlainWriter",
    "answer_aside",
    "called",
    "catalog_in",
    "functions_module",
    "opened",
    "scripted",
    "scripts_module",
]


CALLS = Turns(running=4, waiting=400)
"""Of functions: a workbook that is computed anew asks for hundreds within a moment."""
BOOKS = Turns(running=2, waiting=8)
"""Of whole workbooks, each of which takes a core and some ten times its size for a while."""


async def answer_aside(noun: str, host_language: str, **arguments: Any) -> list[list[Any]]:
    """Answer a call off the event loop, which other calls wait for."""
    return await CALLS.take(partial(answer, noun, host_language, **arguments))


def functions_module(bundle: Bundle, catalog: Catalog) -> ModuleType:
    """Return the registry as the module that the server looks for."""
    module = ModuleType("custom_functions", "Functions of the gate review.")
    source = functions_source(bundle, catalog, answering=ANSWERING, awaited=True)
    sys.modules[module.__name__] = module  # decorators look up the module of a function
    exec(compile(source, module.__name__, "exec"), module.__dict__)
    return module


async def called(body: bytes) -> Answer:
    """Answer a call of a function; XlwingsError says what is wrong with its arguments."""
    data = json.loads(body) if len(body) <= SMALL_BODY else await CALLS.take(json.loads, body)
    if not isinstance(data, dict) or data.get("func_name") not in NAMES:
        return 400, {"detail": "There is no such function."}
    if not isinstance(data.get("args"), list) or len(data["args"]) > MOST_ARGUMENTS:
        return 400, {"detail": "The arguments are not a list."}
    request = {**DEFAULTS, **data}
    return 200, {
        "result": await xlwings.server.custom_functions_call(request, sys.modules["custom_functions"])
    }


def scripts_module() -> ModuleType:
    """Return the scripts as the module that the server looks for; nothing else is in it."""
    module = ModuleType("custom_scripts", "Scripts of the gate review.")
    for name in BLOCKS:
        setattr(module, name, _script(name))
    sys.modules[module.__name__] = module
    return module


def _script(name: str) -> Any:
    async def run(book: xlwings.Book) -> None:
        await BOOKS.take(run_script, name, book)

    run.__name__ = run.__qualname__ = name
    return script(run)


async def scripted(body: bytes, name: str) -> Answer:
    """Run a script on an open workbook as the client sends it; answer with what is to be written."""
    try:
        book = await BOOKS.take(_posted, body)
    except NotOurs as problem:
        raise xlwings.XlwingsError(str(problem)) from None
    try:
        injected = {xlwings.Book: book}
        scripts = sys.modules["custom_scripts"]
        await xlwings.server.custom_scripts_call(scripts, name, typehint_to_value=injected)
        return 200, book.json()
    finally:
        book.close()


@contextmanager
def opened(document: Any, language: str | None = None) -> Iterator[Any]:
    """Give an open workbook as the client sends it, and let go of it."""
    book = _book(document, language)
    try:
        yield book
    finally:
        book.close()


def _book(document: Any, language: str | None = None) -> Any:
    """Return an open workbook; what is not ours is told before anything is made of it."""
    check_identified(_identity(document), dict(_references(document)), language)
    return xlwings.Book(json=document)


def _posted(body: bytes) -> Any:
    return _book(json.loads(body))


def _identity(document: Any) -> dict[str, list[list[Any]]]:
    """Return the sheet with the identity, and those that its names lead to."""
    places = places_of(facts_of({}, dict(_references(document)))).values()
    titles = {place[0] for place in places if place} | {IDENTITY_TITLE}
    return {each["name"]: each["values"] for each in document["sheets"] if each["name"] in titles}


def _references(document: Any) -> Iterator[tuple[str, str]]:
    for each in document["names"]:
        if each["name"].casefold() in IN_IDENTITY:
            yield each["name"], each["refers_to"]


def catalog_in(bundle: Bundle, language: str) -> Catalog:
    """Return the texts in a language, the template's first one for any other."""
    known = bundle.catalogs.get(language) or bundle.catalogs.get(language.partition("-")[0])
    return known or bundle.default_catalog
