"""Mistakes in the fields that a gate adds: each is named with its file, line and path."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.templates.inspection import template_mistakes
from tests.own_gate.detailed_gate import DETAILS, detailed_gate

TEMPLATE, EN, JA = "template.toml", "locale/en.toml", "locale/ja.toml"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return detailed_gate(tmp_path_factory.mktemp("gates"))


@pytest.fixture
def gate(sound: Path, tmp_path: Path) -> Path:
    """A gate that may be spoilt."""
    for file in sound.rglob("*.toml"):
        copy = tmp_path / "gate" / file.relative_to(sound)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return tmp_path / "gate"


def change(gate: Path, file: str, old: str, new: str) -> None:
    path = gate / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def mistakes_in(gate: Path) -> list[tuple[str, str, str]]:
    """Return file, path and text of every mistake; its line must be the one that holds the key."""
    found = []
    for mistake in template_mistakes(gate):
        file = Path(mistake.file).relative_to(gate).as_posix()
        last = [part for part in mistake.path.split(".") if not part.isdigit()][-1]
        if "is missing" not in mistake.detail and last != "details":
            line = (gate / file).read_text(encoding="utf-8").splitlines()[mistake.line - 1]
            assert last in line
        found.append((file, mistake.path, mistake.detail))
    return found


def test_a_gate_with_details_has_no_mistake(sound: Path) -> None:
    assert template_mistakes(sound) == []


MISTAKES = [
    (TEMPLATE, 'id = "vendor"', 'id = "sponsor"', "details.2.id",
     "'sponsor' is the id of a field that every workbook has"),
    (TEMPLATE, 'id = "vendor"', 'id = "annual_benefit_low"', "details.2.id",
     "'annual_benefit_low' is the id of a field that every workbook has"),
    (TEMPLATE, 'id = "vendor"', 'id = "committee_by"', "details.2.id",
     "'committee_by' is the id of a field that every workbook has"),
    (TEMPLATE, 'id = "vendor"', 'id = "ai_kind"', "details.2.id", "'ai_kind' occurs twice"),
    (TEMPLATE, 'choices = ["generative", "vision"]\n', "", "details.1", "is a list without choices"),
    (TEMPLATE, '"generative", "vision"]', '"vision", "vision"]', "details.1.choices.1",
     "'vision' occurs twice"),
    (TEMPLATE, 'kind = "text"', 'kind = "text"\nchoices = ["a"]', "details.2.choices",
     "has no meaning for the kind 'text'; only a list has choices"),
    (EN, 'vendor = "Vendor"\n', "", "field.vendor", "is missing"),
    (EN, 'vendor = "Vendor"\n', 'vendor = " "\n', "field.vendor", "is empty"),
    (EN, 'vendor = "Vendor"\n', 'vendor = "Vendor {x}"\n', "field.vendor",
     "is shown as it stands: it takes no placeholder"),
    (JA, 'vendor = "ベンダー"\n', 'vendor = "ＳＰＯＮＳＯＲ"\n', "field.vendor",
     "'ＳＰＯＮＳＯＲ' is also what sponsor is called"),
    (JA, 'vendor = "ベンダー"\n', 'vendor = "業種"\n', "field.vendor",
     "'業種' is also what industry is called"),
    (EN, 'vision = "Image recognition"\n', "", "choice_ai_kind.vision", "is missing"),
    (EN, 'vision = "Image recognition"\n', 'vision = ""\n', "choice_ai_kind.vision", "is empty"),
    (JA, 'vision = "画像認識"\n', 'vision = "Generative AI"\n', "choice_ai_kind.vision",
     "'Generative AI' is the label of two codes"),
    (JA, 'vision = "画像認識"\n', 'vision = "Generative"\n', "choice_ai_kind.vision",
     "'Generative' is the code of another choice"),
    (EN, "[choice_ai_kind]\n", '[choice_ai_kind]\nspeech = "Speech"\n', "choice_ai_kind.speech",
     "belongs to nothing in template.toml"),
    (EN, "[choice_ai_kind]\n", '[choice_vendor]\naoba = "Aoba"\n\n[choice_ai_kind]\n', "choice_vendor.aoba",
     "belongs to nothing in template.toml"),
    (EN, "[prompt.detail.vendor]\n", '[prompt.detail.vender]\ntext = "x"\n\n[prompt.detail.vendor]\n',
     "prompt.detail.vender.text", "belongs to nothing in template.toml"),
    (EN, 'text = "Who supplies the model."\n', "", "prompt.detail.vendor.text",
     "is missing; prompt.detail.vendor.title is there"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "path", "detail"), MISTAKES)
def test_a_mistake_is_named_where_it_is(
    gate: Path, file: str, old: str, new: str, path: str, detail: str
) -> None:
    change(gate, file, old, new)
    assert (file, path, detail) in mistakes_in(gate)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('kind = "text"', 'kind = "money"', "details.2.kind"),
        ('kind = "text"', 'kind = "text"\nlabel = "x"', "details.2.label"),
        ('id = "vendor"', 'id = "Vendor"', "details.2.id"),
        ('"generative", "vision"]', '"Generative AI", "vision"]', "details.1.choices.0"),
    ],
)
def test_what_no_detail_can_be_is_named_where_it_is(gate: Path, old: str, new: str, path: str) -> None:
    change(gate, TEMPLATE, old, new)
    assert [(file, place) for file, place, _ in mistakes_in(gate) if file == TEMPLATE] == [(TEMPLATE, path)]


def test_the_line_of_a_list_without_choices_is_its_own(gate: Path) -> None:
    change(gate, TEMPLATE, 'choices = ["generative", "vision"]\n', "")
    (mistake,) = [each for each in template_mistakes(gate) if each.path == "details.1"]
    lines = (gate / TEMPLATE).read_text(encoding="utf-8").splitlines()
    assert lines[mistake.line - 1 : mistake.line + 1] == ["[[details]]", 'id = "ai_kind"']


def test_there_is_room_for_twenty(gate: Path) -> None:
    more = "".join(f'\n[[details]]\nid = "more_{n}"\nkind = "text"\n' for n in range(16))
    change(gate, TEMPLATE, DETAILS, DETAILS + more)
    assert ("template.toml", "details", "has 21 entries; the workbook has room for 20") in mistakes_in(gate)
