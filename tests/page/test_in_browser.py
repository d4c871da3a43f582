"""The site in Chromium: the same findings as on the command line, nothing that leaves, a file that hangs."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.cli import main
from pocgate_xl.page import site
from pocgate_xl.page.site import POLICY
from pocgate_xl.templates.loader import Bundle
from tests.dialects.writers import utf16
from tests.functions.node_packages import node_modules
from tests.functions.open_book import answered, workbook
from tests.page.visiting import laid_out, visited
from tests.workbook import generated

needs_browser = pytest.mark.needs("node", "npm", "chromium")
RELEASED = Path(__file__).parents[1] / "released"
HOSTILE = "<img src=x onerror=alert(1)>"
WIDTHS = ((360, "light"), (360, "dark"), (1366, "light"), (1366, "dark"))
SAVE_EARLY = """(async () => {
  while (document.getElementById("results").hidden) await new Promise((resolve) => setTimeout(resolve, 5));
  document.querySelector("[data-report=csv]").click();
  return "clicked";
})()"""
HANGING = """
_checked = checked


def checked(file, name, language):
    while name == "hang.xlsx":
        pass
    if name == "fault.xlsx":
        raise SystemExit
    return _checked(file, name, language)
"""


@pytest.fixture(scope="module")
def books(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Workbooks as they come back: today's, Japanese, accepted, faulty, hostile, cut off, of another kind."""
    best = generated.workbook(bundle, "en", "best")
    made = {
        "half.xlsx": workbook(bundle, **answered(bundle)),
        "ja.xlsx": workbook(bundle, "ja", **answered(bundle)),
        "best.xlsx": best,
        "worst.xlsx": generated.workbook(bundle, "ja", "worst"),
        f"{HOSTILE}.xlsx": workbook(bundle, pg_engagement_organization=HOSTILE, **answered(bundle)),
        "cut.xlsx": best[: len(best) // 2],
        "notes.xlsx": b"no workbook",
        "old.xlsx": next(RELEASED.glob("*/en.xlsx")).read_bytes(),
        "utf16.xlsx": utf16(best, tmp_path_factory.mktemp("dialect")),
    }
    folder = tmp_path_factory.mktemp("books")
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in made}


