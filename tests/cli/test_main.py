from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pocgate_xl import __version__
from pocgate_xl.cli import COMMANDS, Command, main, parser_of, rules
from pocgate_xl.cli.rules import catalog_about_rules
from pocgate_xl.errors import PocgateError, TemplateError
from pocgate_xl.rules import RULES

ROOT = Path(__file__).parents[2]


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--version", "-V"):
        with pytest.raises(SystemExit) as caught:
            main([option])
        assert caught.value.code == 0
        assert capsys.readouterr().out.strip() == f"pocgate {__version__}"


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"]])
def test_what_is_no_command_is_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert all(f"    {command.name}" in shown for command in COMMANDS)


def test_without_a_command_each_is_shown_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert max(map(len, shown)) <= 80
    assert all(any(line.endswith(f"$ pocgate {command.example}") for line in shown) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_examples_are_what_their_command_takes(command: Command) -> None:
    parsed = parser_of(command.name).parse_args(command.example.split())
    assert parsed.command == command.name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["chekc", "x"], "check"),
        (["check", "x", "--outptu", "y"], "--output"),
        (["check", "x", "--format", "jsnl"], "jsonl"),
        (["check", "x", "--jsonl"], "--format jsonl"),
        (["addin", "docter"], "doctor"),
        (["template", "lst"], "list"),
    ],
)
def test_mistypes_get_a_suggestion(typed: list[str], meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(typed)
    assert capsys.readouterr().err.strip().endswith(f"did you mean {meant}?")


@pytest.mark.parametrize("words", [["-q", "check"], ["check", "-q"], ["--quiet", "check"]])
def test_less_to_read_may_be_asked_for_before_the_command(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "pocgate.toml"
    settings.write_text('select = ["PG0"]', encoding="utf-8")
    monkeypatch.setenv("POCGATE_CONFIG", str(settings))
    (tmp_path / "a.xlsx").write_bytes(b"<html></html>")
    assert main(["check", str(tmp_path / "a.xlsx")]) == 3
    assert "settings from" in capsys.readouterr().err
    assert main([*words, str(tmp_path / "a.xlsx")]) == 3
    assert capsys.readouterr().err == ""


def test_what_is_near_to_nothing_gets_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["xyzzy"])
    assert "did you mean" not in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes_commands_and_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    script = tmp_path / "pocgate.bash"
    script.write_text(capsys.readouterr().out)

    def completed(*words: str) -> set[str]:
        typed = " ".join(f"'{word}'" for word in ("pocgate", *words))
        asked = f"source {script}; COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _shtab_pocgate"
        code = f'{asked}; printf "%s\\n" "${{COMPREPLY[@]}}"'
        done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
        return set(done.stdout.split())

    assert completed("ch") == {"check"}
    assert "--only-template" in completed("check", "--on")
    assert completed("template", "sh") == {"show"}
    assert completed("check", "--format", "js") == {"jsonl"}


def test_every_rule_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == [rule.code for rule in RULES]
    assert ["PG201", "error", "scorecard", "invalid_rating", "Invalid rating"] in lines


def test_rules_are_listed_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "--lang", "ja"])
    assert "無効な評点" in capsys.readouterr().out


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "pg201"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("PG201  error  Invalid rating  (scorecard: invalid_rating)")
    assert "What to do: Choose a rating from the list." in shown


@pytest.mark.parametrize("command", [["rules"], ["explain", "PG201"]])
def test_rules_are_told_in_no_language_that_they_have_not(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--lang", "xx"]) == 2
    assert "Choose from en, ja." in capsys.readouterr().err


def test_a_language_of_the_settings_that_rules_have_not_is_that_of_ones_own_template() -> None:
    set_by_file = argparse.Namespace(lang="fr", origins={"language": "pocgate.toml:1"})
    assert catalog_about_rules(set_by_file).language == "en"


def test_a_code_that_is_none_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "PG999"]) == 2
    assert "pocgate rules" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "action"),
    [
        ("pg20", "Codes that begin like this: PG201, PG202, PG203, PG204."),
        ("PG1", "Codes that begin like this: PG101, PG102, PG103, PG104, PG105, PG106, …"),
        ("PG", "pocgate rules lists them."),
        ("PG2011", "pocgate rules lists them."),
    ],
)
def test_a_code_that_is_not_whole_leads_to_those_that_begin_like_it(
    capsys: pytest.CaptureFixture[str], code: str, action: str
) -> None:
    assert main(["explain", code]) == 2
    assert capsys.readouterr().err == f"pocgate: {code!r} is not a rule. {action}\n"


@pytest.mark.parametrize(
    ("fault", "code", "message"),
    [
        (PocgateError("Broken.", "Mend it."), 2, "pocgate: Broken. Mend it."),
        (PocgateError("got 6", "Nothing was written."), 2, "pocgate: got 6. Nothing was written."),
        (PocgateError("is wrong", "(2 more: look)"), 2, "pocgate: is wrong (2 more: look)"),
        (TemplateError("nowhere", "", "there is no such folder"), 2, "pocgate: nowhere: there is no such"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_what_stops_a_command_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: BaseException,
    code: int,
    message: str,
) -> None:
    def fail(_: object) -> int:
        raise fault

    monkeypatch.setattr(rules, "run", fail)
    assert main(["rules"]) == code
    assert message in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes of this kind")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    code = "import sys; from pocgate_xl.cli import main; sys.exit(main(['rules']))"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout
    process.stdout.close()
    _, errors = process.communicate(timeout=30)
    assert errors == b""
    assert process.returncode == 141
