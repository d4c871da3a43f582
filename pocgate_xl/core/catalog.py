"""Every text a person reads, by stable id, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .plain import to_plain

LABEL_TABLES = {"item_status": "status"}
"""Vocabularies that share the labels of another."""


def label_key(vocabulary: str, code: str) -> str:
    """Return the id of the text that is the label of a code."""
    return f"{LABEL_TABLES.get(vocabulary, vocabulary)}.{code}"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Hold the texts of one language; keys are dotted ids such as `status.done`."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, /, **values: object) -> str:
        """Return a text with its placeholders filled in; KeyError when the key is unknown."""
        template = self.texts[key]
        return template.format_map(values) if values else template

    def label(self, vocabulary: str, code: str) -> str:
        """Return the label of a code; a code without one is its own label (currencies)."""
        return self.texts.get(label_key(vocabulary, code), code)

    def detail(self, id_: str, value: object) -> tuple[str, str]:
        """Return what a gate's own field is called, and what it says: of a choice the label."""
        said = self.label(f"choice_{id_}", value) if isinstance(value, str) else str(to_plain(value))
        return self.texts.get(f"field.{id_}", id_), said

    def code_of(self, vocabulary: str, codes: tuple[str, ...], label: str) -> str | None:
        """Return the code whose label is exactly this text."""
        return next((code for code in codes if self.label(vocabulary, code) == label), None)
