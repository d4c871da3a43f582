"""What is still to be given in a workbook: needed answers that nobody gave, rightly or wrongly."""

from __future__ import annotations

from ..core.assessment import Assessment


def missing_in(found: Assessment) -> tuple[str, ...]:
    """Return the needed answers that nobody gave; what was given wrongly is to be corrected, not missing."""
    wrong = {finding.field for finding in found.findings if finding.severity == "error"}
    needed = found.completeness.missing if found.completeness else ()
    return tuple(name for name in needed if name not in wrong)
