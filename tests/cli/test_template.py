import argparse
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.cli import template as command
from pocgate_xl.cli.template_summary import summary
from pocgate_xl.core.template import Detail
from pocgate_xl.errors import OutputError, PocgateError
from pocgate_xl.templates.files import COMPILED, SCHEMA
from pocgate_xl.templates.inspection import template_mistakes
from pocgate_xl.templates.loader import Bundle, builtin_names, find_bundle, load_bundle
from pocgate_xl.templates.text_checks import required_keys

Edit = Callable[[str, str, str], None]
CHECKOUT = Path(__file__).parents[2]


def run(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    command.configure(parser)
    code = command.run(parser.parse_args([*map(str, arguments)]))
    assert isinstance(code, int)
    return code


def test_list_shows_id_version_languages_and_folder(
    template_copy: Path, edit: Edit, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("template.toml", 'id = "poc_gate"', 'id = "mine"')
    assert run("list", "--template", template_copy) == 0
    first, *others = capsys.readouterr().out.splitlines()
    assert first.split("\t") == ["mine", bundle.template.version, "en,ja", str(template_copy.resolve())]
    assert [line.split("\t")[0] for line in others] == list(builtin_names())


def test_show_names_every_part_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    bundle = load_bundle(find_folder())
    assert run("show", "--lang", "ja") == 0
    shown = capsys.readouterr().out
    template, catalog = bundle.template, bundle.catalogs["ja"]
    for criterion in template.criterion_ids:
        assert f"{criterion}: {catalog.label('criterion', criterion)}" in shown
    for number, _, item in template.numbered_items():
        assert f"{number}. {item.id}: {catalog.label('item', item.id)}" in shown
    assert "初期投資の20～30％、参考値なし" in shown
    assert "参考値による試算：500,000～2,000,000" in shown
    assert bundle.digest in shown


def test_show_has_no_english_around_japanese_labels(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "--lang", "ja") == 0
    shown = capsys.readouterr().out
    frame = {key: text for key, text in english().items() if key.startswith("report.show.")}
    pieces = {piece.strip() for text in frame.values() for piece in re.split(r"\{\w+\}", text)}
    assert [piece for piece in pieces if " " in piece and piece in shown] == []
    assert not [line for line in ("Scorecard", "Costs", "Questions") if line in shown.splitlines()]


def english() -> Mapping[str, str]:
    return load_bundle(find_folder()).catalogs["en"].texts


def test_show_says_shares_in_percent_and_decisions_by_labels(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("show") == 0
    shown = capsys.readouterr().out
    assert "operations: Operations, per year, 20–30% of the initial investment, no published range" in shown
    assert "total from 24: Recommended for production → Go" in shown
    assert "the decision is at best “Improve, then proceed”" in shown


@pytest.mark.parametrize("language", ["en", "ja"])
def test_show_says_what_sets_items_criteria_and_fields_apart(bundle: Bundle, language: str) -> None:
    gate, catalog = bundle.template, bundle.catalogs[language]
    (first, *items), criterion = gate.groups[0].items, replace(gate.criteria[0], floor=3)
    apart = replace(first, evidence="optional", not_applicable=True)
    changed = replace(
        gate,
        floors=replace(gate.floors, enforce=False),
        criteria=(criterion, *gate.criteria[1:]),
        groups=(replace(gate.groups[0], items=(apart, *items)), *gate.groups[1:]),
        details=(Detail("vendor", "list", ("ours", "theirs"), required=True),),
    )
    lines = [line.strip() for line in summary(replace(bundle, template=changed), catalog)]
    ends = {
        "en": (
            "(floor 3)",
            "(may be marked “Not applicable”) (evidence optional)",
            "(list, required): ours, theirs",
        ),
        "ja": ("（下限3）", "（「対象外」を選択可）（根拠資料は任意）", "（リスト、必須）: ours, theirs"),
    }[language]
    starts = (f"{criterion.id}:", f"1. {first.id}:", "vendor:")
    found = [next(line for line in lines if line.startswith(start)) for start in starts]
    assert [line.endswith(end) for line, end in zip(found, ends, strict=True)] == [True] * 3
    assert catalog.text("report.show.floor", floor=2) in lines


def find_folder() -> Path:
    found = find_bundle(builtin_names()[0])
    assert found is not None
    return found.folder


def test_show_takes_an_id_or_a_folder(template_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", builtin_names()[0]) == 0
    assert str(find_folder()) in capsys.readouterr().out
    assert run("show", template_copy) == 0
    assert str(template_copy) in capsys.readouterr().out
    with pytest.raises(PocgateError, match="nowhere"):
        run("show", "nowhere")
    with pytest.raises(PocgateError, match="It has en, ja"):
        run("show", "--lang", "fr")


def test_check_accepts_the_built_in_template(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", find_folder()) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "mistakes: 0\n")


def test_check_prints_every_mistake_of_every_folder(
    template_copy: Path, edit: Edit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("template.toml", "highest = 5", "")
    edit("theme.toml", "#1F4E79", "navy")
    assert run("check", template_copy, tmp_path / "nowhere") == 1
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "scale.highest",
        "colours.accent",
        "there is no such folder",
    ]
    scale = (template_copy / "template.toml").read_text("utf-8").splitlines().index("[scale]") + 1
    assert lines[0] == f"{template_copy / 'template.toml'}:{scale}: scale.highest: is missing"
    assert captured.err == "mistakes: 3\n"


def test_check_warns_of_what_may_not_be_meant_and_refuses_nothing_for_it(
    template_copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("template.toml", "lowest = 1", "lowest = 0")
    assert run("check", template_copy) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    file = template_copy / "template.toml"
    line = file.read_text("utf-8").splitlines().index("[floors]") + 2
    assert f"{file}:{line}: floors.rating: warning: 2 was set for ratings from 1 to 5" in lines
    assert captured.err == f"mistakes: 0, warnings: {len(lines)}\n"


def test_init_copies_the_template_under_a_new_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", "our_gate", "--out", tmp_path / "new") == 0
    folder = tmp_path / "new" / "our_gate"
    assert capsys.readouterr().out == f"{folder}\n"
    assert template_mistakes(folder) == []
    bundle = load_bundle(folder)
    assert (bundle.template.id, bundle.template.version) == ("our_gate", "1.0.0")
    assert bundle.digest != load_bundle(find_folder()).digest
    assert not (folder / COMPILED).exists()
    assert [path.name for path in folder.parent.iterdir()] == ["our_gate"]


def test_init_keeps_comments_and_the_schema_beside_the_template(tmp_path: Path, bundle: Bundle) -> None:
    folder = command.copy_template("our_gate", tmp_path)
    original = (find_folder() / "template.toml").read_text(encoding="utf-8").splitlines()
    copied = (folder / "template.toml").read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(original, copied, strict=True) if old != new]
    assert changed == [
        ("#:schema ../template.schema.json", "#:schema template.schema.json"),
        (f'id = "{builtin_names()[0]}"', 'id = "our_gate"'),
        (f'version = "{bundle.template.version}"', 'version = "1.0.0"'),
    ]
    assert (folder / SCHEMA).read_text(encoding="utf-8") == command.schema_text()


def test_init_refuses_to_overwrite_and_ids_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError, match="already exists"):
        command.copy_template("taken", tmp_path)
    for name in ("Our gate", "../up", "", "x" * 41, "a\n"):
        with pytest.raises(PocgateError, match="is not an id"):
            command.copy_template(name, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        command.copy_template("gate", tmp_path / "file")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken"]


def test_schema_prints_the_committed_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["title"]
    committed = CHECKOUT / "workbook_templates" / SCHEMA
    assert json.loads(committed.read_text(encoding="utf-8")) == printed


def test_a_template_of_its_own_texts_alone_works_with_one_warning(
    tmp_path: Path, bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every text of the engine's may be left out: built-in ones stand in, and that is said once."""
    assert main(["template", "init", "sparse", "--out", str(tmp_path)]) == 0
    folder = tmp_path / "sparse"
    needed = set(required_keys(bundle.template)) | {"template.title", "template.description"}
    for file in (folder / "locale").iterdir():
        file.write_text("\n".join(kept_lines(file, needed)), encoding="utf-8")
    template, workbook = ["--template", str(folder)], tmp_path / "out" / "E-1.xlsx"
    for words in (
        ["template", "check", str(folder)],
        ["new", *template, "--engagement", "id=E-1", "--out", str(workbook.parent), "--quiet"],
        ["check", *template, str(workbook)],
    ):
        capsys.readouterr()
        assert main(words) == 0
        said = capsys.readouterr()
        assert (said.out + said.err).count("texts are missing") == 1


def kept_lines(file: Path, needed: set[str]) -> Iterator[str]:
    """Yield the lines of needed texts; a text of several lines goes as a whole."""
    table, within = "", False
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            table = line.strip("[]")
        key, given, value = line.partition(" = ")
        if within:
            within = line != '"""'
        elif value == '"""':
            within = True
        elif not given or f"{table}.{key}" in needed:
            yield line
