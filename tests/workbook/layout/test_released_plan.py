"""Workbooks in the field: each is read by the layout that it was made with, whatever became of it since."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.batch import check, check_file
from pocgate_xl.core.assessment import assessment_to_json
from pocgate_xl.core.gate import assess
from pocgate_xl.core.submission import Submission
from pocgate_xl.errors import TemplateError
from pocgate_xl.templates import releases
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, find_bundle, load_bundle
from pocgate_xl.templates.releases import INDEX, RELEASED, Release, releases_of
from pocgate_xl.workbook.creation.fill import fill_workbook
from pocgate_xl.workbook.creation.lambdas import with_lambdas
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout import plans
from pocgate_xl.workbook.layout import workbook as planner
from pocgate_xl.workbook.layout.context import Context
from pocgate_xl.workbook.layout.lambdas import formulas_of
from pocgate_xl.workbook.layout.plan import PLAIN, Cell, SheetPlan
from pocgate_xl.workbook.layout.plans import plan_of, plans_of
from pocgate_xl.workbook.layout.released_plan import freeze, released_lambdas, released_plan
from pocgate_xl.workbook.layout.sheets import SHEETS
from pocgate_xl.workbook.submission import expected
from pocgate_xl.workbook.submission.outputs import outputs_of

ROOT = Path(__file__).parents[3]
FIELD = Path(__file__).parents[2] / RELEASED
"""Filled workbooks of every release, as they were sent back: a folder each, with what they say."""

HOMES = [builtin_home() / name for name in builtin_names()]
RELEASES = [release for home in HOMES for release in releases_of(home)]
SAMPLES = sorted(FIELD.glob("*/*.xls*"))


@pytest.fixture
def changed_layout(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An engine whose sheets have changed since."""
    longer = tuple(_longer(plan) for plan in SHEETS)
    monkeypatch.setattr(planner, "SHEETS", longer)
    monkeypatch.setattr(plans, "compiled_plan", lambda *_: None)
    caches = (plans.plan_of, expected._made)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def _longer(plan: Callable[[Context], SheetPlan]) -> Callable[[Context], SheetPlan]:
    def planned(context: Context) -> SheetPlan:
        sheet = plan(context)
        if sheet.id != "notes":
            return sheet
        return replace(sheet, cells={**sheet.cells, (40, 2): Cell("one more line")})

    return planned


def said(file: Path) -> object:
    """Return what the release already said of a workbook; the range of a benefit moved one level down."""
    told = assessment_to_json(check_file(file))
    told["costs"]["benefit"] = told["costs"]["benefit"]["annual"]
    return released_part(told, expected_of(file))


def released_part(told: object, released: object) -> object:
    """Return the keys that a release had: more may come, none may go."""
    if isinstance(told, dict) and isinstance(released, dict):
        return {key: released_part(told[key], part) for key, part in released.items()}
    return told


def complaints(file: Path) -> list[str]:
    """What is found, but that the macros of an older release could be brought up to date."""
    return [finding.code for finding in check_file(file).findings if finding.code != "PG129"]


def expected_of(file: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((file.parent / "expected.json").read_text(encoding="utf-8"))[
        file.name
    ]
    return told


def test_every_release_has_workbooks_from_the_field_in_every_language() -> None:
    assert RELEASES
    for release in RELEASES:
        bundle = find_bundle(release.template, release.version, (), min(release.digests))
        assert bundle is not None
        names = {file.stem.split("-")[0] for file in (FIELD / release.folder.name).glob("*.xls*")}
        assert set(bundle.template.languages) <= names, release.folder.name


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_workbook_from_the_field_says_what_it_said(file: Path) -> None:
    assert complaints(file) == []
    assert said(file) == expected_of(file)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: f"{file.parent.name}/{file.name}")
@pytest.mark.usefixtures("changed_layout")
def test_a_workbook_from_the_field_is_read_after_the_sheets_have_changed(file: Path) -> None:
    assert complaints(file) == []
    assert said(file) == expected_of(file)


@pytest.mark.usefixtures("changed_layout")
def test_changed_sheets_are_another_plan(bundle: Bundle) -> None:
    assert plan_of(bundle, "en").digest not in {digest for each in RELEASES for digest in each.digests}


@pytest.mark.usefixtures("changed_layout")
@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_workbook_from_the_field_is_filled_by_its_own_plan(file: Path, tmp_path: Path) -> None:
    assessment = check_file(file)
    assert assessment.template is not None
    digest = min(next(r for r in RELEASES if r.folder.name == file.parent.name).digests)
    bundle = find_bundle(assessment.template.id, assessment.template.version, (), digest)
    assert bundle is not None
    note = {"pg_engagement_change_note": "moved on"}
    filled = tmp_path / file.name
    filled.write_bytes(fill_workbook(file.read_bytes(), bundle, str(assessment.language), note))
    again = check_file(filled)
    assert again.engagement is not None
    assert (again.engagement.change_note, complaints(filled)) == ("moved on", [])


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.folder.name)
def test_every_result_of_a_released_plan_is_still_computed(release: Release) -> None:
    bundle = find_bundle(release.template, release.version, (), min(release.digests))
    assert bundle is not None
    submission = Submission()
    truths = outputs_of(bundle.template, submission, assess(bundle.template, submission))
    for language in bundle.template.languages:
        names = released_plan(release.folder, language, PLAIN).names
        assert {name for name in names if name.startswith("pg_out_")} <= truths.keys()


