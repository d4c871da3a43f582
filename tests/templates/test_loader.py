import json
import locale
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from pocgate_xl.core.completeness import needed_fields
from pocgate_xl.errors import TemplateError
from pocgate_xl.templates import loader
from pocgate_xl.templates.compiler import compile_bundle
from pocgate_xl.templates.files import COMPILED, builtin_home, builtin_names
from pocgate_xl.templates.inspection import template_doubts, template_mistakes
from pocgate_xl.templates.loader import (
    Bundle,
    find_bundle,
    lent_in_words,
    load_bundle,
    operators_language,
    template_folders,
)
from pocgate_xl.templates.model_types import FORMS, StrictModel
from pocgate_xl.templates.models import TemplateModel
from pocgate_xl.templates.theme_models import ThemeModel
from tests.core.strict_gate import strict, strict_source

Edit = Callable[[str, str, str], None]
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with nothing loaded; what other tests have loaded stays, as a template is known by identity."""
    monkeypatch.setattr(loader, "_load", lru_cache(loader._load.__wrapped__))


def compiled(folder: Path) -> Path:
    """Compile a template as a build does."""
    file = folder / COMPILED
    file.write_text(json.dumps(compile_bundle(folder)), encoding="utf-8")
    return file


def parts(bundle: Bundle) -> tuple[object, ...]:
    return bundle.template, dict(bundle.catalogs), bundle.theme, bundle.digest


def paths(folder: Path) -> list[str]:
    """Return file and dotted path of every mistake."""
    base = folder.as_posix() + "/"
    return [f"{m.file.replace(chr(92), '/').removeprefix(base)}:{m.path}" for m in template_mistakes(folder)]


def put(folder: Path, name: str, key: str, line: str) -> None:
    """Replace the line of a dotted key in a locale (an empty line removes it)."""
    table, _, leaf = key.rpartition(".")
    file = folder / name
    head, mark, tail = file.read_text(encoding="utf-8").partition(f"\n[{table}]\n")
    assert mark, f"no table {table} in {name}"
    changed, count = re.subn(rf'^"?{leaf}"? = .*$', lambda _: line, tail, count=1, flags=re.MULTILINE)
    assert count, f"no key {key} in {name}"
    file.write_text(head + mark + changed, encoding="utf-8", newline="\n")


def line_of(text: str) -> int:
    """Return the number of the line of the built-in template that holds a text."""
    lines = strict_source().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


# --- The built-in template -----------------------------------------------------------------------


def test_every_built_in_template_is_without_mistakes() -> None:
    assert builtin_names()
    for name in builtin_names():
        assert template_mistakes(builtin_home() / name) == []
        assert load_bundle(builtin_home() / name).template.id == name


def test_the_built_in_template_has_its_texts_in_both_languages(bundle: Bundle) -> None:
    assert list(bundle.catalogs) == ["en", "ja"]
    assert bundle.catalogs["en"].label("item_status", "done") == "Done"
    assert bundle.default_catalog is bundle.catalogs["en"]
    assert re.fullmatch(r"[0-9a-f]{16}", bundle.digest)


def test_numbers_are_exact(bundle: Bundle) -> None:
    helper = bundle.template.criteria[0].helper
    assert helper is not None
    assert helper.bands[0].bound == Decimal("0.20")
    operations = bundle.template.costs.categories[-1].factor
    assert operations is not None
    assert (operations.low, operations.high) == (Decimal("0.2"), Decimal("0.3"))


def test_a_bundle_is_loaded_once(template_copy: Path) -> None:
    assert load_bundle(template_copy) is load_bundle(template_copy / ".")


# --- The compiled form ---------------------------------------------------------------------------


def test_the_compiled_form_says_what_the_toml_files_say(template_copy: Path) -> None:
    from_toml = load_bundle(template_copy)
    compiled(template_copy)
    from_json = loader._from_compiled(template_copy)
    assert from_json is not None
    assert parts(from_json) == parts(from_toml)


def test_the_compiled_form_of_the_checkout_is_current() -> None:
    for name in builtin_names():
        folder = builtin_home() / name
        if (folder / COMPILED).is_file():  # there is none before the first build
            plain = json.loads((folder / COMPILED).read_text(encoding="utf-8"))
            current = compile_bundle(folder)
            assert plain["sources"] != current["sources"] or plain == current


def test_a_compiled_template_needs_neither_toml_nor_pydantic(template_copy: Path) -> None:
    compiled(template_copy)
    code = (
        "import sys; from pathlib import Path; from pocgate_xl.templates.loader import load_bundle;"
        f"load_bundle(Path({str(template_copy)!r}));"
        "print([m for m in ('tomllib', 'pydantic', 'pocgate_xl.templates.compiler') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CHECKOUT
    )
    assert done.stdout.strip() == "[]"


def test_a_changed_source_outdates_the_compiled_form(template_copy: Path, edit: Edit) -> None:
    compiled(template_copy)
    edit("template.toml", "enforce = true", "enforce = false")
    assert not load_bundle(template_copy).template.floors.enforce


def test_an_added_or_removed_source_outdates_the_compiled_form(template_copy: Path) -> None:
    compiled(template_copy)
    shutil.copy(template_copy / "locale/en.toml", template_copy / "locale/fr.toml")
    assert loader._from_compiled(template_copy) is None
    (template_copy / "locale/fr.toml").unlink()
    assert loader._from_compiled(template_copy) is not None
    (template_copy / "locale/ja.toml").unlink()
    assert loader._from_compiled(template_copy) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: "{",
        lambda plain: "[]",
        lambda plain: "null",
        lambda plain: json.dumps(plain | {"template": {}}),
        lambda plain: json.dumps(plain | {"template": plain["template"] | {"from_another_version": 1}}),
        lambda plain: json.dumps(plain | {"catalogs": []}),
        lambda plain: json.dumps({key: value for key, value in plain.items() if key != "theme"}),
    ],
)
def test_a_compiled_form_that_does_not_fit_is_passed_over(
    template_copy: Path, spoil: Callable[[dict[str, object]], str]
) -> None:
    expected = parts(load_bundle(template_copy))
    loader._load.cache_clear()
    file = compiled(template_copy)
    file.write_text(spoil(json.loads(file.read_text(encoding="utf-8"))), encoding="utf-8")
    assert parts(load_bundle(template_copy)) == expected


def test_the_digest_stands_for_template_and_texts_but_not_for_looks(template_copy: Path, edit: Edit) -> None:
    before = compile_bundle(template_copy)["digest"]
    edit("theme.toml", 'organization = ""', 'organization = "Acme"')
    edit("template.toml", "# a rating below", "# below")
    assert compile_bundle(template_copy)["digest"] == before
    edit("locale/en.toml", '"Done"', '"Cleared"')
    after = compile_bundle(template_copy)["digest"]
    assert after != before
    edit("template.toml", "enforce = true", "enforce = false")
    assert compile_bundle(template_copy)["digest"] not in (before, after)


# --- Mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "path", "word"),
    [
        ("enforce = true", 'enforce = "no"', "floors.enforce", "must be true or false (found 'no')"),
        ("enforce = true", "enforced = false", "floors.enforced", "unknown"),
        ("highest = 5", "", "scale.highest", "missing"),
        ("highest = 5", "highest = 5.0", "scale.highest", "must be a whole number (found 5.0)"),
        ("at_least = 24", "at_least = 99", "verdicts.0.at_least", "30"),
        ('languages = ["en", "ja"]', 'languages = ["en", "e/n"]', "languages.1", "must be a language tag"),
        (
            "{ low = 3, high = 5 }",
            '{ low = "3", high = 5 }',
            "costs.guide.low",
            "must be a number (found '3')",
        ),
        ('evidence = "required"', 'evidence = "asked"', "evidence", "must be 'required', 'expected' or"),
        ("lowest = 1", "lowest = 101", "scale.lowest", "must be at most 100 (found 101)"),
        ("lowest = 1", "lowest = -1", "scale.lowest", "must be at least 0 (found -1)"),
        ('id = "poc_gate"', "id = 5", "id", "must be a text (found 5)"),
        ('languages = ["en", "ja"]', 'languages = "en"', "languages", "must be a list (found 'en')"),
        ("lowest = 1", "lowest = = 1", "", f"line {line_of('lowest = 1')}"),
        ('id = "poc_gate"', 'id = "poc_gate"\nid = "again"', "", "line 7"),
    ],
)
def test_a_mistake_in_the_template_names_its_path(
    template_copy: Path, edit: Edit, old: str, new: str, path: str, word: str
) -> None:
    edit("template.toml", old, new)
    (mistake,) = template_mistakes(template_copy)
    assert (mistake.file, mistake.path) == (str(template_copy / "template.toml"), path)
    assert word in mistake.detail
    with pytest.raises(TemplateError) as caught:
        load_bundle(template_copy)
    assert (caught.value.path, caught.value.detail) == (path, mistake.detail)


@pytest.mark.parametrize("model", [TemplateModel, ThemeModel])
def test_every_pattern_is_kept_with_its_words(model: type[StrictModel]) -> None:
    patterns = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(model.model_json_schema())))
    assert patterns
    assert {json.loads(pattern) for pattern in patterns} <= FORMS.keys()


def test_what_a_pattern_asks_for_is_said_in_words(template_copy: Path, edit: Edit) -> None:
    edit("template.toml", 'url = "https:', 'url = "http:')
    edit("theme.toml", "#1F4E79", "navy")
    address, colour = (mistake.detail for mistake in template_mistakes(template_copy))
    assert address.startswith("must be an address that begins with https://")
    assert colour == "must be a colour such as #1F4E79 (found 'navy')"


def test_a_list_without_entries_is_told_how_many_it_needs(template_copy: Path) -> None:
    file = template_copy / "template.toml"
    text = re.sub(r"(?ms)^\[\[verdicts\]\].*?(?=^\[\[groups)", "", file.read_text("utf-8"))
    file.write_text("verdicts = []\n" + text, encoding="utf-8")
    (mistake,) = template_mistakes(template_copy)
    assert (mistake.path, mistake.line) == ("verdicts", 1)
    assert mistake.detail == "needs 2 or more entries and has 0"


def test_a_mistake_of_a_whole_array_has_the_line_of_its_first_entry(template_copy: Path, edit: Edit) -> None:
    edit("template.toml", "at_least = 18", "at_least = 24")
    (mistake,) = template_mistakes(template_copy)
    assert (mistake.path, mistake.line) == ("verdicts", line_of("[[verdicts]]"))


def test_all_mistakes_are_told_at_once_and_the_first_stops_loading(template_copy: Path, edit: Edit) -> None:
    edit("template.toml", "enforce = true", 'enforced = "no"')
    edit("template.toml", "highest = 5", "")
    edit("theme.toml", "#1E2733", "#1E27")
    put(template_copy, "locale/en.toml", "status.done", "done = 1")
    (template_copy / "locale/ja.toml").write_text("[status\n", encoding="utf-8")
    assert paths(template_copy) == [
        "template.toml:scale.highest",
        "template.toml:floors.enforced",
        "theme.toml:colours.ink",
        "locale/en.toml:status.done",
        "locale/ja.toml:",
    ]
    with pytest.raises(TemplateError, match="4 more") as caught:
        load_bundle(template_copy)
    assert caught.value.path == "scale.highest"


def test_missing_files_are_mistakes(template_copy: Path) -> None:
    (template_copy / "theme.toml").unlink()
    (template_copy / "locale/ja.toml").unlink()
    assert paths(template_copy) == ["theme.toml:", "locale/ja.toml:"]
    (template_copy / "template.toml").unlink()
    assert paths(template_copy) == ["template.toml:", "theme.toml:"]


def test_a_file_must_be_utf8_and_may_start_with_a_byte_order_mark(template_copy: Path) -> None:
    file = template_copy / "theme.toml"
    text = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + text)
    assert template_mistakes(template_copy) == []
    file.write_bytes(b"# ok\n# caf\xe9\n" + text)
    (mistake,) = template_mistakes(template_copy)
    assert mistake.detail == "is not UTF-8 (at line 2)"


@pytest.mark.parametrize(
    ("key", "line", "expected"),
    [
        ("criterion.data_quality", "", ["locale/ja.toml:criterion.data_quality"]),
        ("anchor.data_quality.3", "", ["locale/ja.toml:anchor.data_quality.3"]),
        ("answer.yes", 'yes = ""', ["locale/ja.toml:answer.yes"]),
        ("answer.yes", 'yes = " "', ["locale/ja.toml:answer.yes"]),
        ("answer.yes", "yes = true", ["locale/ja.toml:answer.yes"]),
        ("answer.yes", 'yes = ["a"]', ["locale/ja.toml:answer.yes"]),
        ("answer.yes", 'yes = "a\\u0007b"', ["locale/ja.toml:answer.yes"]),
        ("answer.yes", 'yes = "{"', ["locale/ja.toml:answer.yes"]),
        ("answer.yes", 'yes = "{name}"', ["locale/ja.toml:answer.yes"]),
        ("answer.yes", 'yes = "x"\nno_ = "y"', ["locale/ja.toml:answer.no_"]),
        ("item.security", 'security = "x"\nhope = "y"', ["locale/ja.toml:item.hope"]),
        ("sheet.costs", 'costs = "A/B"', ["locale/ja.toml:sheet.costs"]),
        ("sheet.costs", 'costs = "History"', ["locale/ja.toml:sheet.costs"]),
        ("sheet.costs", f'costs = "{"x" * 32}"', ["locale/ja.toml:sheet.costs"]),
    ],
)
def test_a_mistake_in_a_locale_names_its_key(
    template_copy: Path, key: str, line: str, expected: list[str]
) -> None:
    put(template_copy, "locale/ja.toml", key, line)
    assert paths(template_copy) == expected


def test_two_sheets_cannot_have_one_title(template_copy: Path) -> None:
    put(template_copy, "locale/en.toml", "sheet.costs", 'costs = "start"')
    assert paths(template_copy) == ["locale/en.toml:sheet.costs"]


def test_labels_must_differ_across_languages(template_copy: Path) -> None:
    put(template_copy, "locale/ja.toml", "status.in_progress", 'in_progress = "Done"')
    put(template_copy, "locale/en.toml", "answer.no", 'no = "Yes"')
    assert sorted(paths(template_copy)) == ["locale/en.toml:answer.no", "locale/ja.toml:status.in_progress"]


def test_a_language_that_is_not_declared_is_a_mistake(template_copy: Path) -> None:
    shutil.copy(template_copy / "locale/en.toml", template_copy / "locale/fr.toml")
    (mistake,) = template_mistakes(template_copy)
    assert mistake.file.endswith("fr.toml")
    assert "languages" in mistake.detail


def test_a_language_is_added_by_a_file_and_its_tag(template_copy: Path, edit: Edit) -> None:
    shutil.copy(template_copy / "locale/en.toml", template_copy / "locale/pt-BR.toml")
    edit("template.toml", 'languages = ["en", "ja"]', 'languages = ["en", "ja", "pt-BR"]')
    for name in ("en", "ja", "pt-BR"):
        put(template_copy, f"locale/{name}.toml", "language.en", 'en = "English"\npt-BR = "Português"')
    assert template_mistakes(template_copy) == []
    assert list(load_bundle(template_copy).catalogs) == ["en", "ja", "pt-BR"]


def test_the_title_is_asked_of_every_template(template_copy: Path) -> None:
    for name in ("en", "ja"):
        put(template_copy, f"locale/{name}.toml", "template.title", "")
    assert paths(template_copy) == ["locale/en.toml:template.title"]


def test_a_text_that_the_engine_gained_does_not_make_a_template_unusable(
    template_copy: Path, bundle: Bundle
) -> None:
    """The built-in text stands in, in the template's language where there is one."""
    put(template_copy, "locale/ja.toml", "text.total", "")
    assert paths(template_copy) == []
    found = load_bundle(template_copy)
    assert found.catalogs["ja"].text("text.total") == bundle.catalogs["ja"].text("text.total")


