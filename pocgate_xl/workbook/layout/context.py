"""What every sheet is planned from: one template in one language."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.catalog import Catalog
from ...core.fields import Field, FieldTable, blocks, input_fields
from ...core.template import Template
from ...records import dataclass
from ...templates.excel_limits import HEADING
from .plan import Cell, CellFormat, Style
from .styles.cell_styles import is_full_width

FORMATS: Mapping[str, CellFormat] = {
    "rating": "whole", "label": "text", "money": "money", "number": "number",
    "whole": "whole", "date": "date", "text": "text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """What sheets are planned from, and give their texts and inputs."""

    template: Template
    catalog: Catalog
    fields: Mapping[str, Field]
    blocks: Mapping[str, FieldTable]

    @property
    def wide(self) -> bool:
        """Say whether letters are wide, and lines of text stand apart."""
        return is_full_width(self.catalog.language)

    def text(self, key: str, **values: object) -> str:
        return self.catalog.text(f"text.{key}", **values)

    def sheet_title(self, id_: str) -> str:
        """Return what a sheet is called; a sheet without a name is a mistake, not called by its id."""
        return self.catalog.text(f"sheet.{id_}")

    def field_label(self, field: Field) -> str:
        """Return what a field of the engagement, or one recorded beside it, is called."""
        return self.catalog.text(f"field.{field.key}", currency=self.template.costs.currency)

    def has(self, key: str) -> bool:
        return f"text.{key}" in self.catalog.texts

    def label(self, vocabulary: str, code: str) -> str:
        return self.catalog.label(vocabulary, code)

    def input(self, name: str, style: Style = "input") -> Cell:
        """Return the input cell of a named field, with its messages."""
        return self.input_of(self.fields[name], style)

    def input_of(self, field: Field, style: Style = "input") -> Cell:
        return Cell(
            style=style,
            format=FORMATS[field.kind],
            align="center" if field.kind in ("rating", "date", "label") else "",
            field=field,
            prompt=self._prompt(field),
            error=self._error(field),
        )

    def _prompt(self, field: Field) -> tuple[str, str]:
        key = f"prompt.{field.group}" + (f".{field.part}" if field.part else "")
        own = f"{key}.{field.key}"
        for candidate in (f"{own}_{field.kind}", own, f"{key}_required" if field.required else key):
            if f"{candidate}.text" in self.catalog.texts:
                currency = self.template.costs.currency
                title, text = (
                    self.catalog.text(f"{candidate}.{part}", currency=currency) for part in ("title", "text")
                )
                return title, text
        return self._plain_prompt(field)

    def _plain_prompt(self, field: Field) -> tuple[str, str]:
        """Return what any field of its kind says: which answer it holds, and in what form."""
        title = self.catalog.aspect(field.group, field.key, field.part) or self.text("answer")
        note = f"note_{'required' if field.required else field.key}"
        more = self.text(note, currency=self.template.costs.currency) if self.has(note) else ""
        said = self.catalog.text(f"prompt.any_{field.kind}.text")
        return title[:HEADING], f"{said} {more}".rstrip()

    def _error(self, field: Field) -> tuple[str, str]:
        if field.kind == "text":
            return "", ""
        low = "" if field.minimum is None else field.minimum
        high = "" if field.maximum is None else field.maximum
        text = self.catalog.text(f"validation.{field.kind}{_bounds(field)}", low=low, high=high)
        return self.catalog.text("validation.title"), text


def _bounds(field: Field) -> str:
    """Return which sentence tells the bounds of a number; other kinds have one each."""
    if field.kind not in ("number", "whole"):
        return ""
    if field.maximum is not None:
        return "_between" if field.kind == "number" and not field.above_minimum else "_range"
    return "_above" if field.above_minimum else ""


def context_of(template: Template, catalog: Catalog) -> Context:
    return Context(
        template,
        catalog,
        {field.name: field for field in input_fields(template)},
        {block.name: block for block in blocks(template)},
    )
