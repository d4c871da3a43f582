"""Blanks that were prepared when the package was built, beside the compiled template.

They count while they were made from the same template, looks and modules, and while they are whole. Where
there are none, blanks are made (and kept in the user's folder).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ....opc.package import Package
from ....opc.refusal import Refused
from ....records import dataclass
from ....templates.files import blanks_name
from ....templates.loader import Bundle
from .container import Container, container_of
from .made_of import is_as_it_lies, made_of
from .placeholders import Placeholder, from_plain
from .slots import Slot, Slots, assembled

Fixed = tuple[tuple[str, str, str], ...]
"""Names, types and values of what stands in a workbook and is no placeholder."""
MADE_OF, ANYWHERE = "made_of", "anywhere"
"""Stands for what a blank was made from where it goes along with its modules, not all of them."""


@dataclass(frozen=True, slots=True)
class PreparedBlank:
    """A blank workbook, what is put into it, and what it shows then.

    `sheets` are its parts with cells; `fixed` is what must be in it besides for its slots to be right.
    """

    workbook: bytes
    placeholders: Mapping[str, Placeholder]
    fixed: Fixed
    sheets: tuple[str, ...]
    slots: Slots

    def parts(self, filled: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the parts that are others than in the blank once these fields have their placeholders."""
        package = Package.from_bytes(self.workbook)
        for name, slots in self.slots.items():
            yield name, assembled(package.read(name), slots, filled)


def prepared_blank(bundle: Bundle, language: str, edition: str) -> PreparedBlank | None:
    """Return the blank of a template that was prepared; None where there is none that counts."""
    return _prepared(bundle, language, edition) if is_as_it_lies(bundle) else None


def prepared_book(bundle: Bundle, language: str, name: str) -> tuple[bytes, Mapping[str, Any]] | None:
    """Return another workbook that was prepared beside blanks, and what is said of it; None without one."""
    if not is_as_it_lies(bundle):
        return None
    try:
        container = _container(bundle.folder, language)
        said = container.books[name]
        return (container.workbook(name), said) if _counts(said, bundle, language, name) else None
    except (OSError, Refused, LookupError, ValueError, TypeError, AttributeError):
        return None


def forget_prepared() -> None:
    """Look again for what was prepared: something else may lie there now."""
    _prepared.cache_clear()
    _container.cache_clear()


@lru_cache(maxsize=8)
def _prepared(bundle: Bundle, language: str, edition: str) -> PreparedBlank | None:
    try:
        container = _container(bundle.folder, language)
        said = container.books[edition]
        if not _counts(said, bundle, language, edition):
            return None
        return PreparedBlank(
            container.workbook(edition),
            from_plain(said["placeholders"], bundle),
            tuple((name, kind, value) for name, kind, value in said["fixed"]),
            tuple(said["sheets"]),
            {part: tuple(map(_slot, slots)) for part, slots in said["slots"].items()},
        )
    except (OSError, Refused, LookupError, ValueError, TypeError, AttributeError):
        return None


def _counts(said: Mapping[str, Any], bundle: Bundle, language: str, edition: str) -> bool:
    if said["digest"] != bundle.digest:
        return False
    return said[MADE_OF] in (ANYWHERE, made_of(bundle, language, edition))


@lru_cache(maxsize=4)
def _container(folder: Path, language: str) -> Container:
    return container_of((folder / blanks_name(language)).read_bytes())


def _slot(said: list[Any]) -> Slot:
    begin, end, fields, variants = said
    return Slot(begin, end, tuple(fields), tuple(each.encode() for each in variants))
