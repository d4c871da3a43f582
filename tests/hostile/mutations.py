"""Seeded mutations of a workbook: of its bytes, of its archive's records, of its XML's tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from tests.hostile.zip_mutations import zip_records

Tokens = list[bytes]
Operation = Callable[[Tokens, Random], None]

TOKEN = re.compile(rb"<[^>]*>?|[^<]+")
NUMBER = re.compile(rb"[0-9]+")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
ADDRESS = re.compile(rb"\$?[A-Z]{1,2}\$?[0-9]+")
NASTY_NUMBERS = (
    b"0",
    b"1",
    b"-1",
    b"2",
    b"5",
    b"1048577",
    b"99999999999",
    b"1e309",
    b"NaN",
    b"0x1F",
    b"4.0",
    b"",
)
NASTY_XML = (
    b"<!DOCTYPE a>", b"<!-- x -->", b"<?x y?>", b"<![CDATA[4]]>", b"&x;", b"&#0;", b"&#65;", b"&amp;", b"<a/>",
    b"<v>1</v>", b"<f>1+1</f>", b"<is><t>x</t></is>", b'<c r="G9"><v>1</v></c>', b"<c><v>3</v></c>",
    b'<row r="9"><c r="G9"><v>1</v></c></row>', b"<sheetData/>", b"<mergeCells><mergeCell ref=\"G8:G9\"/></mergeCells>",
    b"_x001B_", "\u202e４".encode(), b"\xff", b"\x00", b"<x:c xmlns:x=\"urn:x\"/>", b' xmlns="urn:y"', b"<row/>",
)  # fmt: skip
TYPES = (b"n", b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"x", b"")


class Mutant(NamedTuple):
    family: str
    content: bytes


class Original(NamedTuple):
    """A workbook with all of its parts inflated."""

    content: bytes
    package: Package
    parts: Mapping[str, bytes]
    weighted: Sequence[str]


def original(content: bytes, sheets: Sequence[str]) -> Original:
    """Prepare a workbook; parts with answers are mutated more often."""
    package = Package.from_bytes(content)
    parts = {name: package.read(name) for name in package.names}
    ruling = [n for n in parts if n.endswith(".rels") or n in ("[Content_Types].xml", "xl/workbook.xml")]
    others = [n for n in parts if n not in sheets and n not in ruling]
    weighted = [*sheets] * 6 + ["xl/workbook.xml"] * 6 + ruling + others
    return Original(content, package, parts, weighted)


def mutant(base: Original, seed: int, number: int) -> Mutant:
    """Return the mutant of that number, always the same."""
    source = Random(f"{seed}:{number}")
    family = source.choices(tuple(FAMILIES), WEIGHTS)[0]
    return Mutant(family, FAMILIES[family](base, source))


def _bytes(base: Original, source: Random) -> bytes:
    return _spoiled(base.content, source)


def _part_bytes(base: Original, source: Random) -> bytes:
    name = source.choice(base.weighted)
    return replace_parts(base.package, {name: _spoiled(base.parts[name], source)})


def _zip_records(base: Original, source: Random) -> bytes:
    return zip_records(base.content, source)


def _spoiled(content: bytes, source: Random) -> bytes:
    data = bytearray(content)
    for _ in range(source.randint(1, 4)):
        _spoil(data, source)
    return bytes(data)


def _spoil(data: bytearray, source: Random) -> None:
    at = source.randrange(len(data)) if data else 0
    length = source.choice((1, 1, 1, 2, 4, 16, 200))
    kind = source.randrange(6)
    if kind == 0:
        data[at : at + 1] = bytes([source.randrange(256)])
    elif kind == 1:
        data[at : at + 1] = bytes([data[at] ^ 1 << source.randrange(8)]) if data else b""
    elif kind == 2:
        del data[at : at + length]
    elif kind == 3:
        data[at:at] = data[at : at + length]
    elif kind == 4:
        data[at:at] = source.randbytes(length)
    else:
        other = source.randrange(len(data)) if data else 0
        data[at : at + length] = data[other : other + length]


def _tokens(base: Original, source: Random) -> bytes:
    changed: dict[str, bytes] = {}
    for _ in range(source.choice((1, 1, 1, 2))):
        name = source.choice(base.weighted)
        tokens = TOKEN.findall(changed.get(name, base.parts[name]))
        for _ in range(source.choice((1, 1, 2, 3))):
            source.choice(OPERATIONS)(tokens, source)
        changed[name] = b"".join(tokens)
    return replace_parts(base.package, changed)


def _at(tokens: Tokens, source: Random) -> int:
    return source.randrange(len(tokens)) if tokens else 0


def _delete(tokens: Tokens, source: Random) -> None:
    if tokens:
        tokens.pop(_at(tokens, source))


def _duplicate(tokens: Tokens, source: Random) -> None:
    if tokens:
        at = _at(tokens, source)
        tokens.insert(at, tokens[at])


def _swap(tokens: Tokens, source: Random) -> None:
    if tokens:
        one, other = _at(tokens, source), _at(tokens, source)
        tokens[one], tokens[other] = tokens[other], tokens[one]


def _insert(tokens: Tokens, source: Random) -> None:
    tokens.insert(_at(tokens, source), source.choice(NASTY_XML))


def _element(tokens: Tokens, at: int) -> tuple[int, int]:
    """Return where the element of an opening tag begins and ends."""
    if not tokens or not tokens[at].startswith(b"<") or tokens[at][1:2] in (b"/", b"?", b"!"):
        return at, at + 1
    depth = 0
    for place in range(at, len(tokens)):
        token = tokens[place]
        if token.startswith(b"</"):
            depth -= 1
        elif token.startswith(b"<") and not token.endswith(b"/>") and token[1:2] not in (b"?", b"!"):
            depth += 1
        if depth <= 0:
            return at, place + 1
    return at, len(tokens)


def _small_element(tokens: Tokens, source: Random) -> slice:
    """Choose an element, rather a small one."""
    for _ in range(8):
        first, last = _element(tokens, _at(tokens, source))
        if 1 < last - first < 200:
            return slice(first, last)
    return slice(0, 0)


def _drop_element(tokens: Tokens, source: Random) -> None:
    del tokens[_small_element(tokens, source)]


def _double_element(tokens: Tokens, source: Random) -> None:
    where = _small_element(tokens, source)
    tokens[where.stop : where.stop] = tokens[where]


def _move_element(tokens: Tokens, source: Random) -> None:
    where = _small_element(tokens, source)
    moved = tokens[where]
    del tokens[where]
    at = _element(tokens, _at(tokens, source))[1]
    tokens[at:at] = moved


def _swap_elements(tokens: Tokens, source: Random) -> None:
    one, other = sorted(
        (_small_element(tokens, source), _small_element(tokens, source)), key=lambda s: s.start
    )
    if one.stop <= other.start:
        tokens[one.start : other.stop] = tokens[other] + tokens[one.stop : other.start] + tokens[one]


def _with(pattern: re.Pattern[bytes], change: Callable[[re.Match[bytes], Random], bytes]) -> Operation:
    """Change one match of a pattern in some token that has one."""

    def operate(tokens: Tokens, source: Random) -> None:
        for _ in range(30):
            at = _at(tokens, source)
            matches = list(pattern.finditer(tokens[at])) if tokens else []
            if matches:
                match = source.choice(matches)
                token = tokens[at]
                tokens[at] = token[: match.start()] + change(match, source) + token[match.end() :]
                return

    return operate


def _number(match: re.Match[bytes], source: Random) -> bytes:
    old = int(match[0][:15])
    return source.choice(
        (*NASTY_NUMBERS, b"%d" % (old + 1), b"%d" % (old * 10), b"%d" % source.randrange(100))
    )


def _attribute(match: re.Match[bytes], source: Random) -> bytes:
    key, value = match[1], match[2]
    if key == b"t":
        return b't="%b"' % source.choice(TYPES)
    kind = source.randrange(5)
    if kind == 0:
        return b""
    if kind == 1:
        return match[0] + b" " + match[0]
    if kind == 2:
        return b'%b="%b"' % (key, source.choice((*NASTY_NUMBERS, b"x" * 300, b"&lt;", b"&x;", b"..", b"<")))
    if kind == 3:
        return b'%b="%b"' % (key + b"x", value)
    return b"%b='%b'" % (key, value)


def _reference(match: re.Match[bytes], source: Random) -> bytes:
    column, row = source.choice(b"ABCDEFGHIJ"), source.randrange(1, 40)
    dollars = b"$" if b"$" in match[0] else b""
    return b"%b%c%b%d" % (dollars, column, dollars, row)


def _letter(match: re.Match[bytes], source: Random) -> bytes:
    return bytes([source.choice(b"abcGXx0_ \xc3&")])


OPERATIONS: tuple[Operation, ...] = (
    _delete, _duplicate, _swap, _insert, _drop_element, _drop_element, _double_element, _double_element,
    _move_element, _swap_elements, _with(NUMBER, _number), _with(NUMBER, _number), _with(ATTRIBUTE, _attribute),
    _with(ATTRIBUTE, _attribute), _with(ADDRESS, _reference), _with(ADDRESS, _reference),
    _with(re.compile(rb"[A-Za-z]"), _letter),
)  # fmt: skip

FAMILIES: Mapping[str, Callable[[Original, Random], bytes]] = {
    "bytes": _bytes, "part bytes": _part_bytes, "zip records": _zip_records, "XML tokens": _tokens,
}  # fmt: skip
WEIGHTS = (15, 15, 20, 50)