def with_hanging_check(bundled: bytes) -> bytes:
    """Return the bundle whose check never ends for one name, and fails for another."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundled)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            more = HANGING.encode() if name == "pocgate_xl/page/checking.py" else b""
            new.writestr(name, old.read(name) + more)
    return changed.getvalue()


@pytest.fixture(scope="module")
def visits(books: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Visit the site with its policy as a header too, and one whose check hangs."""
    folder = tmp_path_factory.mktemp("page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "workbooks_zip", lambda *_, **__: b"")  # of which another test is
        files = site.site_files(site.SiteOptions(node_modules() / "pyodide"))
    settings = json.dumps({**json.loads(files["settings.json"]), "seconds": 8}).encode()
    hanging = {**files, "settings.json": settings, "pocgate.zip": with_hanging_check(files["pocgate.zip"])}
    for name in ("hang.xlsx", "fault.xlsx"):
        shutil.copy(books["half.xlsx"], folder / name)
    half, every = str(books["half.xlsx"]), [str(file) for file in books.values()]
    looked = lambda what: [  # noqa: E731
        ["picture", str(folder / f"{what} {width} {scheme}.png"), width, scheme] for width, scheme in WIDTHS
    ]
    asked = [
        {
            "name": "site", "site": laid_out(files, folder / "site"),
            "headers": {"Content-Security-Policy": POLICY},
            "acts": [
                *looked("empty"),
                ["choose", [half], "first file"], ["choose", [half], "next file"], ["read", "#said"],
                ["read", "article"], ["save", "jsonl"], *looked("one"),
                ["choose", every, "nine files"], ["read", "#said"], ["read", "table"],
                ["save", "jsonl"], ["save", "csv"], ["save", "text"], ["save", "html"],
                ["focus", "tbody:nth-of-type(4) button"], ["key", "Enter"],
                ["ask", "document.activeElement.getAttribute('aria-expanded')"],
                ["read", "tbody:nth-of-type(4) article"], *looked("many"),
                ["select", "#languages", "ja"], ["read", "h1"], *looked("ja"),
            ],
        },
        {
            "name": "hanging", "site": laid_out(hanging, folder / "hanging"), "language": "ja",
            "acts": [
                ["choose", [str(folder / "hang.xlsx"), str(folder / "fault.xlsx"), half]],
                ["read", "#said"], ["read", "table"], ["save", "jsonl"], *looked("hanging"),
                ["begin", [str(folder / "hang.xlsx"), half]], ["click", "#cancel"], ["ready"],
                ["read", "#said"],
                ["choose", [half]], ["read", "#said"],
                ["begin", every], ["ask", SAVE_EARLY], ["ready"], ["read", "#said"],
            ],
        },
    ]  # fmt: skip
    without = {name: data for name, data in files.items() if name != "runtime/pyodide.mjs"}
    asked.append(
        {"name": "broken", "site": laid_out(without, folder / "broken"), "acts": [["read", "#said"]]}
    )
    return visited(asked, folder)


def wider(visit: dict[str, Any]) -> list[int]:
    return [each for each in visit["seen"] if isinstance(each, int)]


def seen(visit: dict[str, Any]) -> list[str]:
    return [each for each in visit["seen"] if isinstance(each, str)]


@needs_browser
def test_no_page_has_a_fault_or_breaks_its_policy(visits: dict[str, Any]) -> None:
    for name in ("site", "hanging"):
        assert visits[name]["faults"] + visits[name]["broken"] == []


@needs_browser
def test_no_request_leaves_the_origin_and_nothing_is_kept(visits: dict[str, Any]) -> None:
    assert [each for visit in visits.values() for each in visit["foreign"]] == []
    assert visits["site"]["requests"] > 8
    assert visits["site"]["kept"] == [0, 0, ""]


@needs_browser
def test_the_findings_are_those_of_the_command_line(
    visits: dict[str, Any], books: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """All lines of the report are the same but for the paths."""
    main(["check", *map(str, books.values()), "--format", "jsonl", "--quiet", "--jobs", "1"])
    folder = str(next(iter(books.values())).parent)
    assert seen(visits["site"])[5] == capsys.readouterr().out.replace(f"{folder}/", "")


@needs_browser
def test_one_file_is_shown_with_decision_missing_answers_and_findings(visits: dict[str, Any]) -> None:
    said, article, line = seen(visits["site"])[:3]
    assert said == "half.xlsx: Incomplete"
    for text in (
        "Improve, then proceed", "16 of 24 needed answers given", "Checklist!E14", "PG301 Checklist!F12",
        "Name a document that shows that the item is done.",
    ):  # fmt: skip
        assert text in article
    assert json.loads(line)["outcome"] == "incomplete"


@needs_browser
def test_many_files_are_a_table_that_a_keyboard_opens(visits: dict[str, Any]) -> None:
    said, table, _, csv, text, html, expanded, article, title = seen(visits["site"])[3:]
    assert said == "Workbooks checked: 9"
    assert table.count("Unreadable") == 2
    assert "Accepted" in table
    assert (expanded, title) == ("true", "審査ブックの確認")
    assert "worst.xlsx" in article
    assert "スコアカード!G4" in article
    for report in (csv, text, html):
        assert "half.xlsx" in report
    assert html.startswith("<!doctype html>")


@needs_browser
def test_texts_of_workbooks_are_text(visits: dict[str, Any]) -> None:
    assert visits["site"]["images"] == 0
    assert visits["site"]["text"].count(HOSTILE) >= 2


@needs_browser
def test_a_file_that_hangs_or_fails_costs_a_line_and_the_next_is_checked(visits: dict[str, Any]) -> None:
    said, table, lines, cancelled, after, *_ = seen(visits["hanging"])
    assert said == "確認したブック：3件"
    assert table.count("読み取り不可") == 2
    found = [json.loads(line) for line in lines.splitlines()]
    assert [each["outcome"] for each in found] == ["unreadable", "unreadable", "incomplete"]
    assert [each["findings"][0]["code"] for each in found[:2]] == ["PG012", "PG099"]
    assert cancelled == "中止しました。未確認：2件"
    assert after.startswith("half.xlsx：")


@needs_browser
def test_a_report_that_is_asked_for_meanwhile_does_not_stop_the_check(visits: dict[str, Any]) -> None:
    assert seen(visits["hanging"])[5:] == ["clicked", "確認したブック：9件"]


@needs_browser
def test_where_python_cannot_start_the_page_says_so(visits: dict[str, Any]) -> None:
    (said,) = seen(visits["broken"])
    assert said.startswith("The check cannot run here")


@needs_browser
def test_it_fits_every_screen_names_its_parts_and_can_be_looked_at(visits: dict[str, Any]) -> None:
    """The pictures are kept beside the test's other files, for people."""
    for visit in (visits["site"], visits["hanging"]):
        assert wider(visit)
        assert max(wider(visit)) <= 0
        assert visit["unnamed"] == []
