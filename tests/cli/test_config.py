"""Settings of the operator: where they are found, which one counts, and what they do to a check."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pocgate_xl.cli import COMMANDS, main, parser_of
from pocgate_xl.cli.settings_file import CHOSEN, VARIABLES, settings_file
from pocgate_xl.output.cache import kept
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for

Edit = Callable[[str, str, str], None]
DONE = {"pg_engagement_id": "ENG-1", "pg_rating_integration": 4}
Write = Callable[[str], Path]


@pytest.fixture(scope="session")
def started(bundle: Bundle) -> bytes:
    """A workbook with the warning that an item is done without evidence, and no error."""
    template = bundle.template
    item = next(item.id for item in template.items if template.evidence_of(item) != "optional")
    return workbook_for(bundle, "en", DONE | {f"pg_status_{item}": "done"})


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a repository of its own, without settings of whoever runs the tests."""
    for name in (CHOSEN, *VARIABLES.values()):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("POCGATE_CACHE", "")
    folder = tmp_path / "gate"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def write(home: Path) -> Write:
    def written(toml: str) -> Path:
        file = home / "pocgate.toml"
        file.write_text(toml, encoding="utf-8")
        return file

    return written


@pytest.fixture
def submitted(home: Path, started: bytes) -> Path:
    folder = home / "returned"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(started)
    return folder


def config_rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    """Return the rows that `pocgate config` shows."""
    assert main(["config", *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines]


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, str], str]:
    """Return the exit code of a check, the severity of each finding's rule, and the outcome."""
    code = main(["check", "--format", "jsonl", *arguments])
    found = json.loads(capsys.readouterr().out.splitlines()[0])
    return code, {each["code"]: each["severity"] for each in found["findings"]}, found["outcome"]


def test_without_settings_every_one_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    rows = config_rows(capsys)
    assert [row[0] for row in rows[1 : len(VARIABLES) + 1]] == list(VARIABLES)
    assert {row[2] for row in rows[1 : len(VARIABLES) + 1]} == {"default"}
    assert rows[-2:] == [["file: none"], ["cache: none (POCGATE_CACHE is empty)"]]


def test_what_is_kept_between_runs_is_shown_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POCGATE_CACHE", str(tmp_path / "kept"))
    assert config_rows(capsys)[-1] == [f"cache: {tmp_path / 'kept'} (entries: 0, 0.0 MB)"]
    kept("ab" * 32, lambda: b"x" * 100_000)
    assert config_rows(capsys)[-1] == [f"cache: {tmp_path / 'kept'} (entries: 1, 0.1 MB)"]
    assert config_rows(capsys, "--clear-cache") == [[f"removed: 1 from {tmp_path / 'kept'}"]]
    assert list((tmp_path / "kept").iterdir()) == []


