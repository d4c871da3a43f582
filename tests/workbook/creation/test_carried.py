"""A blank that is taken along becomes, with its texts, the workbook that would have been made."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

import pytest

from pocgate_xl.opc.package import Package
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation.blanks.preparing import carried_files
from pocgate_xl.workbook.creation.carried import TEXTS, carried_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for

ID, ORGANIZATION, NAME = TEXTS


@pytest.fixture(scope="module")
def carried(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The template as a package for another host holds it."""
    folder = tmp_path_factory.mktemp("carried") / "gate"
    shutil.copytree(bundle.folder, folder, ignore=shutil.ignore_patterns("*.blanks"))
    for language in bundle.template.languages:
        for name, data in carried_files(bundle, language).items():
            (folder / name).write_bytes(data)
    return load_bundle(folder)


def parts_of(workbook: bytes) -> Mapping[str, bytes]:
    package = Package.from_bytes(workbook)
    return {name: package.read(name) for name in package.names}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "texts",
    [
        ("A-1", "Aoba & Sons <Ltd>", "Invoices"),
        ("案件7", "青葉製造", "請求書の読み取り"),
        ("A-1", "", ""),
        ("A-1", "", "Invoices"),
    ],
)
def test_it_is_the_workbook_that_would_have_been_made(
    carried: Bundle, bundle: Bundle, language: str, texts: tuple[str, ...]
) -> None:
    values = dict(zip(TEXTS, texts, strict=True))
    made = carried_workbook(carried, language, values)
    assert parts_of(made) == parts_of(workbook_for(bundle, language, values))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (ID, ""), (NAME, "=1+1"), (NAME, " leading"), (NAME, "a\nb"),
        (NAME, "_x0041_"), (ORGANIZATION, "x" * 43), (NAME, "長" * 20), (ID, "y" * 500),
    ],
)  # fmt: skip
def test_what_would_be_shown_otherwise_is_refused_by_name(carried: Bundle, name: str, text: str) -> None:
    values = {ID: "A-1", ORGANIZATION: "Aoba", NAME: "Invoices", name: text}
    with pytest.raises(ValueError, match=name):
        carried_workbook(carried, "ja", values)


def test_a_template_that_computes_with_a_name_is_not_taken_along(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "pocgate_xl.workbook.creation.blanks.preparing.TEXTS", (*TEXTS, "pg_engagement_poc_months")
    )
    assert carried_files(bundle, "en") == {}
