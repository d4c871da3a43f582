"""A workbook for one engagement, without rebuilding: values are substituted in a zip template.

Formulas compute with some values of an engagement (currency, rate, months) and merely show others (its
id, its dates). Those that are merely shown become placeholders. All others, and which placeholders stay
empty, are the key of a zip template, which is prepared with the package or made the long way. What fits none
is written that way itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import lru_cache, partial

from ...core.fields import IDENTITY_GROUPS, detail_field, vocabulary
from ...opc.package import Package
from ...opc.zip_template import ZipTemplate, replaced_in
from ...opc.zip_writer import replace_parts
from ...output.cache import kept
from ...records import dataclass
from ...spreadsheetml.editing.cell_writer import escaped
from ...templates.loader import Bundle
from ..layout.plan import PLAIN
from ..layout.styles.text_metrics import Lettering, height_of
from .blank import blank_workbook, still_holds
from .blanks.made_of import is_as_it_lies, made_of
from .blanks.placeholders import Placeholder, bytes_of, placeholders_in, written
from .blanks.prepared import Fixed, PreparedBlank, prepared_blank
from .engagement import calculated_workbook, complete_values
from .fill import IDENTITY_NAMES, Values, joined_texts, stored
from .plain_texts import is_plain, is_shown_whole

__all__ = ["PLAIN", "workbook_for"]

OF_IDENTITY = tuple(f"pg_{group}_" for group in IDENTITY_GROUPS)
UNFIT = False
"""A value for which nothing is substituted, so that the long way tells what is wrong with it."""
LARGEST = 10**15
COMMON = frozenset(f"pg_engagement_{key}" for key in ("language", "currency", "revision"))
"""What zip templates are kept for in other runs: whatever else is computed with differs each time."""


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What is the same for all workbooks of a zip template; `fixed` tells values apart down to their type."""

    bundle: Bundle
    language: str
    fixed: Fixed
    placeholders: frozenset[str]
    values: Values = field(compare=False)


def workbook_for(bundle: Bundle, language: str, values: Values, edition: str = PLAIN) -> bytes:
    """Return the workbook of an engagement; `values` are its fields by defined name."""
    substituted = _substituted(bundle, language, values, edition)
    if substituted:
        return substituted
    with joined_texts(values):
        return calculated_workbook(bundle, language, values, edition)


def _substituted(bundle: Bundle, language: str, values: Values, edition: str) -> bytes | None:
    """Return a workbook with the values in the place of placeholders; None for what takes the long way."""
    prepared = prepared_blank(bundle, language, edition)
    if prepared is None and edition != PLAIN:
        return None
    everything = complete_values(bundle, language, values, edition)
    known = prepared.placeholders if prepared else placeholders_of(bundle, language)
    placeholders = {name: each for name, each in known.items() if _shown_whole(each, everything.get(name))}
    substitutions = _substitutions(placeholders, _labelled(bundle, language, everything), language)
    if substitutions is None:
        return None
    key = _cache_key(bundle, language, everything, placeholders)
    if prepared and (edition != PLAIN or not key.placeholders):
        return _as_filled(prepared, key, substitutions) if key.fixed == prepared.fixed else None
    zip_template = _zip_template(key)
    return None if zip_template is None else zip_template.substituted(substitutions)


def prepared_workbook(bundle: Bundle, language: str, values: Values) -> bytes:
    """Return a prepared blank with values that it merely shows; ValueError holds the name of another one."""
    prepared = prepared_blank(bundle, language, PLAIN)
    known = prepared.placeholders if prepared else {}
    for name, value in values.items():
        fits = name in known and _shown_whole(known[name], value)
        if not fits or _substitution(known[name], value, language) is None:
            raise ValueError(name)
    return workbook_for(bundle, language, values)


def _as_filled(prepared: PreparedBlank, key: CacheKey, substitutions: Mapping[bytes, bytes]) -> bytes:
    """Return a prepared blank as it is when values are written into it the long way."""
    parts = dict(prepared.parts(key.placeholders))
    changed = {name: replaced_in(content, substitutions) for name, content in parts.items()}
    return replace_parts(Package.from_bytes(prepared.workbook), changed)


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
    """Return a zip template; None when a placeholder does not stand where its formulas show it."""
    if not key.placeholders:
        return None
    bundle, language = key.bundle, key.language
    prepared = prepared_blank(bundle, language, PLAIN)
    known = prepared.placeholders if prepared else placeholders_of(bundle, language)
    placeholders = [each for name, each in known.items() if name in key.placeholders]
    if prepared and key.fixed == prepared.fixed:
        parts = dict(prepared.parts(key.placeholders))
        return ZipTemplate(prepared.workbook, bytes_of(placeholders), prepared.sheets, parts)
    from .blanks.cut import cut  # the engine of formulas

    return cut(_computed(key, placeholders), placeholders)


def _computed(key: CacheKey, placeholders: Sequence[Placeholder]) -> bytes:
    """Return the workbook that is cut: computed with placeholders in it, or kept since that was done."""
    from .blanks.cut import workbook_with

    bundle, language = key.bundle, key.language

    def compute() -> bytes:
        return workbook_with(placeholders, key.values, bundle, language)

    if not is_as_it_lies(bundle) or not key.values.keys() <= COMMON:
        return compute()
    made = made_of(bundle, language, PLAIN, key.fixed, sorted(key.placeholders))
    return kept(made, compute, lambda workbook: still_holds(workbook, bundle, language))


@lru_cache(maxsize=32)
def placeholders_of(bundle: Bundle, language: str) -> Mapping[str, Placeholder]:
    """Return a placeholder for every field of an engagement that formulas merely show."""
    if not is_as_it_lies(bundle):
        return _found(bundle, language)
    made = made_of(bundle, language, PLAIN, "placeholders")
    read = partial(placeholders_in, bundle)
    return read(kept(made, lambda: written(_found(bundle, language)), read)) or {}


def _found(bundle: Bundle, language: str) -> Mapping[str, Placeholder]:
    from .blanks.shown import found_placeholders  # every sheet has a module

    return found_placeholders(blank_workbook(bundle, language), bundle, language, PLAIN)
