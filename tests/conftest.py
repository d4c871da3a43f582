"""What tests share: the built-in template, copies of it to spoil, and programs they may need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.template import Template
from pocgate_xl.templates.files import EVERY_COMPILED, builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.templates.releases import RELEASED

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

Edit = Callable[[str, str, str], None]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a missing program; in CI a missing program is a failure."""
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
