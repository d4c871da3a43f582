"""A gate that asks of every engagement what the built-in one does not: one field of each kind, and more."""

from __future__ import annotations

import re
from pathlib import Path

from pocgate_xl.cli.template import copy_template

DETAILS = """
[[details]]
id = "department"
kind = "list"
choices = ["sales", "plant", "other"]
required = true

[[details]]
id = "ai_kind"
kind = "list"
choices = ["generative", "vision"]

[[details]]
id = "vendor"
kind = "text"

[[details]]
id = "monthly_users"
kind = "number"

[[details]]
id = "contract_end"
kind = "date"
"""
TEXTS = {
    "en": {
        "field": {
            "department": "Department", "ai_kind": "Kind of AI", "vendor": "Vendor",
            "monthly_users": "Users a month", "contract_end": "End of contract",
        },
        "choice_department": {"sales": "Sales", "plant": "Plant", "other": "Other department"},
        "choice_ai_kind": {"generative": "Generative AI", "vision": "Image recognition"},
        "prompt.detail.vendor": {"title": "Vendor", "text": "Who supplies the model."},
    },
    "ja": {
        "field": {
            "department": "担当部門", "ai_kind": "AIの種類", "vendor": "ベンダー",
            "monthly_users": "月間利用者数", "contract_end": "契約終了日",
        },
        "choice_department": {"sales": "営業部", "plant": "工場", "other": "その他の部門"},
        "choice_ai_kind": {"generative": "生成AI", "vision": "画像認識"},
        "prompt.detail.vendor": {"title": "ベンダー", "text": "モデルの提供元を記入してください。"},
    },
}  # fmt: skip


def detailed_gate(folder: Path, name: str = "detailed_gate") -> Path:
    """Return the folder of the built-in gate with details."""
    gate = copy_template(name, folder)
    template = gate / "template.toml"
    template.write_text(template.read_text(encoding="utf-8") + DETAILS, encoding="utf-8")
    for language, tables in TEXTS.items():
        for table, entries in tables.items():
            add_texts(gate, language, table, entries)
    return gate


def add_texts(gate: Path, language: str, table: str, entries: dict[str, str]) -> None:
    """Add texts to a table of a locale."""
    file = gate / "locale" / f"{language}.toml"
    text, header = file.read_text(encoding="utf-8"), f"[{table}]\n"
    lines = "".join(f'{key} = "{value}"\n' for key, value in entries.items())
    known = re.search(rf"^{re.escape(header)}", text, re.MULTILINE)
    place = known.end() if known else len(text)
    added = lines if known else f"\n{header}{lines}"
    file.write_text(text[:place] + added + text[place:], encoding="utf-8")
