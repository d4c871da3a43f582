"""A comparison for machines: codes and ids, in the order of their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ...reports.jsonl import json_text
from .changes import Plain, is_readable
from .matching import ComparedEngagement, Comparison

INDENT = 2


def comparison_json(comparison: Comparison) -> str:
    """Return one JSON object; the same files give the same text."""
    return json_text(comparison_plain(comparison), INDENT) + "\n"


def comparison_plain(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values."""
    return {
        "summary": {
            **comparison.counts,
            "unreadable": len(comparison.unexamined),
            "set_aside": len(comparison.set_aside),
        },
        "engagements": [_engagement(each) for each in comparison.engagements],
        "set_aside": [asdict(each) for each in comparison.set_aside],
        "unreadable": [asdict(each) for each in comparison.unexamined],
    }


def _engagement(each: ComparedEngagement) -> dict[str, Any]:
    named = each.latest["engagement"]
    return {
        "id": each.id,
        "organization": named["organization"],
        "poc_name": named["poc_name"],
        "movement": each.movement,
        "then": None if each.then is None else _state(each.then),
        "now": None if each.now is None else _state(each.now),
        "changes": [asdict(change) for change in each.changes],
        "not_compared": [asdict(what) for what in each.incomparable],
    }


def _state(plain: Plain) -> Mapping[str, Any]:
    """Return what a side came to."""
    state = {
        key: plain[key] for key in ("file", "sha256", "responses_digest", "outcome", "decision", "template")
    }
    if is_readable(plain):
        state["revision"] = plain["engagement"]["revision"]
        state["total"] = plain["scorecard"]["total"]
        state["cleared"], state["items"] = plain["checklist"]["cleared"], plain["checklist"]["items"]
        state["currency"], state["initial"] = plain["costs"]["currency"], plain["costs"]["initial"]
    return state
