"""What in a package could act, fetch or hide when somebody opens the file; nothing is followed here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import NamedTuple

from ...opc.package import Package
from ...opc.refusal import Refused
from ...opc.relationships import ContentTypes, all_relationships, relationships_of
from ...opc.xml_parser import SHEET_NAMESPACES, elements_of

KIND_OF_RELATIONSHIP = {
    "vbaproject": "vba",
    "xlmacrosheet": "macro_sheet",
    "xlintlmacrosheet": "macro_sheet",
    "dialogsheet": "dialog_sheet",
    "externallink": "external_link",
    "connections": "connection",
    "querytable": "connection",
    "powerpivotdata": "data_model",
    "oleobject": "ole_object",
    "package": "ole_object",
    "control": "activex",
    "activexcontrolbinary": "activex",
    "extensibility": "ribbon",
    "webextension": "web_extension",
    "webextensiontaskpanes": "web_extension",
    "customxml": "custom_xml",
    "hyperlink": "hyperlink",
}
MACROS = "vba"
KIND_OF_TYPE = {
    "vbaproject": "vba",
    "macrosheet": "macro_sheet",
    "activex": "activex",
    "oleobject": "ole_object",
}


class ActiveContent(NamedTuple):
    """One thing: its kind, the part that holds or refers to it, and what lies outside the file.

    Of macros of ours `target` says which they are.
    """

    kind: str
    part: str
    target: str = ""


def active_content(package: Package, types: ContentTypes) -> tuple[ActiveContent, ...]:
    """Return everything active, each once, whether a relationship, a type or a name betrays it."""
    found = dict.fromkeys([*_related(package), *_typed(package, types)])
    return tuple(dict.fromkeys(_with_origin(package, item) for item in found))


def _with_origin(package: Package, item: ActiveContent) -> ActiveContent:
    """Return macros as ours where they are; what cannot be unpacked is not."""
    name = package.find(item.part) if item.kind == MACROS and not item.target else None
    if name is None:
        return item
    from .known_macros import macros_label  # hardly any workbook holds macros
    from .vba_project import macros_of

    try:
        macros = macros_of(package.read(name))
    except Refused:
        return item
    label = macros_label(macros.generation, macros.library) if macros.generation else ""
    return item._replace(kind=macros.origin, target=label)


def _related(package: Package) -> Iterator[ActiveContent]:
    outside_of = cache(partial(_outside, package))  # thousands of links may name one part
    for part, link in all_relationships(package):
        kind = KIND_OF_RELATIONSHIP.get(link.kind, "")
        outside = link.target if link.external else ""
        if kind == "external_link":
            yield ActiveContent(kind, link.target, outside or outside_of(link.target.casefold()))
        elif kind == "hyperlink":
            if outside:
                yield ActiveContent(kind, part, outside)
        elif kind:
            yield ActiveContent(kind, part if outside else link.target, outside)
        elif outside and not link.kind.endswith(("linkpath", "pathmissing")):
            yield ActiveContent("external_reference", part, outside)


def _outside(package: Package, part: str) -> str:
    """Return what an external link takes its values from: a file, or a server of another program."""
    links = relationships_of(package, package.find(part) or part)
    files = [link.target for link in links.values() if link.external]
    if files:
        return files[0]
    name = package.find(part)
    try:
        elements = elements_of(package.read(name), SHEET_NAMESPACES, package.limits, part) if name else []
    except Refused:
        return ""
    servers = [e.attributes for e in elements if e.path == "externalLink/ddeLink"]
    return f"dde:{servers[0].get('ddeService', '')}|{servers[0].get('ddeTopic', '')}" if servers else ""


def _typed(package: Package, types: ContentTypes) -> Iterator[ActiveContent]:
    for part in package.names:
        claimed = f"{types.of(part)} {part.rpartition('/')[2]}".casefold()
        for mark, kind in KIND_OF_TYPE.items():
            if mark in claimed:
                yield ActiveContent(kind, part)
