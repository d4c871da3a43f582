"""Answers as long as honest people write them: sentences where there is room for them, names elsewhere."""

from __future__ import annotations

from datetime import date

from pocgate_xl.core.fields import Field, FieldTable, blocks, input_fields
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.fill import Values
from tests.workbook.generated import values_of

NAMES = frozenset({"engagement", "who", "owner", "signoff"})
NAMED_PARTS = frozenset({"owner", "by", "baseline", "target", "judgement"})
SENTENCES = {
    "en": "The pilot team compared twelve weeks of bookings with last year's and agreed the threshold with"
    " the revenue manager; exceptions above 8% are confirmed by hand and reviewed every Monday morning.",
    "ja": "試行期間12週間の予約実績を前年同期と比較し、収益管理責任者と閾値を合意した。8%を超える例外は"
    "担当者が手作業で確認し、毎週月曜日の定例会議で見直す。",
}
"""Between 90 (ja) and 200 (en) characters."""
PEOPLE = {"en": "Revenue management, A. Fernandez", "ja": "収益管理部　佐藤　美咲"}
POC = {
    "en": "Daily room pricing by forecast demand for city and resort hotels",
    "ja": "需要予測に基づく都市型ホテル及びリゾート施設の客室料金日次改定業務",
}
ORGANIZATION = {
    "en": "Aoba Hospitality and Leisure Management Group Corporation Ltd",
    "ja": "株式会社青葉ホテルアンドリゾートマネジメントグループ東日本支社",
}
"""Names of some sixty letters, or thirty wide ones: longer than the top of a page holds."""


def long_values(bundle: Bundle, language: str) -> Values:
    """Return answers to everything, texts as long as people write them."""
    values: dict[str, object] = dict(values_of(bundle, "middling"))
    for field in _texts(bundle):
        values[field.name] = _text(field, language)
    values |= {"pg_engagement_id": "ENG-2026-014", "pg_engagement_poc_name": POC[language],
               "pg_engagement_organization": ORGANIZATION[language]}  # fmt: skip
    for block in blocks(bundle.template):
        values[block.name] = [_row(block, language, number) for number in range(1, block.rows + 1)]
    return values  # type: ignore[return-value]


def _texts(bundle: Bundle) -> list[Field]:
    return [field for field in input_fields(bundle.template) if field.kind == "text"]


def _text(field: Field, language: str) -> str:
    named = field.group in NAMES or field.part in NAMED_PARTS or field.key == "by"
    return PEOPLE[language] if named else SENTENCES[language]


def _row(block: FieldTable, language: str, number: int) -> dict[str, object]:
    """Return a row of a table; no two of them say the same."""
    others = {"date": date(2026, 9, 30), "label": "done"}
    return {
        field.part: others.get(field.kind) or f"({number}) {_text(field, language)}"
        for field in block.columns
    }
