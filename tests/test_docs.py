"""What the docs say about the program, held against it."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import asdict
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from pocgate_xl.cli import main, parser_of
from pocgate_xl.opc.limits import DEFAULT, MIB
from pocgate_xl.rules import RULES
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.plans import plan_of

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def links(page: Path) -> set[Path]:
    return {(page.parent / target).resolve() for target in _LINK.findall(page.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [str(target) for target in links(page) if not target.exists()] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, left = set[Path](), [ROOT / "README.md"]
    while left:
        page = left.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            left += [target for target in links(page) if target.is_file()]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def test_the_limits_are_those_of_the_program() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    figures = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+(?: MiB)?) \|$", text, re.MULTILINE))
    assert {name: size_of(value) for name, value in figures.items()} == asdict(DEFAULT)


def size_of(text: str) -> float:
    number, _, unit = text.partition(" ")
    return float(number) * (MIB if unit else 1)


def test_the_options_of_check_are_named_where_they_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    options = set(re.findall(r"--[a-z-]+[a-z]", capsys.readouterr().out)) - {
        "--help",
        "--template",
        "--lang",
        "--quiet",
    }
    page = (ROOT / "docs" / "how-to" / "check-many.md").read_text(encoding="utf-8")
    assert [option for option in sorted(options) if option not in page] == []


def commands() -> list[str]:
    """Return every command that a page prints in a block of its own."""
    found = []
    for page in PAGES:
        for block in re.findall(
            r"^```[a-z]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        ):
            lines = block.replace("\\\n", " ").splitlines()
            found += [line for line in lines if line.startswith("pocgate ")]
    return sorted(set(found))


@pytest.mark.parametrize("line", commands())
def test_a_command_that_is_printed_is_one(line: str) -> None:
    arguments = shlex.split(line.partition(" > ")[0], comments=True)[1:]
    parsed = parser_of(arguments[0]).parse_args(arguments)
    if parsed.command == "new":
        assert parsed.columns or (parsed.out and (parsed.engagement or parsed.lists)), "nothing would be made"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_module_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`((?:\w+/)+\w+\.py)`", page.read_text(encoding="utf-8"))
    tops = ("", "pocgate_xl", "tests/functions")  # the last where a page says that its tests are there
    missing = [name for name in named if not any((ROOT / top / name).is_file() for top in tops)]
    assert missing == []


def test_nothing_is_installed_from_an_index_that_has_it_not() -> None:
    assert [page.name for page in PAGES if 'install "pocgate-xl' in page.read_text(encoding="utf-8")] == []


def test_the_page_of_names_is_that_of_the_workbook(bundle: Bundle) -> None:
    folder = ROOT / "docs" / "reference"
    spec = spec_from_file_location("make_names", folder / "make_names.py")
    assert spec
    assert spec.loader
    maker = module_from_spec(spec)
    sys.modules["make_names"] = maker
    spec.loader.exec_module(maker)
    page = (folder / "names.md").read_text(encoding="utf-8")
    assert maker.page(bundle) == page, "python docs/reference/make_names.py writes the page"
    assert all(f"| `{name}` |" in page for name in plan_of(bundle, "en").names)


def test_rules_that_protect_beside_the_errors_of_their_family_are_named() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    section = page.partition("## Settings are the operator's")[2].partition("\n## ")[0]
    named = set(
        re.findall(r"PG[0-9]{3}", section.replace("`PG132` to\n  `PG135`", "PG132 PG133 PG134 PG135"))
    )
    assert named - {"PG001"} == {rule.code for rule in RULES if rule.guards}
