"""The columns of the review: what to do on the left, what is tried on the right, workings beyond."""

from __future__ import annotations

from ..frame import LEFT

WHAT, CHANGE, WHO, UNTIL, WHERE = range(LEFT, LEFT + 5)
TRY = WHERE + 2
NOW, TRIAL = TRY + 1, TRY + 2
LAST = TRIAL
WORKING = LAST + 2
WIDTHS = {
    1: 2.0, WHAT: 44.0, CHANGE: 17.0, WHO: 17.0, UNTIL: 11.0, WHERE: 16.0, WHERE + 1: 2.0,
    TRY: 34.0, NOW: 15.0, TRIAL: 15.0, LAST + 1: 2.0,
}  # fmt: skip
"""Characters of each column."""
TWO_LINES, THREE_LINES = 28.0, 42.0
"""Points of rows whose texts are sentences."""
