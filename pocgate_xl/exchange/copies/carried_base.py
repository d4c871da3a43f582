"""What copies are begun with, taken along to where no workbook can be made: a file beside a template."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ...records import dataclass
from ...templates.loader import Bundle
from ...workbook.creation.blanks.container import Container, contained, container_of
from ...workbook.rendering.rows.long_tables import Looks

LOOKS = "looks"
Base = tuple[bytes, Looks]
"""A workbook, and where the looks of its long tables stand."""


@dataclass(frozen=True, slots=True)
class BaseKind:
    """Which workbook a copy is begun with: its edition, and whether it lists findings."""

    edition: str
    with_findings: bool

    @property
    def name(self) -> str:
        return f"{'return' if self.with_findings else 'migrate'}.{self.edition}"


def carried_base(bundle: Bundle, language: str, kind: BaseKind) -> Base | None:
    """Return a workbook that was taken along and where the looks of its long tables stand; None for none."""
    file = bundle.folder / bases_name(language)
    container = _container(file) if file.is_file() else None
    if container is None or kind.name not in container.books:
        return None
    return base_in(container, kind.name)


def carried_bases(bases: Mapping[BaseKind, Base]) -> bytes:
    """Return the file with these workbooks of one language."""
    return bases_as_file({kind.name: base for kind, base in bases.items()})


def bases_as_file(bases: Mapping[str, Base]) -> bytes:
    """Return workbooks in a container, each with its looks, by name."""
    return contained({
        name: (workbook, {LOOKS: [[list(key), place] for key, place in sorted(looks.items())]})
        for name, (workbook, looks) in bases.items()
    })  # fmt: skip


def base_in(container: Container, name: str) -> Base:
    """Return what `bases_as_file` put there; LookupError, ValueError or TypeError where it is otherwise."""
    looks = {tuple(key): int(place) for key, place in container.books[name][LOOKS]}
    return container.workbook(name), looks


def bases_name(language: str) -> str:
    return f"copies.{language}.zip"


@lru_cache(maxsize=4)
def _container(file: Path) -> Container:
    return container_of(file.read_bytes())
