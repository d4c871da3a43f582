"""What tests share: the built-in template, copies of it to spoil, and programs they may need."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.template import Template
from pocgate_xl.output.cache import VARIABLE as CACHE
from pocgate_xl.templates.files import EVERY_COMPILED, builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.templates.releases import RELEASED
from tests import copied_process, kept_engines

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", parent=settings.get_profile("here"), derandomize=True, print_blob=True, max_examples=50
)
settings.register_profile("quick", parent=settings.get_profile("here"), max_examples=25)

Edit = Callable[[str, str, str], None]

MARKED = {
    "engine": ("engines/", "paper/", "dialects/", "test_round_trip", "workbook/layout/test_decision_paper",
               "workbook/layout/test_text_fit", "workbook/layout/test_plans", "cli/test_copying",
               "exchange/copies/test_released"),
    "host": ("functions/server/test_client", "functions/server/test_fuzz", "functions/server/test_rules",
             "functions/server/test_server", "functions/lite/", "functions/addin/test_build",
             "functions/addin/test_bridge", "functions/addin/test_refresh", "functions/test_parity",
             "functions/test_live", "functions/test_xlwings_versions", "functions/test_jsnull",
             "functions/test_scripts", "reports/test_html_in_browser", "page/test_in_browser",
             "page/test_made_in_browser", "page/test_bundle"),
    "fuzz": ("faults/", "hostile/test_", "workbook/creation/test_prerendered", "rules/test_any_workbook",
             "spreadsheetml/test_fast_path", "own_gate/", "cli/test_demo",
             "cli/test_stories", "cli/test_new", "cli/test_inputs", "cli/test_outputs", "cli/test_streams",
             "test_build_hook", "test_missing_libraries",
             "batch/test_stream", "portfolio/test_phasing", "portfolio/test_worth",
             "workbook/layout/test_compiled_plan", "workbook/layout/test_released_plan",
             "workbook/creation/test_fill", "workbook/creation/blanks/test_preparing",
             "workbook/rendering/test_libraries_beside"),
}  # fmt: skip
"""What takes long, by kind: with no path and no `-m` it is left out, but in CI."""
KINDS = {"soffice": "engine", "pdftoppm": "engine", "pdftohtml": "engine", "node": "host", "chromium": "host"}
"""Of which kind is what needs a program."""
ALL = "POCGATE_ALL_TESTS"


def pytest_configure(config: pytest.Config) -> None:
    """Note for all processes of a run whether everything is asked for, and give them one folder of their own.

    What takes long to make is made once for them, modules that other processes import are compiled once;
    nothing is kept until the next run.
    """
    if not hasattr(config, "workerinput"):
        chosen = config.args_source is not pytest.Config.ArgsSource.TESTPATHS or config.option.markexpr
        if chosen or os.environ.get("CI"):
            os.environ.setdefault(ALL, "1")
        folder = TemporaryDirectory(prefix="pocgate-tests-", ignore_cleanup_errors=True)
        config.add_cleanup(folder.cleanup)
        os.environ[CACHE] = str(Path(folder.name, "kept"))
    works = hasattr(config, "workerinput") or not config.option.numprocesses
    if works and os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(os.environ[CACHE]).with_name("compiled"))
    settings.load_profile("ci" if os.environ.get("CI") else "here" if os.environ.get(ALL) else "quick")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what takes long unless everything is asked for, before it is even imported."""
    return True if marks_of(collection_path) and not os.environ.get(ALL) else None


def pytest_report_header() -> str:
    kinds = "nothing" if os.environ.get(ALL) else f"what takes long ({', '.join(MARKED)})"
    return f"left out: {kinds}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by where they stand; leave out single ones that take long, or begin with what does."""
    for item in items:
        needed = {name for mark in item.iter_markers("needs") for name in mark.args}
        for mark in {*marks_of(item.path), *(KINDS[name] for name in needed & KINDS.keys())}:
            item.add_marker(mark)
    if os.environ.get(ALL):
        items.sort(
            key=lambda item: not marks_of(item.path)
        )  # else one process waits for the other at the end
        return
    long = [item for item in items if any(map(item.get_closest_marker, MARKED))]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in set(long)]


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays until the end."""
    gc.collect()
    gc.freeze()


def marks_of(file: Path) -> list[str]:
    """Return of which kinds what takes long in a file is."""
    place = place_of(file)
    return [mark for mark, places in MARKED.items() if file.suffix == ".py" and place.startswith(places)]


def place_of(file: Path) -> str:
    """Return where a file lies, as seen from here."""
    return file.relative_to(Path(__file__).parent).as_posix()


def pytest_unconfigure() -> None:
    copied_process.end()
    kept_engines.end()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a missing program; in CI a missing program is a failure."""
    copied_process.use(place_of(item.path))
    kept_engines.use(place_of(item.path))
    names = [name for mark in item.iter_markers("needs") for name in mark.args]
    missing = [name for name in names if shutil.which(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)}", pytrace=False)
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The built-in template."""
    return load_bundle(builtin_home() / builtin_names()[0])


@pytest.fixture(scope="session")
def template(bundle: Bundle) -> Template:
    return bundle.template


@pytest.fixture(scope="session")
def catalog(bundle: Bundle) -> Catalog:
    """The English texts of the built-in template."""
    return bundle.catalogs["en"]


@pytest.fixture
def template_copy(tmp_path: Path) -> Path:
    """A folder with the sources of the built-in template, to be changed."""
    folder = tmp_path / "copied"
    original = builtin_home() / builtin_names()[0]
    shutil.copytree(original, folder, ignore=shutil.ignore_patterns(EVERY_COMPILED, RELEASED))
    return folder


@pytest.fixture
def edit(template_copy: Path) -> Edit:
    """Replace a text that must occur in a file of the copied template."""

    def replace(name: str, old: str, new: str) -> None:
        file = template_copy / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not occur in {name}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    return replace
