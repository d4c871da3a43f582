"""The page in Chromium: filters, sorting, keyboard, narrow and dark screens, paper, no script, no request."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.core.assessment import Assessment
from pocgate_xl.reports import html
from pocgate_xl.templates.loader import Bundle
from tests.functions.node_packages import node_modules
from tests.reports.samples import ERROR, NOTE, WARNING, found, hostile, report

needs_browser = pytest.mark.needs("node", "npm", "chromium")
FIRST = "#files tbody:nth-of-type(1) th button"


def files(bundle: Bundle) -> list[Assessment]:
    rated = found(bundle, "in/c.xlsx", outcome="accepted")
    return [
        found(bundle, "in/b.xlsx", WARNING, replace(NOTE, found="ＡＢＣ　一覧")),
        found(bundle, "in/a10.xlsx", ERROR, ERROR, ERROR),
        replace(rated, engagement=replace(rated.engagement, id="ZZ-9")),  # type: ignore[type-var]
        found(bundle, "in/a9.xlsx", ERROR),
    ]


@pytest.fixture(scope="module")
def pages(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Whole pages, one in Japanese, one of hostile texts, and one whose repeated texts stand once."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "en": report("html", files(bundle)),
        "ja": report("html", files(bundle), "ja"),
        "hostile": report("html", hostile(bundle)),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "WHOLE", 0)
        made |= {"apart": report("html", files(bundle)), "hostile apart": report("html", hostile(bundle))}
    for name, content in made.items():
        (folder / f"{name}.html").write_bytes(content)
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture(scope="module")
def visits(pages: dict[str, Path]) -> dict[str, Any]:
    folder = pages["en"].parent
    filtered = [
        ["see", ""], ["click", '[data-filter="outcome findings"] button'], ["see", ""], ["read", "#counted"],
        ["click", '[data-filter="severity note"] button'], ["see", ""], ["read", "#none"],
        ["click", "#reset"], ["click", '[data-filter="rule PG202"] button'], ["see", ""], ["click", "#reset"],
        ["type", "zz-9"], ["see", ""], ["click", "#reset"], ["type", "abc 一覧"], ["see", ""],
    ]  # fmt: skip
    order = [
        ["click", "#files thead th:nth-child(6) button"], ["see", ""],
        ["click", "#files thead th:nth-child(6) button"], ["see", ""],
        ["click", "#files thead th:nth-child(1) button"], ["see", ""],
        ["click", "#files thead th:nth-child(2) button"], ["see", ""],
    ]  # fmt: skip
    keys = [
        ["focus", FIRST], ["state", "aria-expanded"], ["key", "Enter"], ["state", "aria-expanded"],
        ["read", "#files tbody:nth-of-type(1)"], ["key", "Space"], ["state", "aria-expanded"],
        ["focus", '[data-filter="outcome findings"] button'], ["key", "Space"], ["state", "aria-pressed"],
        ["see", ""], ["key", "Tab"], ["state", "type"],
    ]  # fmt: skip
    opened = [["click", "#open"]]
    asked = [
        {"name": f"{what} {page}", "file": str(pages[page]), "acts": acts}
        for what, acts in (("filter", filtered), ("order", order), ("keys", keys), ("open", opened))
        for page in ("en", "apart")
    ]
    asked += [
        {"name": "no script", "file": str(pages["en"]), "script": False},
        {"name": "hostile", "file": str(pages["hostile"]), "acts": opened},
        {"name": "hostile apart", "file": str(pages["hostile apart"]), "acts": opened},
    ]
    asked += [
        {"name": f"{width} {page}", "file": str(pages[page]), "acts": opened, "width": width,
         "dark": page == "ja", "picture": str(folder / f"{width} {page}.png"),
         "paper": str(folder / f"{width} {page}.pdf")}
        for width in (360, 1366, 3840) for page in ("en", "ja")
    ]  # fmt: skip
    requests = folder / "requests.json"
    requests.write_text(json.dumps({"chromium": shutil.which("chromium"), "visits": asked}), encoding="utf-8")
    script = Path(__file__).with_name("page.mjs")
    command = [shutil.which("node") or "node", str(script), str(node_modules()), str(requests)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return {visit["name"]: visit for visit in json.loads(done.stdout)}


@needs_browser
def test_nothing_fails_and_nothing_is_asked_for(visits: dict[str, Any]) -> None:
    assert {name: visit["faults"] for name, visit in visits.items() if visit["faults"]} == {}


@needs_browser
@pytest.mark.parametrize("page", ["en", "apart"])
def test_files_are_found_by_outcome_severity_rule_and_text(visits: dict[str, Any], page: str) -> None:
    every, wrong, counted, none, said, by_rule, by_id, by_text = visits[f"filter {page}"]["seen"]
    assert every == ["b.xlsx", "a10.xlsx", "c.xlsx", "a9.xlsx"]
    assert wrong == ["a10.xlsx", "a9.xlsx"]
    assert counted == "2 of 4 files · To be corrected"
    assert none == []
    assert "No file matches" in said
    assert (by_rule, by_id, by_text) == (["b.xlsx"], ["c.xlsx"], ["b.xlsx"])


@needs_browser
@pytest.mark.parametrize("page", ["en", "apart"])
def test_files_are_sorted_by_number_name_and_gravity(visits: dict[str, Any], page: str) -> None:
    most, fewest, names, gravest = visits[f"order {page}"]["seen"]
    assert most == ["a10.xlsx", "a9.xlsx", "b.xlsx", "c.xlsx"]
    assert fewest == ["b.xlsx", "c.xlsx", "a9.xlsx", "a10.xlsx"]
    assert names == ["a9.xlsx", "a10.xlsx", "b.xlsx", "c.xlsx"]
    assert gravest == ["a10.xlsx", "a9.xlsx", "b.xlsx", "c.xlsx"]


@needs_browser
@pytest.mark.parametrize("page", ["en", "apart"])
def test_a_keyboard_is_enough(visits: dict[str, Any], page: str) -> None:
    closed, opened, text, again, pressed, seen, following = visits[f"keys {page}"]["seen"]
    assert (closed, opened, again, pressed) == ("false", "true", "false", "true")
    assert "The rating is missing." in text
    assert "6 of 24 needed answers given" in text
    assert seen == ["a10.xlsx", "a9.xlsx"]
    assert following == "button"


@needs_browser
def test_what_is_put_together_by_the_script_reads_like_what_is_not(visits: dict[str, Any]) -> None:
    assert visits["open apart"]["text"] == visits["open en"]["text"]
    assert visits["open en"]["text"].count("Choose a rating from the list.") == 2


@needs_browser
def test_without_the_script_everything_can_be_read(visits: dict[str, Any]) -> None:
    text = visits["no script"]["text"]
    for said in (
        "cannot be searched",
        "a10.xlsx",
        "Choose a rating from the list.",
        "6 of 24 needed answers given",
    ):
        assert said in text
    assert "Open all" not in text


@needs_browser
@pytest.mark.parametrize("page", ["hostile", "hostile apart"])
def test_hostile_texts_are_seen_and_do_nothing(visits: dict[str, Any], page: str) -> None:
    assert visits[page]["images"] == 0
    assert "<img src=x onerror=alert(1)>.xlsx" in visits[page]["text"]
    assert visits[page]["text"].count("</script><script>alert(1)</script>") >= 4


@needs_browser
@pytest.mark.parametrize("width", [360, 1366, 3840])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_fits_every_screen_and_can_be_looked_at(
    visits: dict[str, Any], pages: dict[str, Path], width: int, language: str
) -> None:
    """The picture and the paper are kept beside the test's other files, for people."""
    name = f"{width} {language}"
    assert visits[name]["wider"] <= 0
    assert visits[name]["unnamed"] == []
    assert (pages["en"].parent / f"{name}.png").stat().st_size > 10_000
    assert (pages["en"].parent / f"{name}.pdf").read_bytes().startswith(b"%PDF")