def test_what_the_engine_says_is_no_part_of_a_template_which_may_say_it_otherwise(
    template_copy: Path, bundle: Bundle
) -> None:
    key = "finding.PG101.message"
    assert "[finding" not in (template_copy / "locale/en.toml").read_text(encoding="utf-8")
    with (template_copy / "locale/ja.toml").open("a", encoding="utf-8") as locale:
        locale.write('[finding.PG101]\nmessage = "評点を入れてください。"\n')
    assert paths(template_copy) == []
    found = load_bundle(template_copy)
    assert found.catalogs["ja"].text(key) == "評点を入れてください。"
    assert found.catalogs["en"].text(key) == bundle.catalogs["en"].text(key)
    assert found.lent == ()


def test_the_engine_speaks_english_in_languages_that_it_does_not_know(
    template_copy: Path, edit: Edit, bundle: Bundle
) -> None:
    shutil.move(template_copy / "locale/ja.toml", template_copy / "locale/fr.toml")
    edit("template.toml", 'languages = ["en", "ja"]', 'languages = ["en", "fr"]')
    for name in ("en", "fr"):
        put(template_copy, f"locale/{name}.toml", "language.ja", 'fr = "Français"')
    assert template_mistakes(template_copy) == []
    found = load_bundle(template_copy).catalogs["fr"]
    assert found.text("finding.PG101.message") == bundle.catalogs["en"].text("finding.PG101.message")


