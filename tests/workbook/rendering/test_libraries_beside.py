"""The same bytes and the same values, whether lxml is installed beside the writer's library or not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.editing.empty_cells import without_empty_types
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import fill_workbook
from tests.workbook.generated import LANGUAGES, workbook

MAKE = """
import sys, openpyxl
from pathlib import Path
from pocgate_xl.templates.loader import load_bundle
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.workbook.creation.blank import made_blank
assert str(openpyxl.LXML) == sys.argv[1], openpyxl.LXML
bundle = load_bundle(builtin_home() / builtin_names()[0])
for language in bundle.template.languages:
    Path(sys.argv[2], f"{language}-{sys.argv[1]}.xlsx").write_bytes(made_blank(bundle, language))
"""
SAVE = """
import sys, openpyxl
assert str(openpyxl.LXML) == sys.argv[1], openpyxl.LXML
openpyxl.load_workbook(sys.argv[2]).save(sys.argv[3])
"""


def run(program: str, lxml: bool, *arguments: Path) -> None:
    environment = {**os.environ, "OPENPYXL_LXML": str(lxml)}
    command = [sys.executable, "-c", program, str(lxml), *map(str, arguments)]
    subprocess.run(command, check=True, env=environment, timeout=300)


def test_a_blank_is_the_same_with_and_without_lxml(bundle: Bundle, tmp_path: Path) -> None:
    for lxml in (True, False):
        run(MAKE, lxml, tmp_path)
    for language in bundle.template.languages:
        made = [(tmp_path / f"{language}-{lxml}.xlsx").read_bytes() for lxml in (True, False)]
        assert made[0] == made[1]
        package = Package.from_bytes(made[0])
        parts = [package.read(sheet.part) for sheet in read_workbook(package).sheets]
        assert parts == [without_empty_types(xml) for xml in parts]


@pytest.mark.parametrize("lxml", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_saved_by_openpyxl_is_filled_rightly(
    bundle: Bundle, tmp_path: Path, lxml: bool, language: str
) -> None:
    sent, saved = tmp_path / "sent.xlsx", tmp_path / "saved.xlsx"
    sent.write_bytes(workbook(bundle, language))
    run(SAVE, lxml, sent, saved)
    values = {f"pg_rating_{bundle.template.criterion_ids[0]}": 5}
    from_saved = fill_workbook(saved.read_bytes(), bundle, language, values)
    from_sent = fill_workbook(sent.read_bytes(), bundle, language, values)
    assert shown(from_saved) == shown(from_sent)
    package = Package.from_bytes(from_saved)
    parts = [package.read(sheet.part) for sheet in read_workbook(package).sheets]
    assert parts == [without_empty_types(xml) for xml in parts]


def shown(made: bytes) -> dict[str, object]:
    sheets = read_workbook(Package.from_bytes(made)).sheets
    return {
        sheet.title: {p: (c.kind, c.value) for p, c in sheet.cells.items() if c.value not in (None, "")}
        for sheet in sheets
    }
