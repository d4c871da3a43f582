"""What the library is written from: one template, its words in every language, and the one it speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ....core.catalog import Catalog
from ....core.template import Template
from ....errors import PocgateError
from ....records import dataclass
from .named_formula import LONGEST_TEXT, NamedFormula, block

CODE = "code"
"""What is asked for in the place of a language by whoever wants codes instead of words."""


@dataclass(frozen=True, slots=True)
class FormulaSource:
    """What formulas are written from."""

    template: Template
    catalogs: Mapping[str, Catalog]
    language: str

    @property
    def languages(self) -> tuple[str, ...]:
        return self.template.languages

    @property
    def default_column(self) -> int:
        """Return the column of a list of words in which those of the library's language stand."""
        return 2 + self.languages.index(self.language)

    def function(self, noun: str, typed: str) -> NamedFormula:
        """Return a function that people call, with its help."""
        return NamedFormula(noun, typed, self.catalogs[self.language].text(f"lambda.{noun}"))

    def helper(self, noun: str, typed: str) -> NamedFormula:
        """Return a formula that serves the others."""
        return NamedFormula(f"_{noun}", typed, self.catalogs[self.language].text("lambda.helper"))

    def words(self, noun: str, keys: Sequence[tuple[str, str]]) -> NamedFormula:
        """Return a list of words: codes, and the texts of these keys in each language beside them."""
        rows = [[code, *(self._word(key, code, tag) for tag in self.languages)] for code, key in keys]
        if all(len(set(each)) == 1 for each in rows):  # as those of currencies, which are never shown
            rows = [each[:1] for each in rows]
        return self.helper(noun, f"LAMBDA({block(rows)})")

    def _word(self, key: str, code: str, tag: str) -> str:
        text = self.catalogs[tag].texts.get(key, code)
        if len(text.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_TEXT:
            raise PocgateError(
                f"{key} is too long for a LAMBDA in {tag}.",
                f"Excel takes {LONGEST_TEXT} characters within a formula.",
            )
        return text


def given(parameter: str, otherwise: str = '""') -> str:
    """Return what a parameter says, or something else where it was left out."""
    return f"IF(ISOMITTED({parameter}), {otherwise}, {parameter})"


def blanks(count: int) -> str:
    """Return so many blanks, one below the other."""
    return f'IF(SEQUENCE({count}), "")'


def plain(number: Decimal | int) -> Decimal | int:
    """Return a number without the zeros behind its point."""
    if isinstance(number, int) or number == number.to_integral_value():
        return int(number)
    return number.normalize()
