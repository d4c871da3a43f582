"""A workbook for one engagement, without rebuilding: values are substituted in a zip template.

Formulas compute with some values of an engagement (currency, rate, months) and merely show others (its
id, its dates). Those that are merely shown become placeholders. All others, and which placeholders stay
empty, are the key of a zip template, which is made the long way. What fits none is written that way itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from ...core.fields import DETAIL, IDENTITY_GROUPS, Field, detail_field, input_fields, vocabulary
from ...core.submission import Value
from ...opc.package import Package
from ...opc.zip_template import ZipTemplate
from ...opc.zip_writer import replace_parts
from ...spreadsheetml.editing.cell_writer import NewValue, escaped
from ...spreadsheetml.editing.sheet_editor import replace_cells
from ...spreadsheetml.reader import read_workbook
from ...spreadsheetml.serial_dates import DAY_ZERO
from ...templates.loader import Bundle
from ..layout.formulas import blank
from ..layout.plan import PLAIN, Area, WorkbookPlan
from ..layout.precedents import CellNode, cells_in_formulas, cells_of, formulas_on
from ..layout.sheets.dashboard.grid import MOST_LETTERS, letters, shortened
from ..layout.sheets.inputs.checks import FAULT_PLACES, check_name
from ..layout.sheets.inputs.progress import ASKED_MISSING
from ..layout.styles.cell_styles import ROW_HEIGHT
from ..layout.styles.text_metrics import Lettering, height_of
from .blank import blank_workbook, plan_of
from .engagement import ID, ORGANIZATION, calculated_workbook, complete_values
from .fill import IDENTITY_NAMES, Values, joined_texts, stored
from .plain_texts import LONGEST, is_plain, is_shown_whole

__all__ = ["PLAIN", "workbook_for"]

OF_IDENTITY = tuple(f"pg_{group}_" for group in IDENTITY_GROUPS)
FIRST = 43_211
"""Numbers from here on stand for values: dates, and amounts that no blank workbook shows."""
UNFIT = False
"""A value for which nothing is substituted, so that the long way tells what is wrong with it."""
LARGEST = 10**15
_CELL = r"(?:pg_\w+|[A-Z]{1,3}[0-9]+)"
_BLANK_TEST = re.compile(rf'{re.escape(blank("@")).replace("@", _CELL)}|{_CELL}=""')
_STRINGS = re.compile(r'"(?:[^"]|"")*"')
_SHOWS = re.compile(rf'=(?:IF|IFERROR|{_CELL}|""|[(),&])+')
"""All that a formula may say that passes a value on as it is, once its tests for blanks are gone."""


class Placeholder(NamedTuple):
    """The value that stands for a field in a zip template, and its bytes as input and as result.

    `formulas` says how many cells show it. A `choice` is what formulas are computed with in its place.
    """

    field: Field
    value: str | int
    typed: bytes
    shown: bytes
    formulas: int
    width: float | None
    """Of its column, in characters."""
    height: float
    """Of its row, in points."""
    longest: int
    """Letters that formulas show whole; a longer text has a zip template of its own."""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What is the same for all workbooks of a zip template; `fixed` tells values apart down to their type."""

    bundle: Bundle
    language: str
    fixed: tuple[tuple[str, str, str], ...]
    placeholders: frozenset[str]
    values: Values = field(compare=False)


def workbook_for(bundle: Bundle, language: str, values: Values, edition: str = PLAIN) -> bytes:
    """Return the workbook of an engagement; `values` are its fields by defined name."""
    substituted = _substituted(bundle, language, values) if edition == PLAIN else None
    if substituted:
        return substituted
    with joined_texts(values):
        return calculated_workbook(bundle, language, values, edition)


def _substituted(bundle: Bundle, language: str, values: Values) -> bytes | None:
    """Return a zip template with the values in it; None for what has to be written the long way."""
    everything = complete_values(bundle, language, values, PLAIN)
    known = placeholders_of(bundle, language)
    placeholders = {name: each for name, each in known.items() if _shown_whole(each, everything.get(name))}
    substitutions = _substitutions(placeholders, _labelled(bundle, language, everything), language)
    if substitutions is None:
        return None
    zip_template = _zip_template(_cache_key(bundle, language, everything, placeholders))
    return None if zip_template is None else zip_template.substituted(substitutions)


