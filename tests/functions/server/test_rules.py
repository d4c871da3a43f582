"""Everything that is written, by the rules of Microsoft's Open XML SDK: they have nothing to say."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from PIL import Image

from pocgate_xl.batch import check_paths
from pocgate_xl.functions.addin.build import PROJECT, addin, live_workbook
from pocgate_xl.functions.addin.vba_writer import UNCOMPILED
from pocgate_xl.opc.compound_file import streams_of
from pocgate_xl.portfolio.overview import overview
from pocgate_xl.portfolio.workbook import portfolio_workbook
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.workbook.generated import LANGUAGES, STATES, values_of, workbook

Edit = Callable[[str, str, str], None]


def said(content: bytes, file: Path) -> list[str]:
    file.write_bytes(content)
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019)
    return [f"{fault.part_uri}: {fault.description}" for fault in validator.validate(str(file)).errors]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_a_workbook_is_written_as_office_asks(
    bundle: Bundle, language: str, state: str, tmp_path: Path
) -> None:
    assert said(workbook(bundle, language, state), tmp_path / "book.xlsx") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", ["classic", "office"])
def test_so_is_a_live_one(bundle: Bundle, language: str, edition: str, tmp_path: Path) -> None:
    made = workbook_for(bundle, language, values_of(bundle, "middling"), edition)
    if edition == "classic":
        assert said(live_workbook(made), tmp_path / "book.xlsm") == []
    assert said(made, tmp_path / "book.xlsx") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_is_the_addin(bundle: Bundle, language: str, tmp_path: Path) -> None:
    assert said(addin(bundle.catalogs[language]), tmp_path / "pocgate.xlam") == []


def test_the_ribbon_is_written_in_the_version_of_its_relationship(bundle: Bundle) -> None:
    versions = {
        "2006/relationships/ui/extensibility": "2006/01/customui",
        "2007/relationships/ui/extensibility": "2009/07/customui",
    }
    with ZipFile(io.BytesIO(addin(bundle.default_catalog))) as parts:
        links = parts.read("_rels/.rels").decode()
        (named,) = [version for link, version in versions.items() if f"/{link}" in links]
        assert (
            f'xmlns="http://schemas.microsoft.com/office/{named}"'
            in parts.read("customUI/customUI.xml").decode()
        )


def test_macros_are_written_without_a_compiled_form(bundle: Bundle) -> None:
    made = [
        addin(bundle.default_catalog),
        live_workbook(workbook_for(bundle, "en", values_of(bundle, "blank"), "classic")),
    ]
    for content in made:
        with ZipFile(io.BytesIO(content)) as parts:
            streams = streams_of(parts.read(PROJECT))
        (cache,) = [data for name, data in streams.items() if name.rpartition("/")[2] == "_VBA_PROJECT"]
        assert cache == UNCOMPILED == b"\xcc\x61\xff\xff\x00\x00\x00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_is_the_portfolio(bundle: Bundle, language: str, tmp_path: Path) -> None:
    for number, state in enumerate(STATES):
        values = {**values_of(bundle, state), "pg_engagement_id": f"=ENG-{number}"}
        (tmp_path / f"{number}.xlsx").write_bytes(workbook_for(bundle, language, values))
    found = overview(check_paths([tmp_path]), bundle.template)
    assert found.files == len(STATES)
    assert said(portfolio_workbook(found, bundle, language), tmp_path / "portfolio.xlsx") == []


def test_so_is_the_workbook_of_an_organisation(template_copy: Path, edit: Edit, tmp_path: Path) -> None:
    Image.new("RGB", (400, 100), "navy").save(template_copy / "logo.png")
    edit("theme.toml", 'organization = ""', 'organization = "- A & B"\nlogo = "logo.png"')
    bundle = load_bundle(template_copy)
    values = {**values_of(bundle, "middling"), "pg_engagement_poc_name": "=1+1"}
    assert said(workbook_for(bundle, "ja", values), tmp_path / "book.xlsx") == []


def test_a_fault_would_be_told(bundle: Bundle, tmp_path: Path) -> None:
    from pocgate_xl.opc.package import Package
    from pocgate_xl.opc.zip_writer import replace_parts

    package = Package.from_bytes(workbook(bundle, "en"))
    styles = package.read("xl/styles.xml").replace(b"<sz ", b"<size ", 1)
    assert said(replace_parts(package, {"xl/styles.xml": styles}), tmp_path / "book.xlsx") != []
