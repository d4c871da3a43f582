"""What the modules of our own macros say: digests that `vba_project.digest_of` gives, by module.

A function with another name or argument, or another help text adds a line, a new version of xlwings does
not; earlier lines stay, since workbooks made with them come back. A test prints the line that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

GENERATION = 2
"""Of what is made now. The first obeyed settings in the workbook and in its folder."""

KNOWN: Mapping[str, Mapping[str, int]] = {
    "xlwings": {
        "9df1fd7af3105326b2a42d777ca5c7beb3be9822b6101f8e837e17925488f651": 1,
        "eb8b3acb21088eaa45cd26b5b959afa2dd850d5cb9b85a593dec28f759485d54": 2,
        "ef3f13444ee6a9959a1f3b3fb7660d8848471ccc15ed096ceaf49a1a0b4461fb": 2,
    },
    "Dictionary": {
        "9d95575cf27b51bd532bb6c13ce780c02c6fde595d3917187a65395b6d609f55": 1,
    },
    "xlwings_udfs": {
        "b366fabdc0f6d57afa5974651f3207c849903cbff816a2dc3f411a593090c05b": 1,
        "b74f503808714f399237426d2e943118dac05f2077e281acfcab7101634d9ceb": 2,
        "48a7c39beb0ffa5343f9acd57320ed976859569a0dfacbd7a59be97cc4346b80": 2,
        "3b30137642db12dd754a45b53d9ac581af7a5fa332569cd94f1d0f331c701a30": 2,
    },
    "PocgateWizard": {
        "047f3717cbb8238ae7e43bac2f59b37af3db35bcea783c472c48a9b7941aad81": 2,
        "21aa71f79439351b7fe5305fa51f74f29a8212fd82d3aa3533cdf6fecd63a704": 2,
        "3dd7ab86bb946ee2340e3ad33f7480217ed1c1caf81693f8adc2dff058b890c4": 2,
    },
}
"""Each digest with the generation of macros that it came with."""


def macros_label(generation: int, library: str) -> str:
    """Return how macros are named where they are told apart."""
    return f"macros {generation}, xlwings {library}" if library else f"macros {generation}"


@lru_cache(maxsize=1)
def installed_xlwings() -> str:
    """Return the version of the xlwings that is installed, "" where there is none; it is not imported."""
    from importlib.metadata import PackageNotFoundError, version  # slow, and only live workbooks ask

    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""
