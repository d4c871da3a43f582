"""Which gates a submission may be made with: the operator says, never the submitter.

Anybody can make a workbook of a built-in template, so with templates of one's own the built-in ones
count only where they are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import PocgateError
from .files import own_folders
from .loader import Bundle, every_among, find_bundle, found_among, load_bundle, template_folders
from .releases import releases_of

AT = "@"


def accepted_bundle(
    extra: tuple[Path, ...], only: tuple[str, ...], id_: str, version: str, digest: str = ""
) -> Bundle | None:
    """Return the template of a submission if it may be made with it; `only` are ids, or ID@VERSION."""
    if not _is_named(only, id_, version):
        return None
    return found_among(accepted_folders(extra, only), id_, version, digest)


def _is_named(only: Iterable[str], id_: str, version: str) -> bool:
    names = set(only)
    return not names or bool({id_, f"{id_}{AT}{version}"} & names)


def accepted_bundles(extra: tuple[Path, ...], only: tuple[str, ...]) -> list[Bundle]:
    """Return every template that submissions may be made with, today's before released ones."""
    every = every_among(accepted_folders(extra, only))
    return [each for each in every if _is_named(only, each.template.id, each.template.version)]


def accepted_folders(extra: Iterable[Path], only: Iterable[str] = ()) -> tuple[Path, ...]:
    """Return the folders in which templates of submissions are looked for, those of `extra` first."""
    own = own_folders(extra)
    if not own:
        return template_folders()
    wanted = {name.partition(AT)[0] for name in only}
    built_in = (folder for folder in template_folders() if _ids(folder) & wanted)
    return tuple(dict.fromkeys((*own, *built_in)))


def _ids(folder: Path) -> set[str]:
    return {load_bundle(folder).template.id, *(release.template for release in releases_of(folder))}


def is_known(extra: Iterable[Path], id_: str, version: str) -> bool:
    """Say whether there is such a template at all, accepted or not."""
    return find_bundle(id_, version, extra) is not None


def check_only(extra: Sequence[Path], only: Sequence[str]) -> None:
    """Raise PocgateError for a template that is to be accepted and is not at hand."""
    for name in only:
        id_, _, version = name.partition(AT)
        if find_bundle(id_, version or None, extra) is None:
            raise PocgateError(
                f"There is no template {name!r}.", "pocgate template list shows which there are."
            )
