"""What the server answers the task pane's jobs with; what is read of a file is read apart."""

from __future__ import annotations

import base64
import binascii
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...batch.apart import done_apart
from ...core.catalog import Catalog
from ...opc.limits import DEFAULT
from ..jobs.pane import jobs as pane_jobs
from ..jobs.pane.jobs import JOBS
from ..open_workbook.xlwings_book import facts_of_book
from .modules import BOOKS, Answer, opened

SECONDS = 15
"""What the reading of a file may take: whoever waits is given up on soon after."""
LIMITS = replace(DEFAULT, seconds=SECONDS)
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".csv", ".json"})
LONGEST_NAME = 80


async def done(job: str, body: bytes, folders: tuple[Path, ...], catalog: Catalog, asked: bool) -> Answer:
    """Answer a job of the pane; NotOurs and PocgateError say in words why it cannot be done.

    `asked` says that somebody asked for the language of the texts, not only for any.
    """
    if job not in JOBS:
        return 404, {"detail": "There is no such job."}
    return 200, await BOOKS.take(_done, job, body, folders, catalog, asked)


def _done(job: str, body: bytes, folders: tuple[Path, ...], catalog: Catalog, asked: bool) -> dict[str, Any]:
    document = json.loads(body)
    language = catalog.language if asked else None
    if job == "new":
        return pane_jobs.new(_text(document, "engagement"), catalog)
    if job == "file":
        with _chosen(document) as file:
            return done_apart(pane_jobs.checked_file, file, folders, language, limits=LIMITS)
    with opened(document["book"], language) as book:
        facts = facts_of_book(book)
        if job == "check":
            return pane_jobs.checked(facts, folders, language)
        if job == "results":
            return pane_jobs.results(facts, folders)
        with _chosen(document) as file:
            read = pane_jobs.reader_of(file, LIMITS)
            return pane_jobs.answers(facts, folders, file.name, read)


def _text(document: Mapping[str, Any], key: str) -> str:
    value = document[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


@contextmanager
def _chosen(document: Mapping[str, Any]) -> Iterator[Path]:
    """Give the file that somebody chose, in a folder that is gone afterwards."""
    named = document["file"]
    name = Path(_text(named, "name").replace("\\", "/")).name
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(suffix)
    try:
        content = base64.b64decode(_text(named, "content"), validate=True)
    except binascii.Error as error:
        raise ValueError("content") from error
    with tempfile.TemporaryDirectory(prefix="pocgate-") as folder:
        file = Path(folder) / f"{_plain(Path(name).stem)}{suffix}"
        file.write_bytes(content)
        yield file


def _plain(stem: str) -> str:
    """Return the part of a name that any system takes: it is shown, and names no place."""
    kept = "".join(letter if letter.isalnum() or letter in " -_()." else "_" for letter in stem)
    return kept.strip(" .")[:LONGEST_NAME] or "file"
