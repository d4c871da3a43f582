"""What the site makes in Chromium: copies as the commands make them, blanks, a table; offline, too."""

from __future__ import annotations

import importlib.util
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.core.fields import input_fields
from pocgate_xl.page.site import OFFLINE, POLICY, SiteOptions, offline_script, site_files
from pocgate_xl.spreadsheetml.editing.sheet_editor import NewValue
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.creation.transfer.carry import OFFICE
from pocgate_xl.workbook.layout.plans import plan_of
from tests.functions.node_packages import node_modules
from tests.functions.open_book import answered, workbook
from tests.page.visiting import laid_out, visited

needs_browser = pytest.mark.needs("node", "npm", "chromium")
RELEASED = Path(__file__).parents[1] / "released"
HOSTILE = "<img src=x onerror=alert(1)>"
OTHERS = "'\"><script>alert(1)</script><a href=javascript:alert(1)>{page.title}"
ALIVE = (
    "document.querySelectorAll('#shown :is(img, script, iframe, a, style, svg, object, [onerror])').length"
)
HEADS = "[...document.querySelectorAll('thead th')].map((each) => each.ariaSort ?? '').join()"
FIRST_FILES = "[...document.querySelectorAll('tbody:not([hidden]) th')].map((each) => each.innerText).join()"
KEPT = """(async () => {
  const kept = await (await caches.open((await caches.keys())[0])).keys();
  return kept.map(({ url }) => new URL(url).pathname).join();
})()"""
SCREENS = ((360, "light"), (3840, "dark"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")


def with_wrong_rating(bundle: Bundle, language: str) -> bytes:
    """Return a live edition in which a word stands where a number is asked for."""
    rating = plan_of(bundle, language).names[f"pg_rating_{bundle.template.criterion_ids[0]}"]
    blank = workbook_for(bundle, language, {"pg_engagement_id": "ENG-2"}, OFFICE)
    wrong = {rating.sheet: {rating.first: NewValue("excellent")}}
    return fill_workbook(blank, bundle, language, answered(bundle), wrong)


@pytest.fixture(scope="module")
def books(bundle: Bundle, folder: Path) -> dict[str, Path]:
    """Workbooks: half done, to be corrected in two languages, of an old template, hostile in every text."""
    fields = [each for each in input_fields(bundle.template) if each.kind == "text"]
    texts = {each.name: HOSTILE if place % 2 else OTHERS for place, each in enumerate(fields)}
    made = {
        "half.xlsx": workbook(bundle, **answered(bundle)),
        "worst.xlsx": with_wrong_rating(bundle, "ja"),
        f"{HOSTILE}.xlsx".replace("/", ""): workbook(bundle, **{**texts, **answered(bundle)}),
        "old.xlsx": next(RELEASED.glob("*/en.xlsx")).read_bytes(),
        "cut.xlsx": b"PK",
    }
    (folder / "books").mkdir()
    for name, content in made.items():
        (folder / "books" / name).write_bytes(content)
    return {name: folder / "books" / name for name in made}


def later(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the site as a later version makes it."""
    settings = {**json.loads(files["settings.json"]), "version": "99.0"}
    newer = {**files, "settings.json": json.dumps(settings).encode()}
    del newer[OFFLINE]
    return {**newer, OFFLINE: offline_script(newer).encode()}


@pytest.fixture(scope="module")
def visits(books: dict[str, Path], folder: Path) -> dict[str, Any]:
    found = importlib.util.find_spec("formulon")
    assert found is not None
    assert found.origin is not None
    engine = Path(found.origin).parent
    files = site_files(SiteOptions(node_modules() / "pyodide", engine))
    site, newer = laid_out(files, folder / "site"), laid_out(later(files), folder / "newer")
    every, half = [str(file) for file in books.values()], str(books["half.xlsx"])
    looked = lambda what: [  # noqa: E731
        ["picture", str(folder / f"{what} {width} {scheme}.png"), width, scheme] for width, scheme in SCREENS
    ]
    out = lambda name: str(folder / name)  # noqa: E731
    headers = {"Content-Security-Policy": POLICY}
    made = [
        ["axe"], ["choose", [half]], ["make", "[data-copy=return]", out("half.xlsx")],
        ["read", "#copied"], *looked("copy"), ["axe"],
        ["choose", every], ["read", "#sums"],
        ["make", "[data-copy=return]", out("copies.zip")],
        ["make", "[data-copy=migrate]", out("migrated.zip")], ["read", "#copied"],
        ["click", "thead .errors button"], ["ask", HEADS], ["ask", FIRST_FILES],
        ["focus", "thead .file button"], ["key", "Enter"], ["ask", HEADS],
        ["ask", "document.querySelectorAll('tbody th button').forEach((each) => each.click())"],
        ["ask", ALIVE], ["axe"], *looked("many"),
        ["click", "#planned summary"], ["type", "#portfolio [name=slots]", "2"], ["axe"],
        ["make", "#portfolio button", out("portfolio.xlsx")], ["read", "#copied"],
        ["type", "#tools [name=text]", "worst"], ["read", "#sums"], ["save", "jsonl"], ["save", "overview"],
        ["make", "[data-book=findings]", out("findings.xlsx")],
        ["click", "#tools [type=reset]"],
        ["wait", "!document.querySelector('tbody[hidden]')"], ["ask", FIRST_FILES],
        ["select", "#languages", "ja"], ["read", "#sums"], ["axe"],
        ["click", "#new summary"], ["select", "#blank [name=language]", "ja"],
        *(["type", f"#blank [name={name}]", f"{name} 1"] for name in ("id", "organization", "poc_name")),
        ["make", "#blank button", out("blank.xlsx")],
    ]  # fmt: skip
    offline = [
        ["wait", "document.getElementById('offline').textContent"], ["ask", KEPT],
        ["swap", newer], ["open"], ["wait", "document.getElementById('made').textContent.includes('99.0')"],
        ["ready"], ["cut"], ["open"], ["read", "#made"],
        ["choose", [half]], ["read", "#said"], ["make", "[data-copy=return]", out("offline.xlsx")],
    ]  # fmt: skip
    return visited(
        [
            {"name": "made", "site": site, "headers": headers, "acts": made},
            {"name": "offline", "site": site, "headers": headers, "acts": offline},
        ],
        folder,
    )


def seen(visit: dict[str, Any]) -> list[Any]:
    return [each for each in visit["seen"] if isinstance(each, str)]


@needs_browser
def test_a_marked_copy_has_the_bytes_that_the_command_gives_it(
    visits: dict[str, Any], books: dict[str, Path], folder: Path
) -> None:
    only = "incomplete,findings,not_started,accepted"
    assert main(["return", str(books["half.xlsx"]), "--out", str(folder / "one"), "--only", only, "-q"]) == 0
    assert (folder / "half.xlsx").read_bytes() == (folder / "one" / "half.xlsx").read_bytes()
    assert seen(visits["made"])[0].startswith("The copy keeps ")


@needs_browser
@pytest.mark.parametrize(("command", "name"), [("return", "copies.zip"), ("migrate", "migrated.zip")])
def test_copies_of_many_are_those_of_the_command_in_one_zip(
    visits: dict[str, Any], books: dict[str, Path], folder: Path, command: str, name: str
) -> None:
    assert visits
    out, ledger = folder / command, folder / f"{command}.csv"
    words = [command, str(folder / "books"), "--out", str(out), "-q"]
    main([*words, "--ledger", str(ledger)] if command == "migrate" else words)
    expected = {file.name: file.read_bytes() for file in out.glob("*.xlsx")}
    if ledger.is_file():
        expected["ledger.csv"] = ledger.read_bytes().replace(f"{folder / 'books'}/".encode(), b"")
    with zipfile.ZipFile(folder / name) as archive:
        assert archive.testzip() is None
        assert {each: archive.read(each) for each in archive.namelist()} == expected
    assert len(expected) >= 2


@needs_browser
def test_the_table_is_counted_sorted_and_filtered_and_what_is_saved_is_what_is_shown(
    visits: dict[str, Any],
) -> None:
    _, sums, copied, heads, first, again, planned, some, lines, status, all_, japanese = seen(visits["made"])
    assert sums.startswith("Workbooks: 5")
    assert "Unreadable 1" in sums
    assert copied.startswith("Made: ")
    assert heads.split(",") == ["", "", "", "", "ascending", ""]
    assert again.split(",") == ["ascending", "", "", "", "", ""]
    assert "cut.xlsx" in first.split(",")[:3]  # errors first
    assert planned == "Engagements: 2 (placed 2, later 0, not placed 0). Files not included: 3."
    assert some.startswith("Workbooks: 1 of 5")
    assert [json.loads(line)["file"] for line in lines.splitlines()] == ["worst.xlsx"]
    assert status.startswith("file,id,organization")  # the mark before it is no text here
    assert [line.split(",")[0] for line in status.splitlines()[1:]] == ["worst.xlsx"]
    assert len(all_.split(",")) == 5
    assert japanese.startswith("ブック：5件")


def parts_of(workbook: bytes) -> dict[str, list[bytes]]:
    """Return the parts of a workbook, each in its elements; of merged cells no order is promised."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name).split(b"<") for name in archive.namelist()}
    return {name: sorted(part) if b"mergeCell " in b"".join(part) else part for name, part in parts.items()}


@needs_browser
def test_workbooks_on_many_files_are_those_of_the_commands(
    visits: dict[str, Any], books: dict[str, Path], folder: Path, monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    """The portfolio is of all files, the findings are of the one that is shown."""
    assert visits
    monkeypatch.chdir(folder / "books")
    for name, words in {
        "findings": ["check", "worst.xlsx", "--format", "xlsx", "--lang", "ja"],
        "portfolio": ["portfolio", *(file.name for file in books.values()), "--parallel", "2"],
    }.items():
        main([*words, "-q", "--output", "-"])
        expected = parts_of(capsysbinary.readouterr().out)
        assert parts_of((folder / f"{name}.xlsx").read_bytes()) == expected, name


@needs_browser
def test_hostile_texts_in_every_field_and_name_are_text(visits: dict[str, Any]) -> None:
    assert [each for each in visits["made"]["seen"] if isinstance(each, int)].count(0) >= 1
    assert visits["made"]["images"] == 0
    assert HOSTILE in visits["made"]["text"]
    assert visits["made"]["faults"] + visits["made"]["broken"] + visits["made"]["foreign"] == []


@needs_browser
def test_a_blank_is_made_in_the_chosen_language_and_read_by_the_command(
    visits: dict[str, Any], folder: Path
) -> None:
    assert visits
    found = check_file(folder / "blank.xlsx")
    assert (found.outcome, found.language, found.findings) == ("not_started", "ja", ())
    assert found.engagement is not None
    assert (found.engagement.id, found.engagement.poc_name) == ("id 1", "poc_name 1")


@needs_browser
def test_without_a_network_the_newest_page_opens_checks_and_copies(
    visits: dict[str, Any], folder: Path
) -> None:
    kept, version, said = seen(visits["offline"])
    assert "99.0" in version  # what was kept before was replaced
    files = {path.removeprefix("/") for path in kept.split(",")}
    assert {"index.html", "pocgate.zip", "runtime/formulon_capi.wasm", "workbooks.zip"} <= files
    site = folder / "site"
    assert files <= {file.relative_to(site).as_posix() for file in site.rglob("*")}
    assert said == "half.xlsx: Incomplete"
    assert (folder / "offline.xlsx").read_bytes() == (folder / "half.xlsx").read_bytes()


@needs_browser
def test_axe_finds_nothing_and_every_screen_holds_the_page(visits: dict[str, Any]) -> None:
    assert visits["made"]["serious"] == []
    assert max(each for each in visits["made"]["seen"] if isinstance(each, int)) <= 0
    assert visits["made"]["unnamed"] == []
