"""What the tests of an installation share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.functions.addin.build import addin
from pocgate_xl.functions.registry import help_catalog


@pytest.fixture(scope="session")
def built() -> bytes:
    """The add-in as it is installed: no Python is named in it."""
    return addin(help_catalog("en"))


@pytest.fixture(scope="session")
def addin_file(built: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("built") / "gate.xlam"
    file.write_bytes(built)
    return file
