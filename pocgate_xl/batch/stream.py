"""Very many files to assessments: in chunks, in their order or as they are done, by whoever is there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.assessment import Assessment
from ..opc.limits import DEFAULT, Limits
from .check import Options, examine
from .paths import workbooks_in
from .resource_limits import examine_within

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from .journal import Journal

    Submit = Callable[[list[str]], Future[list[Any]]]

CHUNK = 32
"""Files that one task checks; a second process pays from about so many on."""
AHEAD = 16
"""Chunks that are under way while the first of them is waited for: they bound the memory taken."""
LOOK_EVERY_SECONDS = 0.2


def _unheard(_text: str) -> None:
    """Let what a run says of itself go unheard."""


def check_paths(
    paths: Path | str | Iterable[Path | str],
    extra_templates: Iterable[Path] = (),
    limits: Limits = DEFAULT,
    language: str | None = None,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    *,
    jobs: int | None = None,
    journal: Path | None = None,
    stopped: Callable[[], bool] = bool,
    in_order: bool = True,
    said: Callable[[str], None] = _unheard,
) -> Generator[Assessment, None, None]:
    """Assess files, folders, globs and @lists in their order, or as they are done; one may stand alone.

    With `jobs` (or an executor, whose tasks do the same wherever they run) files are read by processes
    that can be killed, so that every limit is kept. Without, they are read here, where nobody keeps
    the limits of time and memory; with 0 jobs too, by a process that can be had for this alone and
    keeps them as well as it can. A `journal` keeps finished work for the next run; `said` hears of
    entries that are not believed. Once `stopped` says so no more comes, and what was done is kept.
    """
    options = Options(tuple(extra_templates), limits, language)
    files = workbooks_in([paths] if isinstance(paths, str | Path) else paths)
    return _checked(
        files,
        options,
        executor,
        chunk,
        jobs=jobs,
        journal=journal,
        stopped=stopped,
        in_order=in_order,
        said=said,
    )


def check_many(paths: Path | str | Iterable[Path | str], jobs: int = 0) -> Iterator[Assessment]:
    """Assess files, folders, globs and @lists with the built-in templates, by so many processes."""
    return check_paths(paths, jobs=jobs)


def map_files(
    files: Iterable[str],
    options: Options,
    executor: Executor | None = None,
    *,
    jobs: int | None = None,
    journal: Path | None = None,
    stopped: Callable[[], bool] = bool,
    in_order: bool = True,
    said: Callable[[str], None] = _unheard,
) -> Generator[Any, None, None]:
    """Assess files as `check_paths` does, once `workbooks_in` has found them.

    What the options tell of each is yielded, made where the file was checked. A journal keeps whole
    assessments, so with one they come here first.
    """
    there = journal is None and bool(executor or jobs)
    how = options if there else replace(options, transform=None)
    found = _checked(
        files, how, executor, jobs=jobs, journal=journal, stopped=stopped, in_order=in_order, said=said
    )
    with closing(found):
        for each in found:
            yield each if there else options.transformed(each)


def _checked(
    files: Iterable[str],
    options: Options,
    executor: Executor | None,
    chunk: int = CHUNK,
    *,
    jobs: int | None,
    journal: Path | None,
    stopped: Callable[[], bool],
    in_order: bool,
    said: Callable[[str], None],
) -> Generator[Any, None, None]:
    with ExitStack() as open_things:
        kept = open_things.enter_context(_journal(journal, options)) if journal else None
        if kept and kept.unbelieved:
            said(f"{journal}: {kept.unbelieved} entries are damaged; their files are checked again")
        if executor is None and not jobs:
            look = partial(examine if jobs is None else examine_within, options=options)
            yield from _here((_Chunk([file], kept) for file in files), look, kept, stopped)
            return
        chunks = (_Chunk(each, kept) for each in _chunks(iter(files), chunk))
        submit = open_things.enter_context(_local(jobs, options)) if jobs else _remote(executor, options)
        queue = _Queue(chunks, submit, max(AHEAD, 2 * (jobs or 0)), in_order)
        yield from _shared(queue, kept, stopped)


def _journal(file: Path, options: Options) -> Journal:
    """Open a journal; most runs keep none, and start without what reads one."""
    from .journal import Journal

    return Journal(file, options)


class _Chunk:
    """Some files with what the journal knows of them, and the work on the others."""

    def __init__(self, files: list[str], kept: Journal | None) -> None:
        self.known = [kept.known(file) if kept else None for file in files]
        self.unknown = [file for file, known in zip(files, self.known, strict=True) if known is None]
        self.work: Future[list[Any]] | None = None
        self.kept = False

    def begin(self, submit: Submit) -> _Chunk:
        if self.unknown:
            self.work = submit(self.unknown)
        return self

    def done(self) -> bool:
        return self.work is None or self.work.done()

    def found(self, kept: Journal | None) -> list[Any]:
        """Return what the work gave, which is kept the first time."""
        found = self.work.result() if self.work else []
        if kept and not self.kept:
            kept.add(found)
        self.kept = True
        return found

    def merged(self, found: Iterable[Any]) -> Iterator[Any]:
        """Yield what was found of all files in their order."""
        fresh = iter(found)
        return (next(fresh) if known is None else known for known in self.known)


def _here(
    chunks: Iterable[_Chunk],
    look: Callable[[str], Assessment],
    kept: Journal | None,
    stopped: Callable[[], bool],
) -> Iterator[Assessment]:
    for chunk in chunks:
        if stopped():
            return
        found = [look(file) for file in chunk.unknown]
        if kept:
            kept.add(found)
        yield from chunk.merged(found)


class _Queue:
    """The chunks that are under way, a bounded number of them."""

    def __init__(self, chunks: Iterator[_Chunk], submit: Submit, ahead: int, in_order: bool) -> None:
        self._chunks, self._submit, self._ahead, self._in_order = chunks, submit, ahead, in_order
        self.under_way: deque[_Chunk] = deque()

    def refill(self) -> bool:
        """Begin as many chunks as may be under way; say whether there is any."""
        room = self._ahead - len(self.under_way)
        self.under_way.extend(chunk.begin(self._submit) for chunk in islice(self._chunks, room))
        return bool(self.under_way)

    def take(self) -> _Chunk | None:
        """Return the next chunk that is done, after some waiting at most."""
        from concurrent.futures import FIRST_COMPLETED, wait

        turns = [self.under_way[0]] if self._in_order else list(self.under_way)
        if not any(chunk.done() for chunk in turns):
            wait([chunk.work for chunk in turns if chunk.work], LOOK_EVERY_SECONDS, FIRST_COMPLETED)
        found = next((chunk for chunk in turns if chunk.done()), None)
        if found:
            self.under_way.remove(found)
        return found

    def cancel(self) -> None:
        for chunk in self.under_way:
            if chunk.work:
                chunk.work.cancel()


def _shared(queue: _Queue, kept: Journal | None, stopped: Callable[[], bool]) -> Iterator[Any]:
    try:
        while not stopped() and queue.refill():
            if chunk := queue.take():
                yield from chunk.merged(chunk.found(kept))
            _keep(queue.under_way, kept)
        if stopped():  # what waited for its turn only
            for chunk in filter(_Chunk.done, queue.under_way):
                yield from chunk.merged(chunk.found(kept))
    finally:
        queue.cancel()


def _keep(under_way: Iterable[_Chunk], kept: Journal | None) -> None:
    """Put into the journal what is done before its turn has come."""
    if kept:
        for chunk in under_way:
            if chunk.done():
                chunk.found(kept)


@contextmanager
def _local(jobs: int, options: Options) -> Iterator[Submit]:
    """Give every chunk to a thread that has a process; threads and processes begin with the work."""
    from concurrent.futures import ThreadPoolExecutor

    from .worker_pool import Workers

    with ThreadPoolExecutor(jobs) as threads, Workers(options) as workers:
        yield lambda files: threads.submit(workers.check, files)


def _remote(executor: Executor | None, options: Options) -> Submit:
    from .worker_pool import check_guarded

    assert executor is not None
    submit = executor.submit
    return lambda files: submit(check_guarded, options, files)


def _chunks(files: Iterator[str], size: int) -> Iterator[list[str]]:
    while found := list(islice(files, size)):
        yield found
