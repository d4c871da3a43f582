"""The columns of a list: what each is called in every language, where the header stands, what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ....core.catalog import Catalog
from ....core.fields import IDENTITY_GROUPS, Field, input_fields, vocabulary
from ....errors import EngagementError
from ....opc.safe_text import visible
from ....records import dataclass
from ....templates.loader import Bundle
from ...submission.grammar.folding import folded_label
from .tables import HEAD, Cells, Table

ID = "id"
ASIDE = "aside"
"""The group of what an operator keeps about an engagement beside what goes into its workbook."""
KEPT = (
    Field("email", "text", "start", ASIDE, "email"),
    Field("due", "date", "start", ASIDE, "due"),
    Field("file", "text", "start", ASIDE, "file"),
    Field("digest", "text", "start", ASIDE, "digest"),
    Field("issued", "date", "start", ASIDE, "issued"),
)
"""What an answer is asked from, until when, and what a register tells of the workbook that was made."""
WRITTEN = frozenset(("file", "digest", "issued"))
"""Those that a register fills in; what else a list has under such a name is no mistake, and not used."""
NEAR = 0.65
"""How alike a title and a column must be to be told as what was meant: 1 is the same."""
SHOWN = 8
"""How many titles of a list are quoted where none of them is known."""
KINDS: Mapping[str, tuple[str, str]] = {
    "text": ("text", ""), "date": ("a date", ", such as 2026-04-01"), "whole": ("a whole number", ""),
    "rating": ("a rating", ""),
    "number": ("a number", ""), "money": ("an amount", ", such as 30000000"),
}  # fmt: skip
"""What a field takes and, after its bounds, an example."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a table is, by its index, and the titles that are no field."""

    fields: Mapping[int, Field]
    titles: Sequence[str]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Where in a list its header stands, and how many rows lie above it."""

    table: Table
    index: int

    @property
    def cells(self) -> Cells:
        return self.table.rows[self.index][1]

    @property
    def number(self) -> int:
        return self.table.rows[self.index][0]


def engagement_fields(bundle: Bundle) -> list[Field]:
    """Return the fields that go into the workbook of an engagement."""
    return [field for field in input_fields(bundle.template) if field.group in IDENTITY_GROUPS]


def list_fields(bundle: Bundle) -> list[Field]:
    """Return the fields of which a list may have a column each; a gate's own fields come before kept ones."""
    fields = engagement_fields(bundle)
    own = {field.key for field in fields}
    return [*fields, *(field for field in KEPT if field.key not in own)]


def fields_by_title(bundle: Bundle) -> dict[str, Field]:
    """Return fields by id and by label in every language, as `folded_label` spells them."""
    fields = list_fields(bundle)[::-1]  # where two are called the same, the first is meant
    titles = {folded_label(field.key): field for field in fields}
    for catalog in bundle.catalogs.values():
        titles |= {folded_label(column_label(field, catalog, bundle)): field for field in fields}
    return titles


def column_label(field: Field, catalog: Catalog, bundle: Bundle) -> str:
    """Return what a column is called in a language."""
    table = "list_column" if field.group == ASIDE else "field"
    return catalog.text(f"{table}.{field.key}", currency=bundle.template.costs.currency)


def find_header(tables: Sequence[Table], known: Mapping[str, Field]) -> Header | None:
    """Return the row at the top of a table that names most fields; one that names the id comes first."""
    found = [
        (_named(cells, known), -order, Header(table, index))
        for order, table in enumerate(tables)
        for index, (_, cells) in enumerate(table.rows[:HEAD])
    ]
    best = max(found, key=lambda each: (each[0], each[1], -each[2].index), default=None)
    return best[2] if best and best[0][1] else None


def _named(cells: Cells, known: Mapping[str, Field]) -> tuple[bool, int]:
    fields = {known[title].key for title in map(folded_label, titles_of(cells)) if title in known}
    return ID in fields, len(fields)


def titles_of(cells: Cells) -> list[str]:
    """Return the texts of a row."""
    return [str(cell.value).strip() if cell and cell.value is not None else "" for cell in cells]


