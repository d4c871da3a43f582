"""Every text a person reads, by stable id, in one language."""

from __future__ import annotations

from collections.abc import Mapping

from ..records import dataclass
from .helper_kinds import FORMS
from .serialization import to_plain

RATING_WORDS, CAUSE_TEXTS, SHORT_NAMES = "rating_word", "cause_text", "criterion_word"
"""Tables of texts that a template may do without: what a rating is called, what a cause is, and what a
criterion is called where there is room for a word."""
LABEL_TABLES = {"item_status": "status"}
"""Vocabularies that share the labels of another."""

ASPECTS: Mapping[str, str] = {
    "engagement": "field.{key}", "detail": "field.{key}", "recorded": "field.{key}",
    "committee": "field.committee_{key}",
    "signoff": "text.sign_{part}", "who": "text.who", "rating": "text.rating", "note": "text.note",
    "helper": "text.helper_{part}", "status": "text.status", "evidence": "text.evidence",
    "owner": "text.owner", "due": "text.due", "poc_cost": "text.poc_cost",
    "planned_cost": "text.planned", "basis": "text.basis", "design": "text.our_plan",
    "start": "text.start_date", "phase": "text.{part}", "goal": "text.{part}",
    "operations": "text.{part}", "process": "text.process_{part}",
    "assumptions": "text.assumptions_{part}", "risks": "text.risks_{part}",
}  # fmt: skip
"""Key of the text that says which answer about it a field holds, by group."""

PARTS: Mapping[str, str] = {
    part: header for form in FORMS.values() for part, header in ((form.base, "base"), (form.option, "option"))
}
"""What the headers above a rating helper's figures call them."""


def label_key(vocabulary: str, code: str) -> str:
    """Return the id of the text that is the label of a code."""
    return f"{LABEL_TABLES.get(vocabulary, vocabulary)}.{code}"


class MissingTextError(LookupError):
    """A text that is asked for and stands in no file of its language.

    A mistake of whoever asks, not the operator's: in the midst of a workbook it is a fault of that workbook
    alone, and stops no run.
    """

    def __init__(self, key: str, language: str) -> None:
        super().__init__(
            f"there is no text {key!r} in the language {language!r}: "
            f"add it to locale/{language}.toml of the template, or to texts/{language}.toml of the package"
        )
        self.key = key


@dataclass(frozen=True, slots=True)
class Catalog:
    """The texts of one language; keys are dotted ids such as `status.done`."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, /, **values: object) -> str:
        """Return a text with its placeholders filled in; MissingTextError when the key is unknown."""
        template = self.texts.get(key)
        if template is None:
            raise MissingTextError(key, self.language)
        return template.format_map(values) if values else template

    def label(self, vocabulary: str, code: str) -> str:
        """Return the label of a code; a code without one is its own label (currencies)."""
        return self.texts.get(label_key(vocabulary, code), code)

    def short_criterion(self, id_: str) -> str:
        """Return a criterion's name for a narrow column; its label where it has no shorter one."""
        return self.texts.get(f"{SHORT_NAMES}.{id_}") or self.label("criterion", id_)

    def detail(self, id_: str, value: object) -> tuple[str, str]:
        """Return what a gate's own field is called, and what it says: of a choice the label."""
        said = self.label(f"choice_{id_}", value) if isinstance(value, str) else str(to_plain(value))
        return self.texts.get(f"field.{id_}", id_), said

    def aspect(self, group: str, key: str, part: str) -> str:
        """Return which answer a field holds, without what it is about; "" where no text says so."""
        named = PARTS.get(part, part) if group == "helper" else part
        return self.texts.get(ASPECTS.get(group, "").format(key=key, part=named), "")
