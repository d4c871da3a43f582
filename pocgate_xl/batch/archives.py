"""Zip archives of workbooks: what is in one is a file of its own, named as if the archive were a folder.

A member that cannot be had is still named, and says why; its neighbours are read.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from itertools import count
from pathlib import Path

from ..opc.file_type import refusal_of
from ..opc.limits import DEFAULT, Limits
from ..opc.package import regular_bytes, unpacked
from ..opc.refusal import FileKind, Refused, printable
from ..opc.zip_reader import LOCAL_MARK, Member, read_members
from ..patterns import pattern
from ..records import dataclass
from .folders import WORKBOOK, PassOver, is_litter

SUFFIX = ".zip"
ENCODINGS = ("cp932", "cp437")
"""How names are written that do not say so: by Windows in Japan, else as the format was born."""
LIMITS = replace(DEFAULT, file_bytes=DEFAULT.unpacked_bytes)
UNSOUND: frozenset[FileKind] = frozenset(
    {"truncated", "damaged", "unsafe_container", "surplus_bytes", "unknown_packing", "limit", "too_large"}
)
"""Kinds whose advice is about workbooks, where it is the archive that must be unpacked."""
_ODD = pattern(r"[\x00-\x1f\x7f:\\]|^\.{0,2}$")
"""What no part of a path may have that leads nowhere else on any system."""
_DOCUMENT = pattern(r"\[content_types\]\.xml|index/[^/]+\.iwa")
"""Names that only the parts of one document have."""
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class Archive:
    """The bytes of an archive and its members by the names that they have in paths."""

    data: bytes = field(repr=False)
    members: Mapping[str, Member] = field(repr=False)

    def is_document(self) -> bool:
        """Say whether all of it is one document, as every workbook is a zip."""
        mimetype = self.members.get("mimetype")
        if mimetype and mimetype.unpacked < 200 and not mimetype.fault:
            return unpacked(self.data, mimetype).startswith(_OPEN_DOCUMENT)
        return any(_DOCUMENT.fullmatch(name.casefold()) for name in self.members)

    def is_left_behind(self, name: str) -> bool:
        """Say whether programs left a member there: by its name, unless it begins as a workbook does."""
        *folders, last = name.split("/")
        if any(map(is_litter, folders)):
            return True
        return is_litter(last) and not self._is_workbook(self.members[name])

    def _is_workbook(self, member: Member) -> bool:
        if member.fault or member.unpacked > DEFAULT.file_bytes:
            return False
        try:
            return unpacked(self.data, member).startswith(WORKBOOK)
        except Refused:
            return False


def members_in(archive: str, pass_over: PassOver) -> Iterator[str]:
    """Yield the files in an archive under paths of their own; nothing for what is no sound archive."""
    if not _is_zip(archive):
        return
    try:
        found = _opened(archive, _status(archive))
        names = () if found.is_document() else tuple(found.members)
    except Refused:
        return
    for name in names:
        path = os.path.join(archive, *name.split("/"))
        if found.is_left_behind(name):
            pass_over(path)
        else:
            yield path


def of_archive(path: str, refused: Refused) -> Refused:
    """Return what is said of a file that is refused: of an archive something else than of a workbook."""
    if refused.kind not in UNSOUND or not _is_zip(path):
        return refused
    try:
        _opened(path, _status(path))
    except Refused as why:
        return Refused("unsound_archive", why.detail) if why.kind in UNSOUND else refused
    return refused


def is_archived(path: str) -> bool:
    """Say whether a path leads into an archive."""
    return _split(path) is not None


def archived_bytes(path: str, limits: Limits = DEFAULT) -> bytes:
    """Return a file from inside an archive; `Refused` when it cannot be had within the limits."""
    split = _split(path)
    if split is None:
        raise Refused("unreadable_file", "no such file in the archive")
    archive, name = split
    found = _opened(archive, _status(archive))
    member = found.members.get(name)
    if member is None:
        raise Refused("unreadable_file", "no such file in the archive")
    if member.unpacked > limits.file_bytes:
        raise Refused("too_large", f"{member.unpacked} bytes, at most {limits.file_bytes}")
    try:
        if member.fault:
            raise member.fault
        return unpacked(found.data, member)
    except Refused as why:
        raise Refused("unsound_member", why.detail) if why.kind in UNSOUND else why from None


def _split(path: str) -> tuple[str, str] | None:
    """Return the archive and the name in it: no file has others below it but an archive."""
    if os.path.lexists(path):
        return None
    above, inside = os.path.split(path)
    while inside and above and not os.path.lexists(above):
        above, last = os.path.split(above)
        inside = f"{last}/{inside}" if last else ""
    within = inside and _is_zip(above)
    return (above, inside.replace(os.sep, "/")) if within else None


def _is_zip(path: str) -> bool:
    return path.lower().endswith(SUFFIX) and os.path.isfile(path)


def _status(archive: str) -> tuple[int, int]:
    try:
        status = os.stat(archive)
    except OSError as error:
        raise Refused("unreadable_file", error.strerror or "") from None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=1)
def _opened(archive: str, _status: tuple[int, int]) -> Archive:
    """Read an archive once for all of its files, as long as it stays the same."""
    try:
        data = regular_bytes(Path(archive), LIMITS)
    except OSError as problem:
        raise Refused("unreadable_file", problem.strerror or type(problem).__name__) from None
    if not data.startswith(LOCAL_MARK):
        raise refusal_of(data) if data else Refused("empty", "0 bytes")
    return Archive(data, _named(read_members(data, LIMITS)))


def _named(members: Sequence[Member]) -> Mapping[str, Member]:
    """Return members by names of their own, in order; of those with the same name none is the right one."""
    names = [_safe(_name(member)) for member in members]
    often = Counter(names)
    found: dict[str, Member] = {}
    for name, member in zip(names, members, strict=True):
        if often[name] > 1:
            twice = Refused("unsafe_container", f"{often[name]} files in it are named {printable(name)}")
            member = member._replace(fault=member.fault or twice)
        found[_free(name, found, often)] = member
    return dict(sorted(found.items()))


def _free(name: str, taken: Container[str], others: Container[str]) -> str:
    """Return a name that no member has yet, nor another one of its own."""
    if name not in taken:
        return name
    numbered = (f"{name} ({number})" for number in count(2))
    return next(each for each in numbered if each not in taken and each not in others)


def _safe(name: str) -> str:
    """Return a name that leads into the archive and nowhere else."""
    return "/".join(_ODD.sub("_", part) for part in name.rstrip("/").split("/"))


def _name(member: Member) -> str:
    if member.says_utf8 or member.raw_name.isascii():
        return member.name
    for encoding in ENCODINGS:
        try:
            return member.raw_name.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.name
