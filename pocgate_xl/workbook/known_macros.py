"""What the modules of our own macros say: digests that `vba_project.digest_of` gives, by module.

A new version of xlwings, a function with another name or argument, or another help text adds a line;
lines of earlier versions stay, since workbooks made with them come back. A test prints the line that is
missing.
"""

from __future__ import annotations

from collections.abc import Mapping

KNOWN: Mapping[str, Mapping[str, str]] = {
    "xlwings": {
        "f88f1eae95d9b699d9637ab3e4c2542894882d87e3872fcda1274f58690f3093": "xlwings 0.37.8",
    },
    "Dictionary": {
        "9d95575cf27b51bd532bb6c13ce780c02c6fde595d3917187a65395b6d609f55": "xlwings 0.37.8",
    },
    "xlwings_udfs": {
        "b366fabdc0f6d57afa5974651f3207c849903cbff816a2dc3f411a593090c05b": "pocgate 0.1.0",
    },
    "PocgateWizard": {
        "047f3717cbb8238ae7e43bac2f59b37af3db35bcea783c472c48a9b7941aad81": "pocgate 0.1.0",
    },
}
