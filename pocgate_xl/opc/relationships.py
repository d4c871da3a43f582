"""How the parts of a package refer to each other, and what type each of them claims.

Source: ECMA-376 part 2 (2012), 9.3 relationships, 10.1.2 content types.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple
from urllib.parse import quote, unquote

from .limits import Limits
from .memory import read_once
from .package import Package
from .refusal import Refused, printable
from .xml_parser import RELATION_NAMESPACES, elements_of

CONTENT_TYPES = "[Content_Types].xml"
TYPES_NAMESPACE = frozenset({"http://schemas.openxmlformats.org/package/2006/content-types"})
LINKS_NAMESPACE = frozenset({"http://schemas.openxmlformats.org/package/2006/relationships"})
TYPE_PREFIXES = (*RELATION_NAMESPACES, "http://schemas.microsoft.com/office/")
SPELLED = {each.lower(): each for each in ("officeDocument", "worksheet", "sharedStrings", "styles", "theme")}
"""What is read by its relationship; other programs find it only where the word is spelled like this."""


class Relationship(NamedTuple):
    """What one part refers to; `kind` is the last word of its type, lower-case, "" for one nobody follows.

    The target is a part name, or whatever an external reference says, which nobody follows.
    """

    id: str
    kind: str
    target: str
    external: bool


class ContentTypes(NamedTuple):
    by_part: Mapping[str, str]
    by_extension: Mapping[str, str]

    def of(self, part: str) -> str:
        extension = part.rpartition(".")[2].casefold()
        return self.of_its_own(part) or self.by_extension.get(extension, "")

    def of_its_own(self, part: str) -> str:
        """Return the type that is given to this part, not to its kind of file."""
        name = part.casefold()
        return self.by_part.get(name) or self.by_part.get(quote(name), "")


def content_types(package: Package) -> ContentTypes:
    """Read the types of all parts."""
    name = package.find(CONTENT_TYPES)
    if name is None:
        raise Refused("damaged", "the list of content types is missing")
    return read_once(lambda data: _parsed_types(data, package.limits), package, name, CONTENT_TYPES)


def relationships_of(package: Package, part: str) -> Mapping[str, Relationship]:
    """Return what a part refers to, by relationship id; the package itself is the part ``""``."""
    folder, base = posixpath.split(part)
    name = package.find(posixpath.join(folder, "_rels", f"{base}.rels"))
    if name is None:
        return {}
    return _links(package, name)


def _links(package: Package, name: str) -> Mapping[str, Relationship]:
    return read_once(lambda data: _parsed_links(data, package.limits, name), package, name, name)


def all_relationships(package: Package) -> Iterator[tuple[str, Relationship]]:
    """Yield every relationship of every part that the package leads to, with the part that has it.

    What nothing refers to (as `__MACOSX` holds it) is no part of the workbook, whatever it is called.
    """
    lists = {part.casefold(): (part, name) for name, part in _with_relationships(package.names)}
    links: dict[str, Mapping[str, Relationship]] = {}
    todo = [""]
    while todo:
        key = todo.pop().casefold()  # part names do not differ by case
        if key in lists and key not in links:
            links[key] = _links(package, lists[key][1])
            todo += (found for found in map(partial(_inside, package), links[key].values()) if found)
    return ((part, link) for key, (part, _) in lists.items() if key in links for link in links[key].values())


def _inside(package: Package, link: Relationship) -> str | None:
    return None if link.external else found_part(package, link.target)


def found_part(package: Package, target: str) -> str | None:
    """Return the part that a target names, written as it is or with its characters escaped."""
    plain = package.find(target)
    if "%" not in target:
        return plain
    decoded = package.find(unquote(target))
    if plain and decoded and plain != decoded:
        raise Refused("damaged", f"{printable(target)} names two parts")
    return plain or decoded


@lru_cache(maxsize=32)
def _with_relationships(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the parts that hold relationships, each with the part whose they are."""
    found = []
    for name in names:
        folder, base = posixpath.split(name)
        parent, mark = posixpath.split(folder)
        if mark.casefold() == "_rels" and base.casefold().endswith(".rels"):
            found.append((name, posixpath.join(parent, base[: -len(".rels")])))
    return tuple(found)


@lru_cache(maxsize=32)
def parts_with_relationships(names: tuple[str, ...]) -> frozenset[str]:
    """Return the parts that refer to others, in small letters, as part names do not differ by case."""
    return frozenset(part.casefold() for _, part in _with_relationships(names))


def target_part(package: Package, link: Relationship) -> str:
    """Return the name of the part that a relationship points to; it must exist in the package."""
    found = _inside(package, link)
    if found is None:
        raise Refused("damaged", f"{printable(link.kind)} refers to a missing part {printable(link.target)}")
    return found


def _parsed_types(data: bytes, limits: Limits) -> ContentTypes:
    by_part: dict[str, str] = {}
    by_extension: dict[str, str] = {}
    for element in elements_of(data, TYPES_NAMESPACE, limits, CONTENT_TYPES):
        found = element.attributes.get("ContentType", "").strip()
        if element.path == "Types/Override":
            name = element.attributes.get("PartName", "").replace("\\", "/")
            _put(by_part, name.removeprefix("/"), found)
        elif element.path == "Types/Default":
            _put(by_extension, element.attributes.get("Extension", ""), found)
    return ContentTypes(by_part, by_extension)


def _put(types: dict[str, str], key: str, found: str) -> None:
    if types.setdefault(key.casefold(), found) != found:
        raise Refused("damaged", f"two content types for {printable(key)}")


def _parsed_links(data: bytes, limits: Limits, part: str) -> Mapping[str, Relationship]:
    folder = posixpath.dirname(posixpath.dirname(part))
    links: dict[str, Relationship] = {}
    for element in elements_of(data, LINKS_NAMESPACE, limits, part):
        if element.path != "Relationships/Relationship":
            continue
        link = _link(folder, element.attributes)
        if links.setdefault(link.id, link) is not link:
            raise Refused("damaged", f"{printable(part)} uses the id {printable(link.id)} twice")
    return links


def _link(folder: str, attributes: Mapping[str, str]) -> Relationship:
    target = attributes.get("Target", "")
    kind = _kind(attributes.get("Type", ""))
    external = attributes.get("TargetMode", "Internal") != "Internal"
    return Relationship(
        attributes.get("Id", ""), kind, target if external else _resolved(folder, target), external
    )


def _kind(type_: str) -> str:
    if not type_.startswith(TYPE_PREFIXES):
        return ""
    word = type_.rpartition("/")[2]
    kind = word.lower()
    return kind if SPELLED.get(kind, word) == word else ""


def _resolved(folder: str, target: str) -> str:
    """Return a target as a part name; no number of `..` leaves the package."""
    path = target.partition("#")[0].replace("\\", "/")  # as .NET writes it
    joined = path if path.startswith("/") else f"/{folder}/{path}"
    return posixpath.normpath(joined).lstrip("/")
