"""A new format is two functions and a line, of texts or of bytes, and replaces nothing unasked."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pocgate_xl import reports
from pocgate_xl.cli import check, main
from pocgate_xl.core.assessment import Assessment
from pocgate_xl.core.catalog import Catalog
from pocgate_xl.reports import ReportFormat, is_own_report, is_report
from pocgate_xl.reports.parts import ReportPart
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

BYTES = b"\x00\xff\xfe"


def render_part(assessment: Assessment, _catalog: Catalog) -> str:
    return f"<{assessment.outcome}>"


def in_bytes(pieces: Iterable[ReportPart], _own: Catalog) -> Iterator[str | bytes]:
    yield BYTES
    yield "".join(each.text for each in pieces).encode()


def in_texts(pieces: Iterable[ReportPart], _own: Catalog) -> Iterator[str | bytes]:
    return (each.text for each in pieces)


@pytest.fixture
def file(bundle: Bundle, tmp_path: Path) -> Path:
    place = tmp_path / "a.xlsx"
    place.write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "E"}))
    return place


@pytest.fixture(
    params=[(in_bytes, BYTES + b"<not_started>"), (in_texts, b"<not_started>")], ids=["bytes", "text"]
)
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What a format that somebody adds writes of the file."""
    assemble, content = request.param
    module = ModuleType("pocgate_xl.reports.added")
    module.__dict__.update(render_part=render_part, assemble=assemble)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for place in (reports, check):
        monkeypatch.setattr(place, "FORMATS", (*reports.FORMATS[:3], ReportFormat("added", "added")))
    assert isinstance(content, bytes)
    return content


def test_a_format_with_two_functions_is_written_to_a_file(file: Path, written: bytes, tmp_path: Path) -> None:
    out = tmp_path / "report.bin"
    order = ["check", "-q", str(file), "--format", "added", "--output", str(out)]
    assert main(order) == 0
    assert out.read_bytes() == written
    assert (is_report(out), is_own_report(out)) == (False, False)
    assert main(order) == 2
    assert main([*order, "--force"]) == 0


def test_a_format_with_two_functions_is_written_to_stdout(
    file: Path, written: bytes, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["check", "-q", str(file), "--format", "added"]) == 0
    assert capfdbinary.readouterr().out == written