def columns_of(cells: Cells, known: Mapping[str, Field]) -> Columns:
    """Return what the columns below a header are; EngagementError when two of them are the same field."""
    titles = titles_of(cells)
    fields = {
        index: known[folded_label(title)]
        for index, title in enumerate(titles)
        if folded_label(title) in known
    }
    repeated = [key for key, times in Counter(field.key for field in fields.values()).items() if times > 1]
    if repeated:
        titled = "; ".join(
            " and ".join(f"“{visible(titles[index])}”" for index, field in fields.items() if field.key == key)
            for key in repeated
        )
        raise EngagementError(f"Several columns are for the same field: {titled}.", "Keep one of them.")
    return Columns(
        fields, titles, tuple(title for title in titles if title and folded_label(title) not in known)
    )


def nearest(title: str, bundle: Bundle) -> str | None:
    """Return the id or label that is most like a title, in the title's own language."""
    import difflib  # most lists have no such title

    names = list(_names(bundle))
    spelled = {folded_label(name): name for name in reversed(names)}
    close = difflib.get_close_matches(folded_label(title).replace("_", " "), spelled, 1, NEAR)
    return spelled[close[0]] if close else None


def _names(bundle: Bundle) -> Iterator[str]:
    for field in list_fields(bundle):
        yield from (column_label(field, catalog, bundle) for catalog in bundle.catalogs.values())
        yield field.key


def unknown_column(title: str, bundle: Bundle) -> str:
    """Return what is said of a title that is no field, with the one that may be meant."""
    near = nearest(title, bundle)
    meant = f" (did you mean “{near}”?)" if near else ""
    return f"“{visible(title)}” is not a known column{meant}"


def existing(bundle: Bundle, titles: Iterable[str]) -> str:
    """Return the columns that exist, by label in the language in which most titles are, else by id."""
    spelled = {folded_label(title) for title in titles}
    fields = list_fields(bundle)
    by_language = [
        [column_label(field, catalog, bundle) for field in fields] for catalog in bundle.catalogs.values()
    ]
    names = max(
        ([field.key for field in fields], *by_language),
        key=lambda names: sum(folded_label(name) in spelled for name in names),
    )
    return ", ".join(names)


def no_header(tables: Sequence[Table], bundle: Bundle) -> str:
    """Return why a list without a header that is known cannot be read."""
    first = next((titles_of(cells) for table in tables for _, cells in table.rows[:1]), [])
    titles = [title for title in first if title][:SHOWN]
    meanings = "; ".join(_meant(title, bundle) for title in titles)
    return f"no row names the fields of engagements. Its first row says: {meanings}"


def _meant(title: str, bundle: Bundle) -> str:
    near = nearest(title, bundle)
    return f"“{visible(title)}” (did you mean “{near}”?)" if near else f"“{visible(title)}”"


def described(bundle: Bundle) -> Iterator[tuple[str, ...]]:
    """Yield each column that a list may have: id, label in every language, what it holds."""
    for field in list_fields(bundle):
        labels = (column_label(field, catalog, bundle) for catalog in bundle.catalogs.values())
        yield field.key, *labels, holds(field, bundle)


def holds(field: Field, bundle: Bundle) -> str:
    """Return what a field takes."""
    if field.kind == "label":
        return "one of " + ", ".join(vocabulary(bundle.template, field.vocabulary))
    what, example = KINDS[field.kind]
    kept = "; for `--list`, not in the workbook" if field.group == ASIDE else ""
    return " ".join(word for word in (what, bounds(field)) if word) + example + kept


def bounds(field: Field) -> str:
    """Return between what a number must lie, empty where nothing bounds it."""
    low, high = field.minimum, field.maximum
    if low is None:
        return "" if high is None else f"up to {high}"
    above = f"above {low}" if field.above_minimum else f"from {low}"
    return above if high is None else f"{above} {'up ' if field.above_minimum else ''}to {_plain(high)}"


def _plain(number: Decimal) -> str:
    return f"{number:f}"
