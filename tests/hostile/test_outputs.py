"""Whatever a workbook or its file name says, every report of it is inert."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from pocgate_xl.cli import main
from pocgate_xl.reports import FORMATS
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue
from tests.hostile.edits import chain, typing
from tests.hostile.submission import area, submission, title_of
from tests.hostile.tampering import renamed
from tests.hostile.worker import ROOT

HOSTILE_TEXTS: Mapping[str, str] = {
    "text starting with =": "=cmd|'/c calc'!A1",
    "text starting with +": '+1+HYPERLINK("http://127.0.0.1:9/")',
    "text starting with -": "-2+3",
    "text starting with @": "@SUM(1)",
    "text starting with tab": "\t=1+1",
    "text starting with CR": "\r=1+1",
    "html": "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;",
    "terminal escapes": "\x1b[2J\x1b]0;owned\x07\x9b31m\x08",
    "newlines in file names": "one\ntwo\r\nthree\u2028four\x85five",
    "lone surrogates": "a\ud83d_xD800_b",
    "bidi": "\u202egnp.exe\u2066\u200b\ufeff",
    "format fields": "{label} %s {0} $x \\x1b",
    "sql": "'; DROP TABLE engagements; --",
}
FILE_NAMES = {
    "equals": b"=1+1.xlsx", "newline": b"a\nPG000 error b.xlsx", "escape": b"a\x1b[31m\x1b]0;x\x07.xlsx",
    "carriage return": b"accepted\rb.xlsx", "html": b"<img src=x onerror=alert(1)>.xlsx",
    "no UTF-8": b"\xff\xfe\x80.xlsx", "bidi": "a\u202exslx.exe.xlsx".encode(), "quotes": b"a\"b'c;d,e.xlsx",
}  # fmt: skip
INPUTS = (
    "pg_engagement_organization",
    "pg_engagement_poc_name",
    "pg_note_integration",
    "pg_engagement_sponsor",
)
FAULTY = ("pg_status_security", "pg_poc_cost_development")
RISKY = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Submissions that say hostile things wherever people can say something."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, text in enumerate(HOSTILE_TEXTS.values()):
        said = {name: NewValue(text) for name in INPUTS}
        (folder / f"{number}.xlsx").write_bytes(typing(said)(submission()))
    wrong = {name: NewValue(HOSTILE_TEXTS["terminal escapes"] + HOSTILE_TEXTS["html"]) for name in FAULTY}
    (folder / "faulty.xlsx").write_bytes(typing(wrong)(submission()))
    stranger = renamed("checklist", "&lt;b&gt;=1{x}\u202e")
    (folder / "renamed.xlsx").write_bytes(chain(stranger)(submission()))
    for name in FILE_NAMES.values():
        (folder / os.fsdecode(name)).write_bytes(submission())
    return folder


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


def is_plain(text: str, but: str = "\n") -> bool:
    """Say whether a text has no character that steers, hides or cannot be written."""
    return not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in but for c in text)


def check_text(report: bytes, folder: Path) -> None:
    text = report.decode()
    assert is_plain(text)
    heads = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert len(heads) == len(files(folder)) + 1  # and the summary


def check_jsonl(report: bytes, folder: Path) -> None:
    lines = report.decode().splitlines()
    assert all(is_plain(line, "") for line in lines)
    reports = [json.loads(line) for line in lines]
    assert len(reports) == len(files(folder))
    said = {plain["engagement"]["organization"] for plain in reports}
    assert HOSTILE_TEXTS["html"] in said
    assert HOSTILE_TEXTS["text starting with ="] in said


def check_csv(report: bytes, folder: Path) -> None:
    text = report.decode("utf-8-sig")
    assert is_plain(text, "\r\n")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.lstrip(" \u3000").startswith(RISKY) and not _number(cell) for cell in row)


def _number(cell: str) -> bool:
    return bool(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell))


def check_json(report: bytes, folder: Path) -> None:
    text = report.decode()
    assert is_plain(text)
    assert json.loads(text)


def check_junit(report: bytes, folder: Path) -> None:
    assert b"<!" not in report.replace(b"<![CDATA[", b"")
    text = "".join(ElementTree.fromstring(report).itertext())
    assert is_plain(text, "\n\r\t")


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in ("script", "style") and data.strip():
            self.inside.setdefault(self.found[-1][0], []).append(data)


OWN = frozenset((
    "html", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "code", "main", "noscript",
    "section", "ul", "li", "b", "i", "details", "summary", "table", "thead", "tr", "th", "td", "tbody", "span",
    "div", "label", "input", "button", "output", "footer", "script", "strong",
))  # fmt: skip
"""Elements that our own page is made of."""


def check_html(report: bytes, folder: Path) -> None:
    text = report.decode()
    assert is_plain(text, "\n\t")
    elements = _Elements()
    elements.feed(text)
    names = {name for _, attributes in elements.found for name in attributes}
    assert not any(name.startswith("on") or name in ("src", "href", "style", "action") for name in names)
    assert {tag for tag, _ in elements.found} <= OWN
    assert [tag for tag, _ in elements.found].count("tbody") == len(files(folder)) + 1  # and the rules
    data, script = elements.inside["script"]
    (style,) = elements.inside["style"]
    assert json.loads(data)["columns"] == 10
    (policy,) = (each["content"] for tag, each in elements.found if each.get("http-equiv"))
    hashes = (base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in (style, script))
    allowed = "style-src 'sha256-{}'; script-src 'sha256-{}'".format(*hashes)
    assert policy == f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def check_md(report: bytes, folder: Path) -> None:
    """Outside code spans there are words and our own markup alone."""
    text = report.decode()
    assert is_plain(text)
    for line in text.splitlines():
        if not line or line in ("</details>", "### Findings") or line.startswith("<details><summary><code>"):
            assert line.count("<") in (0, 1, 5)
            continue
        bare = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", line)
        own = re.sub(r"^(- |  <br>|\| ?|… )|\*\*|\||(?<=[0-9])/(?=[0-9])", "", bare)
        assert not re.search(r"[<>@#*_`~|\\\[\]&/!$^={}]", own.replace("--", "")), line


def check_xlsx(report: bytes, folder: Path) -> None:
    for sheet in load_workbook(io.BytesIO(report)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert is_plain(str(cell.value or ""), "\n")
                if cell.hyperlink is not None and cell.hyperlink.target:
                    assert re.fullmatch(r"(\.\./)*[\w./%-]+\.xlsx", cell.hyperlink.target, re.ASCII)


CHECKS: Mapping[str, Callable[[bytes, Path], None]] = {
    "text": check_text, "jsonl": check_jsonl, "csv": check_csv, "answers": check_csv, "sarif": check_json, "junit": check_junit,
    "html": check_html, "xlsx": check_xlsx, "md": check_md,
}  # fmt: skip


def test_every_format_has_a_check_of_its_own() -> None:
    missing = {form.name for form in FORMATS} - CHECKS.keys()
    assert missing == set(), "each needs a function in CHECKS that proves hostile texts inert"


@pytest.mark.parametrize("form", [form.name for form in FORMATS if form.name in CHECKS])
def test_every_report_is_inert(form: str, folder: Path, tmp_path: Path) -> None:
    report = tmp_path / f"report.{form}"
    assert (
        main(["check", "--quiet", "--format", form, "--output", str(report), *map(str, files(folder))]) == 1
    )
    CHECKS[form](report.read_bytes(), folder)


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_what_the_terminal_shows_is_inert(form: str, folder: Path) -> None:
    command = [sys.executable, "-m", "pocgate_xl", "check", "--format", form, *map(str, files(folder))]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)
    assert ended.returncode == 1
    CHECKS[form](ended.stdout, folder)
    assert is_plain(ended.stderr.decode(), "\n\r")


def test_a_portfolio_is_inert(folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "portfolio.xlsx"
    main(["portfolio", "--quiet", str(folder), "--output", str(report)])
    check_xlsx(report.read_bytes(), folder)


def test_a_single_score_is_inert(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in files(folder):
        main(["score", str(file)])
        assert is_plain(capsys.readouterr().out)


def test_hostile_texts_are_never_formulas_in_workbooks(folder: Path) -> None:
    for number in range(len(HOSTILE_TEXTS)):
        place = area(INPUTS[0])
        cell = load_workbook(folder / f"{number}.xlsx")[title_of(place.sheet)][a1(place.first)]
        assert cell.data_type != "f"
        assert cell.value


def test_usage_errors_quote_nothing_that_steers(capsys: pytest.CaptureFixture[str]) -> None:
    main(["score", "a\x1b[2J\nb.xlsx"])
    printed = capsys.readouterr()
    assert is_plain(printed.out + printed.err)
