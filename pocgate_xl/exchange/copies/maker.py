"""Copies of submissions: everything that was answered in a fresh workbook, and what is still to be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import Literal, TypeAlias

from ...batch.check import Options, assess_content, read_again
from ...core.assessment import Assessment, Finding, ReadableAssessment
from ...errors import EngineError, PocgateError
from ...opc.package import Package
from ...opc.refusal import Refused
from ...records import dataclass
from ...rules.base import Policy
from ...spreadsheetml.surroundings import PackageSurroundings
from ...templates.loader import Bundle, find_bundle
from ...workbook.creation.transfer.carry import Transfer, transfer
from ...workbook.creation.transfer.ledger import EntryKind, LedgerEntry, counted
from ...workbook.creation.transfer.merge import merged
from ...workbook.rendering.cell_notes import reply_in
from ...workbook.submission.reader import Reading
from ..open_answers import missing_in
from .kept_leftovers import kept_leftovers
from .page import kinds_of
from .workbook import bare_copy, marked

FAR_CELLS = "PG141"
"""The note that a sheet of nobody's plan is long, as those of copies may be."""

CopyKind: TypeAlias = Literal["return", "migrate"]


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A copy of one submission, or why there is none.

    The ledger says what became of its answers; `corrections`, `checks` and `missing` what is still to be
    corrected, looked at and given in it.
    """

    file: str
    outcome: str
    engagement: str = ""
    language: str = ""
    was: str = ""
    now: str = ""
    content: bytes | None = None
    ledger: tuple[LedgerEntry, ...] = ()
    corrections: int = 0
    checks: int = 0
    missing: int = 0
    problem: str = ""

    @property
    def counts(self) -> Mapping[EntryKind, int]:
        return counted(self.ledger)


@dataclass(frozen=True, slots=True)
class CopyMaker:
    """What makes the copy of a submission in the process that checked it.

    `outcomes` are those of which copies are wanted; `language` is that of the copies, each workbook's own if
    None; `page` the address of the page that they name, "" for none.
    """

    kind: CopyKind
    outcomes: frozenset[str]
    options: Options
    language: str | None = None
    page: str = ""

    def __call__(self, assessment: Assessment) -> MadeCopy:
        bare = MadeCopy(assessment.file, assessment.outcome, _whose(assessment))
        if not isinstance(assessment, ReadableAssessment) or assessment.outcome not in self.outcomes:
            return bare
        try:
            return self._made(assessment, bare)
        except PocgateError as error:
            return replace(bare, problem=f"{error.problem} {error.action}".strip())

    def _made(self, assessment: ReadableAssessment, bare: MadeCopy) -> MadeCopy:
        package, reading = read_again(assessment.file, self.options)
        bundle = target_of(reading, self.options.extra_templates)
        language = language_in(bundle, self.language or reading.expected.language)
        if self.kind == "migrate" and _is_current(reading, bundle, language):
            return replace(bare, was=_version(bundle), now=_version(bundle), language=language)
        carried = _carried(package, reading, bundle, language)
        content, after = marked_copy(carried, assessment.findings, self.kind, self.options, self.page)
        kinds = Counter(kinds_of(after))
        return replace(
            bare, content=content, language=language, ledger=carried.ledger, corrections=kinds["error"],
            checks=kinds["warning"],
            missing=len(missing_in(after)), was=_version(reading.bundle), now=_version(bundle),
        )  # fmt: skip


def _is_current(reading: Reading, bundle: Bundle, language: str) -> bool:
    """Say whether a workbook is one of today's in the language that is wanted."""
    return reading.bundle is bundle and reading.expected.language == language


def _whose(assessment: Assessment) -> str:
    return (assessment.engagement.id or "") if assessment.engagement else ""


def _version(bundle: Bundle) -> str:
    return f"{bundle.template.id} {bundle.template.version}"


def target_of(reading: Reading, extra: tuple[Path, ...]) -> Bundle:
    """Return the template of today with the id of a workbook's own."""
    own = reading.bundle
    return find_bundle(own.template.id, None, extra) or own


def language_in(bundle: Bundle, language: str) -> str:
    return language if language in bundle.catalogs else bundle.template.languages[0]


def _carried(package: Package, reading: Reading, bundle: Bundle, language: str) -> Transfer:
    kept = kept_leftovers(reading)
    notes = dict(_notes(package, reading))
    return transfer(
        reading, bundle, language, notes=notes, kept=kept.entries, passed=kept.titles, ours=kept.cells
    )


def _notes(package: Package, reading: Reading) -> Iterator[tuple[str, list[tuple[tuple[int, int], str]]]]:
    """Yield the notes of people on each sheet; those of an earlier copy are made anew."""
    surroundings = PackageSurroundings(package)
    for sheet in reading.facts.sheets:
        try:
            notes = surroundings.over(sheet).notes
        except Refused:
            continue
        own = [(at, replied) for at, text in notes if (replied := reply_in(text))]
        if own:
            yield sheet.title, own


def marked_copy(
    carried: Transfer, before: tuple[Finding, ...], kind: CopyKind, options: Options, page: str = ""
) -> tuple[bytes, Assessment]:
    """Return the copy and what is found in it: first bare, then with its marks, which change nothing.

    EngineError where a check of the marked copy finds anything else than a check of the bare one.
    """
    plain = replace(options, policy=Policy(), language=None, transform=None)
    bare = bare_copy(carried, kind == "return", page)
    after = assess_content(bare.workbook, plain)
    if after.outcome == "unreadable":
        raise EngineError("The copy cannot be read back.")
    content = marked(bare, before, after)
    again = assess_content(content, plain)
    if new := _found(again) - _found(after):
        brief = {sheet for _, sheet, _ in new}  # words of a finding beside the decision are findings
        content = marked(bare, before, after, brief)
        again = assess_content(content, plain)
    if new := _found(again) - _found(after):
        named = ", ".join(" ".join(each) for each in sorted(new))
        raise EngineError(f"The marks of the copy would themselves be found: {named}.")
    return content, again


def _found(assessment: Assessment) -> frozenset[tuple[str, str, str]]:
    """Return what is found in a copy, but for how large the sheets are that it has beside its plan."""
    found = ((each.code, each.sheet, each.cell) for each in assessment.findings if each.code != FAR_CELLS)
    return frozenset({*found, ("answers", assessment.responses_digest or "", "")})


def merged_copy(files: Sequence[str], options: Options, language: str | None, page: str = "") -> MadeCopy:
    """Return one copy of the workbooks of one engagement; the first of them is followed in doubt.

    `page` is the address of the page that it names, "" for none.
    """
    read = [read_again(file, options) for file in files]
    bundle = target_of(read[0][1], options.extra_templates)
    language = language_in(bundle, language or read[0][1].expected.language)
    parts = [(PureWindowsPath(file).name, _carried(package, reading, bundle, language))
             for file, (package, reading) in zip(files, read, strict=True)]  # fmt: skip
    carried = merged(parts)
    content, after = marked_copy(carried, (), "migrate", options, page)
    kinds = Counter(kinds_of(after))
    return MadeCopy(
        files[0], after.outcome, _whose(after), language, _version(read[0][1].bundle), _version(bundle),
        content, carried.ledger, kinds["error"], kinds["warning"], len(missing_in(after)),
    )  # fmt: skip
