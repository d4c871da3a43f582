"""What is read from memory is what would be read by parsing all of it: on whole workbooks, and on mutants."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pocgate_xl.opc.limits import DEFAULT
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.refusal import Refused
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.spreadsheetml import reader
from pocgate_xl.spreadsheetml.reader import RawSheet, RawWorkbook, read_workbook
from pocgate_xl.spreadsheetml.worksheets import shared_strings, worksheet_rows
from pocgate_xl.spreadsheetml.worksheets.parse_cache import Pieces, TagShape
from pocgate_xl.spreadsheetml.worksheets.rows import SheetCells, WantedCells, many
from pocgate_xl.spreadsheetml.worksheets.shared_strings import Strings
from pocgate_xl.spreadsheetml.worksheets.worksheet import Assembly, Consumption
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from tests.workbook import generated
from tests.workbook.office import converted

Read = tuple[RawWorkbook, list[list[object]]] | str


def read(package: Package) -> Read:
    """Return the facts and the order of their cells, or why there are none."""
    try:
        facts = read_workbook(package)
    except Refused as refused:
        return str(refused)
    return facts, [_order(sheet) for sheet in facts.sheets]


def _order(sheet: RawSheet) -> list[object]:
    return list(sheet.cells)


def reference(package: Package) -> Read:
    """Read with every part parsed whole."""

    def never(_data: bytes, _shape: TagShape) -> Pieces | None:
        return None

    def forgotten(*_: object) -> None:
        return None

    with (
        patch.object(worksheet_rows, "cut", never),
        patch.object(shared_strings, "cut", never),
        patch.object(reader._SHEETS, "get", forgotten),
    ):
        return read(package)


def agree(package: Package) -> bool:
    """Say whether memory changes nothing, neither while it is filled nor afterwards."""
    return read(package) == reference(package) == read(package)


@lru_cache(maxsize=1)
def built_in() -> Bundle:
    return load_bundle(builtin_home() / builtin_names()[0])


@pytest.mark.parametrize("state", generated.STATES)
@pytest.mark.parametrize("language", generated.LANGUAGES)
def test_own_workbooks_read_the_same_either_way(state: str, language: str) -> None:
    assert agree(Package.from_bytes(generated.workbook(built_in(), language, state)))


@pytest.mark.needs("soffice")
def test_a_workbook_saved_by_libreoffice_reads_the_same_either_way(tmp_path: Path) -> None:
    saved = converted(generated.workbook(built_in(), "en", "middling"), tmp_path)
    assert agree(Package.from_bytes(saved))


FOREIGN = """<worksheet xmlns="{main}" xmlns:m="{main}">{first}<x xmlns="urn:other"><sheetData>
<row r="1"><c r="A1"><v>1</v></c></row></sheetData></x></worksheet>"""


@pytest.mark.parametrize("first", ["<m:sheetData/>", '<m:sheetData><m:row r="2"/></m:sheetData>'])
def test_rows_in_a_list_of_another_namespace_are_not_the_sheets(first: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = Package.from_bytes(generated.workbook(built_in(), "en", "blank"))
    content = FOREIGN.format(main=main, first=first).replace("\n", "").encode()
    foreign = Package.from_bytes(replace_parts(package, {"xl/worksheets/sheet1.xml": content}))
    assert agree(foreign)
    facts = read(foreign)
    assert not isinstance(facts, str)
    assert not facts[0].sheets[0].cells


TOKENS = [
    *(b"<", b">", b"/", b'"', b"&lt;", b"<!--", b"-->", b"<?x?>", b"<![CDATA[", b"]]>"),
    *(b"</row>", b"<row>", b"</c>", b"<v>9</v>", b"</sheetData>", b"<sheetData>"),
    *(b' r="1"', b' t="s"', b' xmlns="u"'),
]


@st.composite
def mutants(draw: st.DrawFn) -> Package:
    """Draw a workbook with a few changes in the bytes of one sheet."""
    package = Package.from_bytes(generated.workbook(built_in(), "en", "middling"))
    sheets = [name for name in package.names if name.startswith("xl/worksheets/sheet")]
    name = draw(st.sampled_from(sheets))
    content = package.read(name)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(content)))
        length = draw(st.sampled_from([0, 1, 6, 40, 400]))
        token = draw(st.sampled_from([b"", *TOKENS]) | st.binary(max_size=2))
        near = draw(st.sampled_from([b"", b"<row", b"</row>", b"<c ", b"</sheetData>"]))
        place = max(content.find(near, place), 0) if near else place
        content = content[:place] + token + content[place + length :]
    return Package.from_bytes(replace_parts(package, {name: content}))


@settings(max_examples=60)
@given(mutants())
def test_mutants_read_the_same_either_way(package: Package) -> None:
    assert agree(package)


def test_cells_looked_up_in_their_rows_are_the_cells_put_together_one_by_one() -> None:
    """Both hold the same, in the same order, and tell it alike however they are asked."""
    facts = read_workbook(Package.from_bytes(generated.workbook(built_in(), "en", "middling")))
    for sheet in facts.sheets:
        assert isinstance(sheet.cells, SheetCells)
        assert sheet.known
        single = Assembly(Strings(sheet.cells.texts), Consumption(DEFAULT))
        for row in sheet.known.rows:
            for each in row.raw():
                single.add(each)
        whole = single.finished()
        assert list(sheet.cells.items()) == list(whole.items())
        assert len(sheet.cells) == len(whole)
        wanted = WantedCells((row, column) for row in range(1, 40) for column in range(1, 30))
        assert sheet.cells.many(wanted) == list(map(whole.get, wanted.positions)) == many(whole, wanted)
        assert sheet.cells.many(wanted) == list(map(whole.get, wanted.positions))
        assert [at in sheet.cells for at in wanted.positions] == [at in whole for at in wanted.positions]
