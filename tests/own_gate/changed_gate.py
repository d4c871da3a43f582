"""A gate of one's own, made as its author makes it: the built-in one copied, then edited as text."""

from __future__ import annotations

import re
from pathlib import Path

from pocgate_xl.cli.template import copy_template

CRITERION = """
[[criteria]]
id = "regulatory_fit"
anchors = [5, 4, 1]

"""
GROUP = """
[[groups]]
id = "governance"
items = [
  { id = "risk_register" },
  { id = "bias_review" },
  { id = "privacy_review", not_applicable = true },
  { id = "supplier_terms" },
  { id = "audit_trail" },
  { id = "works_council", granted_at_gate = true },
  { id = "exit_plan" },
]

"""
COSTS = """
[[costs.categories]]
id = "licences"
kind = "multiplied"
unit = "year"
one_off = false
factor = { low = 1.5, high = 2.5 }
reference = { low = 200_000, high = 900_000 }

[[costs.categories]]
id = "certification"
kind = "reference"
unit = "once"
one_off = true
reference = { low = 300_000, high = 800_000 }

[[costs.categories]]
id = "support_contract"
kind = "share"
unit = "year"
one_off = false
factor = { low = 0.05, high = 0.08 }

"""
CAUSE = """
[[causes]]
id = "unmanaged_risk"
strategy = "operations_first"
criteria = ["regulatory_fit"]
items = ["risk_register", "bias_review", "exit_plan"]

"""
TEXTS = {
    "criterion": {"regulatory_fit": "Regulatory fit"},
    "anchor.regulatory_fit": {"5": "Cleared by legal", "4": "Minor questions", "1": "Not examined"},
    "group": {"governance": "Governance"},
    "item": {
        "risk_register": "Risk register kept", "bias_review": "Bias reviewed",
        "privacy_review": "Privacy impact assessed", "supplier_terms": "Supplier terms agreed",
        "audit_trail": "Audit trail in place", "works_council": "Works council consulted",
        "exit_plan": "Exit plan written",
    },
    "cost": {
        "licences": "Licences", "certification": "Certification", "support_contract": "Support contract",
    },
    "cause": {"unmanaged_risk": "Unmanaged risk"},
}  # fmt: skip
NEW_LANGUAGE, NAME_OF_IT = "fr", "Français"


def own_gate(folder: Path) -> Path:
    """Return the folder of a gate with more of everything, other thresholds and another language."""
    gate = copy_template("my_gate", folder)
    _edit_template(gate / "template.toml")
    for language in ("en", "ja"):
        _edit_texts(gate / "locale" / f"{language}.toml", "" if language == "en" else "和")
    english = (gate / "locale" / "en.toml").read_text(encoding="utf-8")
    (gate / "locale" / f"{NEW_LANGUAGE}.toml").write_text(_in_french(english), encoding="utf-8")
    return gate


def _edit_template(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ('languages = ["en", "ja"]', f'languages = ["en", "ja", "{NEW_LANGUAGE}"]'),
        ("rating = 2          #", "rating = 3          #"),
        ("at_least = 24", "at_least = 29"),
        ("at_least = 18", "at_least = 20"),
        ("# Highest first;", f"{CRITERION}# Highest first;"),
        ("# --- Cost projection", f"{GROUP}# --- Cost projection"),
        ("# --- Causes and strategies", f"{COSTS}# --- Causes and strategies"),
        ("# --- Plan", f"{CAUSE}# --- Plan"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def _edit_texts(file: Path, mark: str) -> None:
    text = file.read_text(encoding="utf-8")
    for table, entries in TEXTS.items():
        lines = "".join(f'{key} = "{mark}{value}"\n' for key, value in entries.items())
        header = f"[{table}]\n"
        text = text.replace(header, header + lines, 1) if header in text else f"{text}\n{header}{lines}"
    text = text.replace("[language]\n", f'[language]\n{NEW_LANGUAGE} = "{NAME_OF_IT}"\n', 1)
    file.write_text(text, encoding="utf-8")


def _in_french(english: str) -> str:
    """Stand in for a translation: every text differs from its English one but in placeholders."""
    table, lines = "", []
    for line in english.splitlines():
        if match := re.match(r"\[([\w.]+)\]", line):
            table = match[1]
        if table != "language":
            line = re.sub(r'^("?[\w]+"? = ")(?!")(.*)"$', r'\1\2 (fr)"', line)
        lines.append(line)
    return "\n".join(lines) + "\n"
