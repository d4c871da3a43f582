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


@dataclass(frozen=True, slots=True)
class BaseKind:
    """Which workbook a copy is begun with: its edition, and whether it lists findings."""

    edition: str
    with_findings: bool

    @property
    def name(self) -> str:
        return f"{'return' if self.with_findings else 'migrate'}.{self.edition}"


def carried_base(bundle: Bundle, language: str, kind: BaseKind) -> tuple[bytes, Looks] | None:
    """Return a workbook that was taken along and where the looks of its long tables stand; None for none."""
    file = bundle.folder / bases_name(language)
    container = _container(file) if file.is_file() else None
    if container is None or kind.name not in container.books:
        return None
    looks = {tuple(key): place for key, place in container.books[kind.name][LOOKS]}
    return container.workbook(kind.name), looks


def carried_bases(bases: Mapping[BaseKind, tuple[bytes, Looks]]) -> bytes:
    """Return the file with these workbooks of one language."""
    return contained({
        kind.name: (workbook, {LOOKS: [[list(key), place] for key, place in sorted(looks.items())]})
        for kind, (workbook, looks) in bases.items()
    })  # fmt: skip


def bases_name(language: str) -> str:
    return f"copies.{language}.zip"


@lru_cache(maxsize=4)
def _container(file: Path) -> Container:
    return container_of(file.read_bytes())
