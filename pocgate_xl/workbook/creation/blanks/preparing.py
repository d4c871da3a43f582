"""Prepare blanks when the package is built: what they show, whichever fields of an engagement are filled in.

The plan tells on which fields a formula rests, so that few workbooks, written the long way, hold every case:
in the n-th of them a field is filled in if n has its bit, and fields that meet in a formula have others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from ....opc.package import Package
from ....records import dataclass
from ....spreadsheetml.address import Position, position_of
from ....spreadsheetml.formulas.calculate import engine_kept
from ....templates.files import blanks_name
from ....templates.loader import Bundle
from ...layout.plan import LIVE_EDITIONS, PLAIN, WorkbookPlan, identity_name
from ...layout.plans import plan_of
from ...layout.precedents import CellNode, inputs_of_cells
from ..blank import made_blank
from ..carried import TEXTS
from ..engagement import ID, ORGANIZATION, complete_values
from ..fill import IDENTITY_NAMES
from ..register.heads import REGISTER
from ..register.page import prepared_head
from .container import contained, container_of
from .cut import cut, sheets_of, workbook_with
from .made_of import made_of
from .placeholders import Placeholder, plain_of
from .prepared import ANYWHERE, MADE_OF, prepared_blank
from .shown import cells_passed_over, found_placeholders
from .slots import Slot, place_of

EDITIONS = (PLAIN, *LIVE_EDITIONS)
MOST_BITS = 4
"""More fields that meet in one formula would take too many workbooks."""
_CELLS = re.compile(rb"(?=<c[ >])")
_ADDRESS = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')


class NotPreparable(ValueError):
    """A blank that differs otherwise than cell by cell: then it is made where it is asked for."""


def is_prepared(bundle: Bundle, language: str, editions: Sequence[str] = EDITIONS) -> bool:
    """Say whether the blanks of a language lie beside their template as they would be prepared now."""
    return all(prepared_blank(bundle, language, edition) for edition in editions)


def prepared_file(bundle: Bundle, language: str, editions: Sequence[str] = EDITIONS) -> bytes | None:
    """Return the file with the blanks of a language; None where one of them cannot be prepared.

    EngineError where there is no engine.
    """
    try:
        with engine_kept():
            books = {edition: _book(bundle, language, edition) for edition in editions}
    except NotPreparable:
        return None
    return contained({**books, **({REGISTER: _register(bundle, language)} if PLAIN in editions else {})})


def _register(bundle: Bundle, language: str) -> tuple[bytes, Mapping[str, Any]]:
    workbook, said = prepared_head(bundle, language)
    return workbook, {**said, "digest": bundle.digest, MADE_OF: made_of(bundle, language, REGISTER)}


def carried_files(bundle: Bundle, language: str) -> dict[str, bytes]:
    """Return a plain blank for a package that holds no more modules than it needs, by name in its folder.

    Nothing where it cannot be prepared, or where formulas compute with the texts that are put in there.
    """
    file = bundle.folder / blanks_name(language)
    lies = is_prepared(bundle, language, (PLAIN,))
    content = file.read_bytes() if lies else prepared_file(bundle, language, (PLAIN,))
    if content is None:
        return {}
    container = container_of(content)
    said = {**container.books[PLAIN], MADE_OF: ANYWHERE}
    if not said["placeholders"].keys() >= set(TEXTS):
        return {}
    return {file.name: contained({PLAIN: (container.workbook(PLAIN), said)})}


def _book(bundle: Bundle, language: str, edition: str) -> tuple[bytes, Mapping[str, Any]]:
    blank = made_blank(bundle, language, edition)
    placeholders = found_placeholders(blank, bundle, language, edition)
    said = {
        "digest": bundle.digest,
        MADE_OF: made_of(bundle, language, edition),
        "placeholders": plain_of(placeholders),
        "fixed": _fixed(bundle, language, edition),
        "sheets": sheets_of(blank),
        "slots": _Cases(bundle, language, edition, placeholders, blank).slots(),
    }
    return blank, said


def _fixed(bundle: Bundle, language: str, edition: str) -> list[tuple[str, str, str]]:
    """Return what stands in a workbook of which nothing is known, but its identity."""
    values = complete_values(bundle, language, {}, edition)
    return [
        (name, type(value).__name__, str(value))
        for name, value in sorted(values.items())
        if name not in IDENTITY_NAMES
    ]


@dataclass(slots=True)
class _Cases:
    """A blank, and the workbooks that show what it says in each case."""

    bundle: Bundle
    language: str
    edition: str
    placeholders: Mapping[str, Placeholder]
    blank: bytes

    def slots(self) -> dict[str, list[tuple[int, int, list[str], list[str]]]]:
        """Return by part what differs; NotPreparable where that is more than cells."""
        plan = plan_of(self.bundle, self.language, self.edition)
        behind = _fields_behind(plan, self.edition, self.placeholders)
        bits = _bits(behind)
        cases = [
            frozenset(name for name in self.placeholders if case >> bits.get(name, 0) & 1)
            for case in range(1 << max(bits.values(), default=0) + 1)
        ]
        packages = [Package.from_bytes(self._written(filled)) for filled in cases]
        sheets = dict(zip(sheets_of(self.blank), plan.sheets, strict=True))
        blank, found = Package.from_bytes(self.blank), {}
        for part in blank.names:
            contents = [package.read(part) for package in packages]
            original = blank.read(part)
            if any(content != original for content in contents):
                if part not in sheets:
                    raise NotPreparable(part)
                fields = {at: names for (id_, at), names in behind.items() if id_ == sheets[part].id}
                found[part] = [
                    (slot.begin, slot.end, list(slot.fields), [each.decode() for each in slot.variants])
                    for slot in _slots(original, contents, cases, fields)
                ]
        return found

    def _written(self, filled: frozenset[str]) -> bytes:
        placeholders = [each for name, each in self.placeholders.items() if name in filled]
        made = workbook_with(placeholders, {}, self.bundle, self.language, self.edition)
        if placeholders and cut(made, placeholders) is None:
            raise NotPreparable("a value stands elsewhere too")
        return made


def _fields_behind(
    plan: WorkbookPlan, edition: str, names: Mapping[str, Placeholder]
) -> dict[CellNode, tuple[str, ...]]:
    """Return by cell the fields with which it changes: its own, or those behind its formula."""
    nodes = {(plan.names[name].sheet, plan.names[name].first): name for name in names}
    found: dict[CellNode, tuple[str, ...]] = {node: (name,) for node, name in nodes.items()}
    for key, name in (("engagement", ID), ("organization", ORGANIZATION)):
        area = plan.names[identity_name(key)]
        if name in names:
            found[area.sheet, area.first] = (name,)
    for cell, inputs in inputs_of_cells(plan, cells_passed_over(plan, edition)).items():
        fields = sorted(nodes[node] for node in inputs & nodes.keys())
        if fields:
            found[cell] = tuple(fields)
    return found


def _bits(behind: Mapping[CellNode, Sequence[str]]) -> dict[str, int]:
    """Return a bit for each field, another one for those that meet anywhere."""
    bits: dict[str, int] = {}
    groups = set(map(frozenset, behind.values()))
    for name in sorted({name for group in groups for name in group}, key=lambda name: -_meets(name, groups)):
        taken = {bits[other] for group in groups if name in group for other in group if other in bits}
        bits[name] = next(bit for bit in range(len(taken) + 1) if bit not in taken)
    if max(bits.values(), default=0) >= MOST_BITS:
        raise NotPreparable("too many fields meet in a formula")
    return bits


def _meets(name: str, groups: set[frozenset[str]]) -> int:
    return len({other for group in groups if name in group for other in group})


def _slots(
    original: bytes,
    contents: Sequence[bytes],
    cases: Sequence[frozenset[str]],
    fields: Mapping[Position, tuple[str, ...]],
) -> Iterator[Slot]:
    """Yield what differs from a blank part, cell by cell."""
    pieces = _CELLS.split(original)
    others = [_CELLS.split(content) for content in contents]
    if any(len(other) != len(pieces) for other in others):
        raise NotPreparable("there are other cells")
    begins = [0, *accumulate(map(len, pieces))]
    for number, piece in enumerate(pieces):
        said = [other[number] for other in others]
        if any(each != piece for each in said):
            names = fields.get(_position(piece), ())
            yield Slot(begins[number], begins[number + 1], names, _variants(names, cases, said))


def _position(piece: bytes) -> Position:
    address = _ADDRESS.match(piece)
    return (position_of(address[1].decode()) if address else None) or (0, 0)


def _variants(
    names: tuple[str, ...], cases: Sequence[frozenset[str]], said: Sequence[bytes]
) -> tuple[bytes, ...]:
    """Return what is said by which fields are filled in; it must not differ by anything else."""
    found: dict[int, bytes] = {}
    for filled, each in zip(cases, said, strict=True):
        if found.setdefault(place_of(names, filled), each) != each:
            raise NotPreparable("a cell differs otherwise than by the fields behind it")
    if len(found) < 1 << len(names):
        raise NotPreparable("a case is missing")
    return tuple(found[place] for place in range(1 << len(names)))