def test_what_the_built_in_texts_stand_in_for_is_told_once(template_copy: Path) -> None:
    """A hint of a sheet is the engine's, although a group has the sheet's name as its id."""
    for name in ("en", "ja"):
        for key in ("text.total", "text.hint.operations", "field.id"):
            put(template_copy, f"locale/{name}.toml", key, "")
    assert template_mistakes(template_copy) == []
    found = load_bundle(template_copy)
    assert sorted(found.lent) == ["field.id", "text.hint.operations", "text.total"]
    (doubt,) = template_doubts(template_copy)
    assert "3 texts are missing" in str(doubt)
    assert found.default_catalog.text("text.hint.operations")


def test_nothing_is_lent_to_a_complete_template(template_copy: Path, bundle: Bundle) -> None:
    assert (load_bundle(template_copy).lent, lent_in_words(bundle)) == ((), "")


def test_a_placeholder_that_the_engine_does_not_fill_is_a_mistake(template_copy: Path) -> None:
    for name in ("en", "ja"):
        put(template_copy, f"locale/{name}.toml", "template.title", 'title = "{hope}"')
    (mistake,) = template_mistakes(template_copy)
    assert (mistake.path, "{hope}" in mistake.detail) == ("template.title", True)


def test_placeholders_must_agree_between_languages(template_copy: Path) -> None:
    put(template_copy, "locale/ja.toml", "template.title", 'title = "{hope}"')
    (mistake,) = template_mistakes(template_copy)
    assert (Path(mistake.file).name, mistake.path) == ("ja.toml", "template.title")
    assert "{hope}" in mistake.detail