def _cache_key(bundle: Bundle, language: str, values: Values, known: Mapping[str, Placeholder]) -> CacheKey:
    chosen = frozenset(name for name in known.keys() & values.keys() if values[name] not in (None, ""))
    rest = {name: value for name, value in values.items() if name not in (chosen | IDENTITY_NAMES)}
    fixed = tuple((name, type(value).__name__, str(value)) for name, value in sorted(rest.items()))
    return CacheKey(bundle, language, fixed, chosen, rest)


def _labelled(bundle: Bundle, language: str, values: Values) -> Values:
    """Return values as cells show them: of what is chosen from a gate's own lists the labels."""
    catalog, template, shown = bundle.catalogs[language], bundle.template, dict(values)
    for own in map(detail_field, template.details):
        code = values.get(own.name)
        if own.vocabulary and code is not None:
            known = code in vocabulary(template, own.vocabulary)
            shown[own.name] = catalog.label(own.vocabulary, str(code)) if known else UNFIT
    return shown


def _substitutions(
    placeholders: Mapping[str, Placeholder], values: Values, language: str
) -> dict[bytes, bytes] | None:
    """Return what goes in the place of each placeholder; None when a value needs the long way."""
    found: dict[bytes, bytes] = {}
    for name, value in values.items():
        if name not in placeholders:
            if not name.startswith(OF_IDENTITY) and name not in IDENTITY_NAMES:
                return None
        elif value not in (None, ""):
            substitution = _substitution(placeholders[name], value, language)
            if substitution is None:
                return None
            found[placeholders[name].typed], found[placeholders[name].shown] = substitution
    return found


def _substitution(placeholder: Placeholder, value: object, language: str) -> tuple[bytes, bytes] | None:
    """Return a value as the bytes of an input and of a result that shows it."""
    try:
        cell = stored(placeholder.field, value)
    except ValueError:
        return None
    if isinstance(cell, str):
        text = escaped(cell).encode()
        fits = (
            is_plain(cell) and height_of(cell, placeholder.width, Lettering(language)) <= placeholder.height
        )
        return (text, text) if fits else None
    if cell is None or not -LARGEST < cell < LARGEST:
        return None
    return f"<v>{cell}</v>".encode(), f"<v>{float(cell)}</v>".encode()


def _shown_whole(placeholder: Placeholder, value: object) -> bool:
    """Say whether formulas show all of a value."""
    return not isinstance(value, str) or is_shown_whole(value, placeholder.longest)


@lru_cache(maxsize=32)
def _zip_template(key: CacheKey) -> ZipTemplate | None:
    """Make a zip template the long way; None when a placeholder does not stand where its formulas show it."""
    bundle, language = key.bundle, key.language
    known = placeholders_of(bundle, language)
    placeholders = {name: each for name, each in known.items() if name in key.placeholders}
    values = {**key.values, **{name: _as_typed(each) for name, each in placeholders.items()}}
    computed = calculated_workbook(bundle, language, values)
    workbook = _with_labels(computed, plan_of(bundle, language), placeholders)
    parts = [sheet.part for sheet in read_workbook(Package.from_bytes(workbook)).sheets]
    zip_template = ZipTemplate(workbook, _bytes_of(placeholders.values()), parts)
    expected = sum((_expected(each) for each in placeholders.values()), Counter[bytes]())
    return zip_template if Counter(zip_template.placeholders) == expected else None


def _as_typed(placeholder: Placeholder) -> Value:
    if placeholder.field.kind == "date":
        return DAY_ZERO + timedelta(int(placeholder.value))
    return placeholder.choice or placeholder.value


def _with_labels(workbook: bytes, plan: WorkbookPlan, placeholders: Mapping[str, Placeholder]) -> bytes:
    """Put the placeholders of labels in place of the choices with which the workbook was computed."""
    chosen = {plan.names[name]: NewValue(each.value) for name, each in placeholders.items() if each.choice}
    if not chosen:
        return workbook
    package, parts = Package.from_bytes(workbook), dict[str, bytes]()
    titles = {sheet.title: sheet.part for sheet in read_workbook(package).sheets}
    for id_ in {area.sheet for area in chosen}:
        cells = {area.first: new for area, new in chosen.items() if area.sheet == id_}
        part = titles[plan.sheet(id_).title]
        parts[part] = replace_cells(package.read(part), cells)
    return replace_parts(package, parts)


