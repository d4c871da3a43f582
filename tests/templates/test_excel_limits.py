"""At each limit of Excel a template is good, one character beyond it is named by file, line and key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pocgate_xl.errors import TemplateError
from pocgate_xl.templates.excel_limits import page_footer, units
from pocgate_xl.templates.inspection import template_mistakes

LIMITS = {
    "prompt.phase.months.title": 32,
    "prompt.phase.months.text": 255,
    "validation.title": 32,
    "validation.money": 255,
    "sheet.costs": 31,
    "portfolio.sheet.decide": 31,
    "text.chart_money": 255,
    "text.alt_money": 255,
    "text.exposure": 255,
    "template.title": 255,
    "criterion.business_kpi": 32_767,
    "text.note_poc_months": 32_767,
}


def put(folder: Path, path: str, text: str) -> int:
    """Give a key of the English locale another text; return its line."""
    file = folder / "locale" / "en.toml"
    table, _, key = path.rpartition(".")
    lines = file.read_text(encoding="utf-8").splitlines()
    if f"[{table}]" not in lines:  # a text of the engine, said otherwise by this template
        lines += [f"[{table}]", f'{key} = ""']
    start = lines.index(f"[{table}]")
    place = next(n for n in range(start, len(lines)) if re.match(rf"{key}\s*=", lines[n]))
    lines[place] = f'{key} = "{text}"'
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert tomllib.loads(file.read_text(encoding="utf-8"))
    return place + 1


def mistakes(folder: Path) -> list[tuple[str, int, str, str]]:
    return [(Path(m.file).name, m.line, m.path, m.detail) for m in template_mistakes(folder)]


@pytest.mark.parametrize(("path", "most"), LIMITS.items())
def test_a_text_may_be_as_long_as_excel_takes_it(template_copy: Path, path: str, most: int) -> None:
    line = put(template_copy, path, "x" * most)
    assert mistakes(template_copy) == []
    put(template_copy, path, "x" * (most + 1))
    ((file, found, key, problem),) = mistakes(template_copy)
    assert (file, found, key) == ("en.toml", line, path)
    assert f"{most:,}" in problem
    assert "is no " not in problem


@pytest.mark.parametrize("path", ["prompt.phase.months.title", "sheet.costs"])
def test_characters_count_as_excel_counts_them(template_copy: Path, path: str) -> None:
    most = LIMITS[path]
    put(template_copy, path, "😀" * (most // 2) + "x" * (most % 2))
    assert mistakes(template_copy) == []
    put(template_copy, path, "😀" * (most // 2) + "x" * (most % 2 + 1))
    assert [key for _, _, key, _ in mistakes(template_copy)] == [path]


def test_the_bounds_in_a_message_count(template_copy: Path) -> None:
    path, bounds = "validation.number_range", "{low}{high}"
    put(template_copy, path, bounds + "x" * (255 - 2 * len("120")))
    assert mistakes(template_copy) == []
    put(template_copy, path, bounds + "x" * (256 - 2 * len("120")))
    assert [key for _, _, key, _ in mistakes(template_copy)] == [path]


def test_a_cell_takes_so_many_lines(template_copy: Path) -> None:
    path = "text.note_poc_months"
    put(template_copy, path, "x" + "\\n" * 253 + "y")
    assert mistakes(template_copy) == []
    put(template_copy, path, "x" + "\\n" * 254 + "y")
    ((_, _, key, problem),) = mistakes(template_copy)
    assert (key, problem) == (path, "has 255 lines; Excel takes at most 254 in a cell")


@pytest.mark.parametrize("title", ["pg_lists", "PG_identity", "a]b", "'a", "History"])
def test_a_sheet_cannot_have_every_name(template_copy: Path, title: str) -> None:
    line = put(template_copy, "sheet.costs", title)
    assert [found[:3] for found in mistakes(template_copy)] == [("en.toml", line, "sheet.costs")]


@pytest.mark.parametrize("title", ["Costs!", "Bob's costs", "(costs)", "費用"])
def test_other_names_of_sheets_are_good(template_copy: Path, title: str) -> None:
    put(template_copy, "sheet.costs", title)
    assert mistakes(template_copy) == []


def organised(folder: Path, organization: str) -> None:
    file = folder / "theme.toml"
    text = re.sub(r"(?m)^organization\s*=.*$", "", file.read_text(encoding="utf-8"))
    file.write_text(f'organization = "{organization}"\n{text}', encoding="utf-8")


def test_the_foot_of_a_page_counts_each_ampersand_twice(template_copy: Path) -> None:
    template = tomllib.loads((template_copy / "template.toml").read_text(encoding="utf-8"))
    rest = "".join(page_footer("-", template["id"], template["version"])).removeprefix("-")
    room = 255 - len(rest) - len("&L&C&R")
    organised(template_copy, "&" * (room // 2) + "x" * (room % 2))
    assert mistakes(template_copy) == []
    organised(template_copy, "&" * (room // 2) + "x" * (room % 2 + 1))
    ((file, line, key, problem),) = mistakes(template_copy)
    assert (file, line, key) == ("theme.toml", 1, "organization")
    assert "256 characters long" in problem


@pytest.mark.parametrize(("entry", "path", "most"), [("bands", "criteria.0.helper.bands", 50)])
def test_a_formula_has_room_for_so_many_entries(
    template_copy: Path, entry: str, path: str, most: int
) -> None:
    file = template_copy / "template.toml"
    text, band = file.read_text(encoding="utf-8"), "  { bound = 0, rating = 3 },\n"
    now = text.index("bands = [")
    before = text.count("{", now, text.index("]", now))

    def write(count: int) -> list[TemplateError]:
        file.write_text(text.replace(band, band * (count - before + 1), 1), encoding="utf-8")
        return template_mistakes(template_copy)

    assert write(most) == []
    (mistake,) = write(most + 1)
    assert (mistake.path, mistake.detail) == (
        path,
        f"has {most + 1} entries; the workbook has room for {most}",
    )


def test_a_number_must_fit_into_a_cell(template_copy: Path) -> None:
    file = template_copy / "template.toml"
    text = file.read_text(encoding="utf-8")
    old = re.search(r"reference = \{ low = ([\d_]+)", text)
    assert old
    file.write_text(text.replace(old[0], "reference = { low = 1e400", 1), encoding="utf-8")
    assert any("1000000000000000" in mistake.detail for mistake in template_mistakes(template_copy))


def test_units() -> None:
    assert [units(text) for text in ("", "a", "日本", "😀", "\ud800")] == [0, 1, 2, 2, 1]