# --- Finding templates ---------------------------------------------------------------------------


def test_templates_are_found_by_id_and_version(template_copy: Path, edit: Edit, bundle: Bundle) -> None:
    name = bundle.template.id
    assert find_bundle(name) is not None
    assert find_bundle(name, "9.9.9") is None
    assert find_bundle("nowhere") is None
    edit("template.toml", f'version = "{bundle.template.version}"', 'version = "1.10.0"')
    newer = find_bundle(name, None, [template_copy])
    assert newer is not None
    assert newer.folder == template_copy.resolve()
    exact = find_bundle(name, bundle.template.version, [template_copy])
    assert exact is not None
    assert exact.folder == bundle.folder


def test_a_given_template_comes_before_the_built_in_one(template_copy: Path, bundle: Bundle) -> None:
    found = find_bundle(bundle.template.id, bundle.template.version, [template_copy.parent])
    assert found is not None
    assert found.folder == template_copy.resolve()


def test_folders_are_templates_or_hold_templates(template_copy: Path, tmp_path: Path) -> None:
    built_in = template_folders()
    assert [folder.name for folder in built_in] == list(builtin_names())
    assert template_folders([template_copy]) == (template_copy.resolve(), *built_in)
    assert template_folders([tmp_path, template_copy]) == (template_copy.resolve(), *built_in)
    with pytest.raises(TemplateError, match="neither it nor"):
        template_folders([template_copy / "locale"])
    with pytest.raises(TemplateError, match="no such folder"):
        template_folders([tmp_path / "nowhere"])