def _bytes_of(placeholders: Iterable[Placeholder]) -> Iterator[bytes]:
    for each in placeholders:
        yield from {each.typed, each.shown}


def _expected(placeholder: Placeholder) -> Counter[bytes]:
    """Count where a placeholder must stand: in its cell, in results; some in the identity too."""
    inputs = 2 if placeholder.field.name in (ID, ORGANIZATION) else 1
    return Counter({placeholder.typed: inputs}) + Counter({placeholder.shown: placeholder.formulas})


@lru_cache(maxsize=32)
def placeholders_of(bundle: Bundle, language: str) -> Mapping[str, Placeholder]:
    """Return a placeholder for every field of an engagement that formulas merely show.

    The checks beside inputs do not count: no value that can be written is at fault. Nor do tests whether
    something that is asked for is there: where it is not, the key is another one.
    """
    plan = plan_of(bundle, language)
    fields = [f for f in input_fields(bundle.template) if f.group in IDENTITY_GROUPS]
    nodes: dict[str, CellNode] = {
        f.name: (plan.names[f.name].sheet, plan.names[f.name].first) for f in fields
    }
    checks = [check_name(sheet.id) for sheet in plan.sheets if check_name(sheet.id) in sheet.names]
    tests = [name for name in plan.names if name.startswith(FAULT_PLACES) or name == ASKED_MISSING]
    ignored = cells_in_formulas(plan, checks) | cells_of(plan, tests)
    formulas = formulas_on(plan, nodes.values(), ignored)
    package = Package.from_bytes(blank_workbook(bundle, language))
    content = b"".join(map(package.read, package.names))
    shown = [f for f in fields if _only_shown(f, formulas[nodes[f.name]])]
    placeholders = (
        _placeholder(
            f,
            FIRST + place,
            formulas[nodes[f.name]],
            _room(plan, plan.names[f.name]),
            _a_choice(bundle, f),
            language,
        )
        for place, f in enumerate(shown)
    )
    free = (each for each in placeholders if not any(b in content for b in _bytes_of([each])))
    return {each.field.name: each for each in free}


def _only_shown(field: Field, formulas: Collection[str]) -> bool:
    """Say whether all formulas pass a value on; a number must not become part of a text."""
    if field.kind == "label":
        return field.group == DETAIL and not formulas
    if field.maximum is not None:
        return False
    whole = (_cuts(field).sub(field.name, formula) for formula in formulas)
    bare = [_STRINGS.sub('""', _BLANK_TEST.sub("", formula)) for formula in whole]
    return all(_SHOWS.fullmatch(formula) and (field.kind == "text" or "&" not in formula) for formula in bare)


def _cuts(field: Field) -> re.Pattern[str]:
    """Return where formulas show as much of a text as there is room for."""
    return re.compile(re.escape(shortened(field.name, "@")).replace("@", r"(\w+)"))


def _longest(field: Field, formulas: Collection[str], language: str) -> int:
    """Return how many letters all formulas show whole."""
    counts = {name.removeprefix(MOST_LETTERS): count for name, count in letters(language)}
    places = (
        place for formula in formulas for found in _cuts(field).finditer(formula) for place in found.groups()
    )
    return min((counts[place] for place in places), default=LONGEST)


def _room(plan: WorkbookPlan, area: Area) -> tuple[float | None, float]:
    """Return the width and the height of a cell."""
    sheet, (row, column) = plan.sheet(area.sheet), area.first
    return sheet.widths.get(column), sheet.heights.get(row, ROW_HEIGHT)


def _a_choice(bundle: Bundle, field: Field) -> str:
    return vocabulary(bundle.template, field.vocabulary)[0] if field.vocabulary else ""


def _placeholder(
    field: Field, number: int, formulas: Collection[str], room: tuple[float | None, float], choice: str,
    language: str,
) -> Placeholder:  # fmt: skip
    """Return the placeholder of a field; a label is one more text, once it is known."""
    count, longest = len(formulas), _longest(field, formulas, language)
    if choice or field.kind == "text":
        word = f"pgvalue{number}"
        text = replace(field, kind="text")
        return Placeholder(text, word, word.encode(), word.encode(), count, *room, longest, choice)
    typed, shown = f"<v>{number}</v>".encode(), f"<v>{number}.0</v>".encode()
    return Placeholder(field, number, typed, shown, count, *room, longest)
