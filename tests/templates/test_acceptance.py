"""Which gate a submission is held against is the operator's choice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.batch import check_file
from pocgate_xl.cli import main
from pocgate_xl.errors import PocgateError
from pocgate_xl.templates.acceptance import accepted_bundle, check_only
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.templates.releases import RELEASED, releases_of
from pocgate_xl.workbook.creation.prerendered import workbook_for

Edit = Callable[[str, str, str], None]


@pytest.fixture
def stricter(template_copy: Path, edit: Edit, bundle: Bundle) -> Path:
    """An organisation's own gate, which asks for more than the built-in one."""
    edit("template.toml", f'id = "{bundle.template.id}"', 'id = "our_gate"')
    edit("template.toml", "at_least = 24", "at_least = 29")
    return template_copy


@pytest.fixture
def milder_workbook(bundle: Bundle, tmp_path: Path) -> Path:
    """A workbook of the built-in gate, which anybody can make."""
    file = tmp_path / "milder.xlsx"
    file.write_bytes(workbook_for(bundle, "en", {"pg_engagement_id": "ENG-1"}))
    return file


def outcome(file: Path, *arguments: object) -> int:
    return main(["check", str(file), "--quiet", *map(str, arguments)])


def test_the_built_in_gate_is_accepted_while_there_is_no_other(milder_workbook: Path) -> None:
    assert outcome(milder_workbook) == 0


def test_with_a_gate_of_ones_own_the_built_in_one_is_not(
    milder_workbook: Path, stricter: Path, capsys: pytest.CaptureFixture[str], bundle: Bundle
) -> None:
    assert outcome(milder_workbook, "--template", stricter) == 3
    shown = capsys.readouterr().out
    assert "PG014" in shown
    assert f"{bundle.template.id} {bundle.template.version}" in shown


def test_the_built_in_gate_counts_again_where_it_is_named(
    milder_workbook: Path, stricter: Path, bundle: Bundle
) -> None:
    id_, version = bundle.template.id, bundle.template.version
    for name in (id_, f"{id_}@{version}"):
        assert outcome(milder_workbook, "--template", stricter, "--only-template", name) == 0
    assert outcome(milder_workbook, "--template", stricter, "--only-template", "our_gate") == 3


def test_one_version_alone_can_be_asked_for(bundle: Bundle, stricter: Path) -> None:
    id_, version = bundle.template.id, bundle.template.version
    assert accepted_bundle((), (f"{id_}@{version}",), id_, version) is not None
    assert accepted_bundle((), (f"{id_}@9.0.0",), id_, version) is None
    assert accepted_bundle((stricter,), (), id_, version) is None
    assert accepted_bundle((stricter,), (), "our_gate", version) is load_bundle(stricter)


def test_plans_of_another_template_in_its_folder_do_not_count(stricter: Path, bundle: Bundle) -> None:
    """As they stay where a folder was copied by hand and given a new id."""
    shutil.copytree(bundle.folder / RELEASED, stricter / RELEASED)
    id_, version = bundle.template.id, bundle.template.version
    for release in releases_of(stricter):
        assert release.template == id_
        for digest in release.digests:
            assert accepted_bundle((stricter,), (), id_, version, digest) is None


def test_a_template_that_is_not_at_hand_cannot_be_asked_for(bundle: Bundle) -> None:
    check_only((), (bundle.template.id,))
    for name in ("nowhere", f"{bundle.template.id}@9.9.9"):
        with pytest.raises(PocgateError, match=name):
            check_only((), (name,))


def test_a_gate_with_our_name_and_other_questions_is_told(
    bundle: Bundle, template_copy: Path, edit: Edit, tmp_path: Path
) -> None:
    """The same id and version, but thresholds that let everything pass."""
    edit("template.toml", "at_least = 24", "at_least = 19")
    file = tmp_path / "forged.xlsx"
    file.write_bytes(workbook_for(load_bundle(template_copy), "en", {"pg_engagement_id": "ENG-1"}))
    assessment = check_file(file)
    assert assessment.outcome == "findings"
    assert "PG123" in {finding.code for finding in assessment.findings}


def test_the_template_stands_in_the_line_of_every_workbook(
    milder_workbook: Path, capsys: pytest.CaptureFixture[str], bundle: Bundle
) -> None:
    outcome(milder_workbook)
    assert f"{bundle.template.id} {bundle.template.version}" in capsys.readouterr().out.splitlines()[0]