def test_a_gate_needs_a_text_for_each_contradiction_of_its_own(template_copy: Path) -> None:
    ids = [f"own_{contradiction.id}" for contradiction in strict().contradictions]
    table = '\n[[contradictions]]\nid = "{}"\nseverity = "note"\nconditions = [{{ blank = ["note"] }}]\n'
    with (template_copy / "template.toml").open("a", encoding="utf-8", newline="\n") as file:
        file.write("".join(table.format(id_) for id_ in ids))
    assert paths(template_copy) == [
        f"locale/{tag}.toml:contradiction.{id_}" for tag in ("en", "ja") for id_ in ids
    ]
    lines = "".join(f'{id_} = "Both cannot be meant"\n' for id_ in ids)
    for tag in ("en", "ja"):
        file_ = template_copy / f"locale/{tag}.toml"
        text = file_.read_text(encoding="utf-8")
        file_.write_text(text.replace("[contradiction]\n", f"[contradiction]\n{lines}"), encoding="utf-8")
    assert paths(template_copy) == []
    compiled(template_copy)
    found = load_bundle(template_copy)
    assert found.template.contradictions[: len(ids)] == strict().contradictions
    assert found.catalogs["ja"].label("contradiction", ids[0]) == "Both cannot be meant"


def test_templates_of_one_name_are_told_apart() -> None:
    """They share a hash, so that what is derived from a template is looked up without hashing all of it."""
    gate = strict()
    other = replace(gate, knock_out=())
    assert hash(gate) == hash(other)
    assert gate != other
    assert [len(needed_fields(each)) for each in (gate, other, gate)] == [24, 21, 24]


@pytest.mark.parametrize(
    ("said", "languages", "language"),
    [
        ("ja_JP.UTF-8", ("en", "ja"), "ja"),
        ("de-DE", ("en", "ja"), "en"),
        ("de", ("de", "ja"), "de"),
        ("C", ("ja",), None),
        ("German_Germany", ("de", "en"), "de"),
    ],
)
def test_the_systems_language_is_taken_if_there_is_one_else_english(
    monkeypatch: pytest.MonkeyPatch, said: str, languages: tuple[str, ...], language: str | None
) -> None:
    monkeypatch.setenv("LC_ALL", said)
    assert operators_language(languages) == language


def test_windows_is_asked_where_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(locale, "getlocale", lambda: ("Japanese_Japan", "932"))
    assert operators_language(("en", "ja")) == "ja"
