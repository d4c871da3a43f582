"""What a reader sees, or a print shows, that is not what the answers say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..spreadsheetml.address import a1
from ..workbook.submission.altered.alteration import Altered
from .base import Case, Occurrence, Rule, TextKey
from .decided import Decided

FORMATS = tuple(
    f"format_{effect}"
    for effect in ("hides", "replaces", "adds", "scales", "dates", "percent", "sign", "currency")
)
MISLEADING = (*FORMATS, "condition_format")
UNSEEN = (
    "hidden_rows", "hidden_columns", "invisible", "tiny", "pushed_out", "merged", "condition_hides",
    "shows_formulas", "zoomed_out", "frozen_away", "zeros", "window_hidden", "struck", "symbols", "turned",
    "narrow", "veiled", "printed_small", "cut_off", "repeats",
)  # fmt: skip
LAID_OVER = (
    "picture_over", "shape_over", "chart_over", "control_over", "note_over", "background", "painted",
    "condition_paints", "unread", "sparkline_over", "text_covered",
)  # fmt: skip
PAGE = (
    "page_header", "print_area", "chart_title", "chart_cells", "chart_words", "chart_scale",
    "chart_values", "chart_unseen", "chart_drawing", "chart_labels", "link", "other_list", "other_prompt",
    "filled_blank", "chart_less",
)  # fmt: skip
LOST = ("protection_gone", "lists_gone", "conditions_gone", "charts_gone", "objects_hidden", "manual")
CELLS_OF_DECISION = (
    *MISLEADING,
    "shape_over",
    "control_over",
    "note_over",
    "chart_over",
    "picture_over",
    "filled_blank",
)
ANYWHERE = (
    "shape_beside", "shape_over", "control_over", "note_over", "page_header", "page_words", "chart_title",
    "chart_words", "chart_cells", "other_prompt", "free_text", "tooltip", "filled_blank", "text_covered",
)  # fmt: skip
"""Where words that are nothing but the name of another decision are read as the decision."""


def misleading_format(case: Case) -> Iterator[Occurrence]:
    """Find number formats that hide a value, or show another."""
    return _found(case, MISLEADING)


def unseen_results(case: Case) -> Iterator[Occurrence]:
    """Find results and answers that a reader does not see."""
    return _found(case, UNSEEN)


def laid_over_results(case: Case) -> Iterator[Occurrence]:
    """Find what lies over results and answers, or colours them as if they were others."""
    return _found(case, LAID_OVER)


def altered_page(case: Case) -> Iterator[Occurrence]:
    """Find headers, print areas, charts, links and lists that say something else."""
    return _found(case, PAGE)


def another_decision(case: Case) -> Iterator[Occurrence]:
    """Find words that a reader takes for the decision, and that name another one."""
    deciding = [altered for altered in case.altered if _decides(case.decided, altered)]
    return _gathered(deciding)


def hidden_own_sheet(case: Case) -> Iterator[Occurrence]:
    """Find sheets of the workbook that are hidden though they were planned to be seen."""
    return _found(case, ("hidden_own_sheet",))


def lost_safeguards(case: Case) -> Iterator[Occurrence]:
    """Find what programs drop when they save: protection, drop-downs; and notes that name a decision."""
    yield from _found(case, LOST)
    notes = (each for each in case.altered if each.alteration.kind == "note")
    yield from (_occurrence(note) for note in notes if case.decided.contradicts(note.alteration.words))


def unknown_style(case: Case) -> Iterator[Occurrence]:
    """Find cells with a style that the file does not have: programs repair it, or show what they like."""
    return _found(case, ("no_style",))


def header_picture(case: Case) -> Iterator[Occurrence]:
    """Find pictures in page headers, which nobody reads here; once for all sheets."""
    pictures = [altered for altered in case.altered if altered.alteration.kind == "header_picture"]
    if pictures:
        yield _occurrence(pictures[0])


def rounded_as_displayed(case: Case) -> Iterator[Occurrence]:
    """Find workbooks that compute with what is displayed."""
    return _found(case, ("as_displayed",))


def _found(case: Case, kinds: Iterable[str]) -> Iterator[Occurrence]:
    """Yield one occurrence a sheet and kind; what shows another decision is told by its own rule."""
    of_kind = (altered for altered in case.altered if altered.alteration.kind in kinds)
    return _gathered(altered for altered in of_kind if not _decides(case.decided, altered))


def _gathered(altered: Iterable[Altered]) -> Iterator[Occurrence]:
    """Yield one occurrence for each cause."""
    groups: dict[tuple[str, str], list[Altered]] = {}
    for each in altered:
        groups.setdefault(_cause(each), []).append(each)
    yield from (_occurrence(*group) for group in groups.values())


def _cause(altered: Altered) -> tuple[str, str]:
    """Return what is told once: each kind on a sheet, a page header for all sheets that have the same."""
    kind, found = altered.alteration.kind, altered.alteration.found
    return (found, kind) if kind in ("page_header", "page_words") else (altered.sheet, kind)


def _decides(decided: Decided, altered: Altered) -> bool:
    alteration = altered.alteration
    if alteration.decides and alteration.kind in CELLS_OF_DECISION:
        return decided.contradicts(alteration.words)
    return alteration.kind in ANYWHERE and decided.states_another(alteration.words)


def _occurrence(*group: Altered) -> Occurrence:
    """Return one occurrence for all of one kind on a sheet, with the first and the last cell."""
    sheet, first = group[0]
    cells = sorted({cell for each in group for cell in each.alteration.cells})
    area = a1(cells[0]) if cells else ""
    if len(cells) > 1:
        area = f"{area}–{a1(cells[-1])}"
    values = {
        "what": TextKey(f"appearance.{first.kind}"),
        "cells": area or sheet,
        "count": max(len(cells), 1),
        "planned": first.planned or "–",
    }
    return Occurrence(sheet, cells[0] if cells else None, found=first.found, values=values)


RULES: tuple[Rule[Case], ...] = (
    Rule("PG132", "warning", misleading_format, guards=True),
    Rule("PG133", "warning", unseen_results, guards=True),
    Rule("PG134", "warning", laid_over_results, guards=True),
    Rule("PG135", "warning", altered_page, guards=True),
    Rule("PG136", "error", another_decision),
    Rule("PG137", "warning", hidden_own_sheet),
    Rule("PG138", "note", lost_safeguards),
    Rule("PG139", "warning", rounded_as_displayed),
    Rule("PG144", "warning", unknown_style),
    Rule("PG145", "note", header_picture),
)