def test_each_setting_is_shown_with_its_place(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(
        'ignore = ["pg5"]\n\n[severity]\nPG301 = "error"\n[rates]\neur = "165@2026-11-20"\nUSD = 1.5\n'
    )
    monkeypatch.setenv("POCGATE_LANG", "ja")
    rows = config_rows(capsys, "--select", "PG3,PG404")
    for row in (
        ["language", "ja", "environment POCGATE_LANG"],
        ["select", "PG3, PG404", "--select"],
        ["ignore", "PG5", f"{file}:1"],
        ["severity.PG301", "error", f"{file}:4"],
        ["rates.EUR", "165@2026-11-20", f"{file}:6"],
        ["rates.USD", "1.5", f"{file}:7"],
        [f"file: {file}"],
        ["cache: none (POCGATE_CACHE is empty)"],
    ):
        assert row in rows


def test_the_address_of_the_page_may_stand_in_the_file(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write('page = "https://intranet/check/"\n')
    assert ["page", "https://intranet/check/", f"{file}:1"] in config_rows(capsys)
    write('page = "intranet"\n')
    assert main(["config"]) == 2
    assert f"{file}:1: page: 'intranet' is not a URL" in capsys.readouterr().err


def test_an_option_counts_before_the_environment_and_that_before_the_file(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write('language = "en"\n[severity]\nPG301 = "error"\nPG302 = "error"\nPG304 = "error"\n')
    monkeypatch.setenv("POCGATE_LANG", "ja")
    monkeypatch.setenv("POCGATE_SEVERITY", "PG302=warning,PG304=warning")
    rows = {row[0]: row[1] for row in config_rows(capsys, "--severity", "PG304=note") if len(row) == 3}
    assert rows["language"] == "ja"
    assert [rows[f"severity.{code}"] for code in ("PG301", "PG302", "PG304")] == ["error", "warning", "note"]
    assert ["language", "en", "--lang"] in config_rows(capsys, "--lang", "en")


def test_a_rate_of_an_option_leaves_the_others_of_the_file(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write("[rates]\nEUR = 165\nUSD = 150\n")
    rows = config_rows(capsys, "--rate", "eur=170")
    assert ["rates.EUR", "170", "--rate"] in rows
    assert ["rates.USD", "150", f"{file}:3"] in rows


def test_of_a_severity_that_is_given_twice_the_last_counts_and_the_file_keeps_the_others(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write('[severity]\nPG302 = "error"\n')
    rows = config_rows(capsys, "--severity", "PG301=note", "--severity", "PG301=error")
    assert [row for row in rows if row[:1] == ["severity.PG301"]] == [
        ["severity.PG301", "error", "--severity"]
    ]
    assert ["severity.PG302", "error", f"{file}:2"] in rows


def test_the_outcome_follows_the_severity(
    write: Write, submitted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found, outcome = checked(capsys, str(submitted))
    assert (code, found["PG301"], outcome) == (0, "warning", "incomplete")
    write('[severity]\nPG301 = "error"\n')
    code, found, outcome = checked(capsys, str(submitted))
    assert (code, found["PG301"], outcome) == (1, "error", "findings")
    code, found, outcome = checked(capsys, str(submitted), "--severity", "PG301=note")
    assert (code, found["PG301"], outcome) == (0, "note", "incomplete")


def test_workers_and_score_keep_to_the_severity(
    write: Write, submitted: Path, started: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    write('[severity]\nPG301 = "error"\n')
    (submitted / "b.xlsx").write_bytes(started)
    assert main(["check", str(submitted), "--jobs", "2", "--format", "jsonl"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["findings", "findings"]
    assert main(["score", str(submitted / "a.xlsx")]) == 1
    assert json.loads(capsys.readouterr().out)["outcome"] == "findings"


def test_a_portfolio_keeps_to_the_severity(write: Write, submitted: Path) -> None:
    assert main(["portfolio", str(submitted), "--output", "p.xlsx"]) == 0
    write('[severity]\nPG301 = "error"\n')
    assert main(["portfolio", str(submitted), "--output", "p.xlsx"]) == 1


def test_a_journal_never_mixes_severities(
    write: Write, submitted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resumed = (str(submitted), "--resume", str(tmp_path / "journal"))
    assert checked(capsys, *resumed)[0] == 0
    write('[severity]\nPG301 = "error"\n')
    assert checked(capsys, *resumed)[0] == 1
    write('ignore = ["PG301"]\n')
    code, found, _ = checked(capsys, *resumed)
    assert (code, "PG301" in found) == (0, False)


def test_what_is_ignored_or_not_selected_is_not_reported(
    submitted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    every = checked(capsys, str(submitted))[1]
    assert {"PG301", "PG302"} <= every.keys()
    assert every.keys() - checked(capsys, str(submitted), "--ignore", "PG301")[1].keys() == {"PG301"}
    assert checked(capsys, str(submitted), "--select", "PG301")[1].keys() == {"PG301"}
    both = ("--select", "PG3", "--ignore", "PG301")
    assert "PG301" not in checked(capsys, str(submitted), *both)[1]
    both = ("--ignore", "PG3", "--select", "PG301")
    found = checked(capsys, str(submitted), *both)[1]
    assert found.keys() == {"PG301"}


def test_what_protects_is_reported_whatever_is_selected(
    submitted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (submitted / "a.xlsx").write_bytes(b"<html></html>")
    code, found, outcome = checked(capsys, str(submitted), "--select", "PG3")
    assert (code, found, outcome) == (3, {"PG001": "error"}, "unreadable")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('languge = "ja"', ":1: languge: there is no such setting – did you mean language?"),
        ('\nselect = "PG3"', ":2: select: it must be a list"),
        ("[rates]\nEUR = true", ":2: rates.EUR: it must be a text or a number"),
        ("rates = 3", ":1: rates: it must be a table"),
        ('[rates]\nEUR = "much"', ":2: rates.EUR: 'EUR=much' is not a rate"),
        ('ignore = ["PG31"]', ":1: ignore: there is no rule 'PG31' – did you mean PG301?"),
        ('[severity]\nPG31 = "error"', ":2: severity.PG31: there is no rule 'PG31' – did you mean PG301?"),
        ('[severity]\nPG301 = "eror"', ":2: severity.PG301: 'eror' is not a severity – did you mean error?"),
        ('ignore = ["PG136"]', ":1: ignore: PG136 cannot be ignored"),
        ('ignore = ["PG0"]', ":1: ignore: PG0 cannot be ignored"),
        ('[severity]\nPG111 = "note"', ":2: severity.PG111: PG111 cannot be made milder than warning"),
        ('templates = ["nowhere"]', ":1: templates: there is no folder 'nowhere'"),
        ('only_templates = ["other_gate"]', ":1: only_templates: There is no template 'other_gate'"),
        ('language = "tlh"', ":1: language: no template has the language 'tlh'"),
        ("language = ", ":1: it is not TOML"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(
    toml: str, said: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(toml)
    assert main(["config"]) == 2
    assert f"pocgate: {file}{said}" in capsys.readouterr().err


def test_every_mistake_is_told_at_once(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write('langauge = "ja"\nignore = ["PG001"]\n[severity]\nPG301 = true\nPG302 = []\n[rates]\nEUR = true')
    assert main(["check", "nothing.xlsx"]) == 2
    said = capsys.readouterr().err.splitlines()
    told = ["langauge", "severity.PG301", "severity.PG302", "rates.EUR", "PG001"]
    assert [word in line for word, line in zip(told, said, strict=True)] == [True] * 5


def test_a_mistake_in_the_environment_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POCGATE_SEVERITY", "PG301=grave")
    assert main(["config"]) == 2
    assert "environment POCGATE_SEVERITY: 'grave' is not a severity" in capsys.readouterr().err


def test_a_variable_with_nearly_the_right_name_is_doubted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POCGATE_LANGUAGE", "ja")
    assert main(["config"]) == 0
    assert "POCGATE_LANGUAGE is not read – did you mean POCGATE_LANG?" in capsys.readouterr().err


def test_what_protects_can_be_made_graver(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write('[severity]\nPG111 = "error"\n')
    main(["rules"])
    assert "PG111\terror\t" in capsys.readouterr().out


def test_rules_and_explain_show_what_counts(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    file = write('ignore = ["PG502"]\n[severity]\nPG301 = "error"\n')
    main(["rules"])
    shown = capsys.readouterr().out
    assert "PG301\terror\t" in shown
    assert "PG502\tignored\t" in shown
    main(["explain", "PG301"])
    shown = capsys.readouterr().out
    assert shown.startswith("PG301  error  ")
    assert f"By default: warning. Set by {file}:3" in shown
    main(["explain", "PG502"])
    assert f"Not reported. Set by {file}:1" in capsys.readouterr().out


def test_the_nearest_file_up_to_the_repository_counts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below, above = home / "a" / "b", home.parent / "pocgate.toml"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    above.write_text("")
    assert settings_file() is None
    (home / "pocgate.toml").write_text("")
    assert settings_file() == home / "pocgate.toml"
    (below / "pocgate.toml").write_text("")
    assert settings_file() == below / "pocgate.toml"


def test_the_search_ends_at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".git").rmdir()
    below = home / "a"
    below.mkdir()
    monkeypatch.chdir(below)
    monkeypatch.setattr(Path, "home", lambda: home)
    (home.parent / "pocgate.toml").write_text("")
    assert settings_file() is None
    (home / "pocgate.toml").write_text("")
    assert settings_file() == home / "pocgate.toml"


def test_outside_repository_and_home_only_the_current_folder_counts(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".git").rmdir()
    below = home / "a"
    below.mkdir()
    monkeypatch.chdir(below)
    monkeypatch.setattr(Path, "home", lambda: Path("/elsewhere"))
    (home / "pocgate.toml").write_text("")
    assert settings_file() is None
    (below / "pocgate.toml").write_text("")
    assert settings_file() == below / "pocgate.toml"


def test_another_file_can_be_named_or_none(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write('language = "ja"')
    other = tmp_path / "other.toml"
    other.write_text('ignore = ["PG5"]')
    monkeypatch.setenv(CHOSEN, str(other))
    assert ["ignore", "PG5", f"{other}:1"] in config_rows(capsys)
    monkeypatch.setenv(CHOSEN, "")
    assert config_rows(capsys)[-2] == ["file: none"]
    monkeypatch.setenv(CHOSEN, str(tmp_path / "missing.toml"))
    assert main(["config"]) == 2


def test_a_file_among_submissions_is_not_read(submitted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (submitted / "pocgate.toml").write_text('ignore = ["PG3"]\n')
    code = main(["check", str(submitted), "--format", "jsonl"])
    captured = capsys.readouterr()
    first, second = map(json.loads, captured.out.splitlines())
    assert code == 3
    assert "PG301" in {each["code"] for each in first["findings"]}
    assert [each["code"] for each in second["findings"]] == ["PG001"]
    assert "settings" not in captured.err


def test_the_file_that_counts_is_named_and_neither_checked_nor_replaced(
    write: Write, submitted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write('[severity]\nPG301 = "error"\n')
    assert main(["check", "."]) == 1
    said = capsys.readouterr().err
    assert f"settings from {file} apply" in said
    assert main(["check", str(submitted), "--quiet"]) == 1
    assert capsys.readouterr().err == ""
    assert main(["check", str(submitted), "--output", str(file), "--force"]) == 2
    assert "[severity]" in file.read_text()


def test_templates_of_a_file_lie_beside_it(
    home: Path,
    template_copy: Path,
    edit: Edit,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    edit("template.toml", 'id = "poc_gate"', 'id = "our_gate"')
    template_copy.rename(home / "our_gate")
    write('templates = ["our_gate"]\n')
    below = home / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert main(["new", "--out", "blank", "--engagement", "id=ENG-1"]) == 0
    assert main(["score", str(Path("blank", "ENG-1.xlsx"))]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])["template"]["id"] == "our_gate"
    assert main(["new", "--template", "our_gate", "--columns"]) == 0
    assert main(["template", "show", "our_gate"]) == 0


def test_a_language_that_only_the_named_template_has_is_its_own_matter(
    template_copy: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit("template.toml", 'languages = ["en", "ja"]', 'languages = ["en", "fr"]')
    for language in ("en", "ja"):
        edit(f"locale/{language}.toml", "\nja = ", "\nfr = ")
    (template_copy / "locale" / "ja.toml").rename(template_copy / "locale" / "fr.toml")
    monkeypatch.setenv("POCGATE_LANG", "fr")
    assert main(["template", "show", str(template_copy)]) == 0
    assert main(["template", "show"]) == 2


def test_a_rate_for_no_currency_is_told_with_its_place(
    write: Write, submitted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write("[rates]\nXXX = 3\n")
    assert main(["portfolio", str(submitted), "--output", "p.xlsx"]) == 2
    assert f"{file}:2: rates.XXX" in capsys.readouterr().err


def test_without_settings_nothing_more_is_imported(submitted: Path) -> None:
    code = f"""if True:
        import sys
        from pocgate_xl.cli import main
        main(["check", {str(submitted)!r}])
        rooms = ("pocgate_xl.cli.settings", "pocgate_xl.rules.policy", "tomllib", "pydantic")
        print(*(name for name in rooms if name in sys.modules), file=sys.stderr)
    """
    paths = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stderr.strip() == ""


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsers(each)


def test_options_mean_one_thing_with_every_command() -> None:
    """`--out` is a folder, `--output` a file, `--lang` the language of what is written."""
    meanings: dict[str, set[str | None]] = {}
    for parser in parsers(parser_of(*(each.name for each in COMMANDS))):
        for action in parser._actions:
            for option in action.option_strings:
                if action.help != argparse.SUPPRESS:
                    meanings.setdefault(option, set()).add(str(action.metavar))
                    assert option != "--lang" or str(action.help).startswith("language of ")
    assert meanings["--out"] == {"DIR"}
    assert {name.partition(".")[0] for name in map(str, meanings["--output"])} == {"FILE"}
    assert meanings["--lang"] == {"TAG"}


@pytest.mark.parametrize(
    "words", [["fill", "a", "--values", "b"], ["addin", "build"], ["addin", "refresh", "a"]]
)
def test_the_former_name_of_an_output_still_works(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    parser = parser_of(words[0])
    for option in ("--out", "--output"):
        assert parser.parse_args([*words, option, "c.xlsx"]).output == Path("c.xlsx")
    with pytest.raises(SystemExit):
        parser.parse_args([*words[:2], "--help"])
    assert "--out " not in capsys.readouterr().out