def test_every_version_in_the_changelog_has_its_plans_kept() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = {line[4 : line.index("]")] for line in text.splitlines() if line.startswith("## [")}
    kept = {release.engine for release in RELEASES}
    assert versions - {"Unreleased"} <= kept


def test_what_is_frozen_is_what_is_planned(bundle: Bundle, template_copy: Path, tmp_path: Path) -> None:
    own = load_bundle(template_copy)
    folder = freeze(own, plans_of(own))
    for (language, edition), plan in plans_of(own).items():
        assert released_plan(folder, language, edition) == plan
        assert list(released_plan(folder, language, edition).names) == list(plan.names)
    (release,) = _fresh(folder)
    assert release.digests == {plan.digest for plan in plans_of(own).values()}


def _fresh(folder: Path) -> tuple[Release, ...]:
    releases._releases.cache_clear()
    return releases_of(folder.parents[1])


def test_freezing_twice_keeps_one(template_copy: Path) -> None:
    own = load_bundle(template_copy)
    first = freeze(own, plans_of(own))
    before = {file.name: file.read_bytes() for file in first.iterdir()}
    _fresh(first)
    assert freeze(own, plans_of(own)) == first
    assert {file.name: file.read_bytes() for file in first.iterdir()} == before
    assert [each.folder for each in _fresh(first)].count(first) == 1


def test_a_template_that_changed_reads_its_frozen_workbooks_by_their_own_plan(
    template_copy: Path, tmp_path: Path
) -> None:
    old = load_bundle(template_copy)
    file = tmp_path / "old.xlsx"
    file.write_bytes(workbook_for(old, "en", {"pg_engagement_id": "ENG-1"}))
    freeze(old, plans_of(old))
    changed = tmp_path / "changed"
    shutil.copytree(template_copy, changed)
    locale = changed / "locale" / "en.toml"
    locale.write_text(locale.read_text(encoding="utf-8").replace("Executive", "Board"), encoding="utf-8")
    assert load_bundle(changed).digest != old.digest
    assert {f.code for f in check_file(file, (changed,)).findings if f.severity == "error"} == set()
    shutil.rmtree(changed / RELEASED)
    releases._releases.cache_clear()
    check._find.cache_clear()
    assert "PG123" in {finding.code for finding in check_file(file, (changed,)).findings}


def test_a_library_that_was_sent_out_is_known_after_its_template_changed(
    template_copy: Path, tmp_path: Path
) -> None:
    old = load_bundle(template_copy)
    file = tmp_path / "old.xlsx"
    file.write_bytes(with_lambdas(workbook_for(old, "en", {"pg_engagement_id": "ENG-1"}), old, "en"))
    folder = freeze(old, plans_of(old))
    assert released_lambdas(folder, "ja") == {each.name: each.stored for each in formulas_of(old, "ja")}
    changed = tmp_path / "changed"
    shutil.copytree(template_copy, changed)
    gate = changed / "template.toml"
    gate.write_text(
        gate.read_text(encoding="utf-8").replace("at_least = 24", "at_least = 25"), encoding="utf-8"
    )
    releases._releases.cache_clear()
    check._find.cache_clear()
    assert load_bundle(changed).digest != old.digest
    assert [found.code for found in check_file(file, (changed,)).findings] == []


def test_an_earlier_release_has_no_library() -> None:
    (first, *_) = RELEASES
    assert released_lambdas(first.folder, "en") == {}


def test_words_that_never_stand_in_a_workbook_do_not_change_its_plan(
    template_copy: Path, tmp_path: Path
) -> None:
    """A better hint must not make strangers of the workbooks that are in the field."""
    old = load_bundle(template_copy)
    changed = tmp_path / "changed"
    shutil.copytree(template_copy, changed)
    locale = changed / "locale" / "en.toml"
    with locale.open("a", encoding="utf-8") as file:
        file.write('[finding.PG001]\nhint = "Now: send it once more."\n')
    new = load_bundle(changed)
    assert new.digest != old.digest
    digests = [{plan.digest for plan in plans_of(bundle).values()} for bundle in (old, new)]
    assert digests[0] == digests[1]


def test_released_plans_that_cannot_be_read_are_the_operators_fault(template_copy: Path) -> None:
    home = template_copy / RELEASED
    home.mkdir(exist_ok=True)
    (home / INDEX).write_text('[{"folder": "x"}]', encoding="utf-8")
    with pytest.raises(TemplateError, match="cannot be read"):
        releases_of(template_copy)
