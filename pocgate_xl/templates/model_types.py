"""What models of templates are made of: a strict base, and the kinds of values that authors write."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    StringConstraints,
    WithJsonSchema,
    model_serializer,
)

from .files import ID_PATTERN


def _exact(value: Any) -> Any:
    """Let whole numbers stand where decimals do; floats never reach this border."""
    return Decimal(value) if type(value) is int else value


LARGEST = 10**15
"""Up to here a cell holds every whole number exactly."""

FORMS: dict[str, str] = {}
"""What a text of each pattern must be, in words; the pattern itself tells few people."""


def shaped(pattern: str, words: str) -> StringConstraints:
    """Return the constraint of a pattern, and keep what it asks for in words."""
    FORMS[pattern] = words
    return StringConstraints(pattern=pattern)


Id = Annotated[
    str,
    shaped(ID_PATTERN, "an id of small letters, digits and _, at most 40 characters"),
    Field(description="Permanent snake_case id, at most 40 characters."),
]
Bound = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(str, return_type=str),
    Field(allow_inf_nan=False, ge=-LARGEST, le=LARGEST),
    WithJsonSchema({"type": "number"}),
]
Number = Annotated[Bound, Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]
ShareNumber = Annotated[Number, Field(le=1), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
CurrencyCode = Annotated[str, shaped(r"^[A-Z]{3}$", "a currency code of three capitals, such as JPY")]
EvidenceRule = Literal["required", "expected", "optional"]
CodeText = Annotated[
    str, shaped(r"^[A-Za-z0-9_]{1,40}$", "a code of letters, digits and _, at most 40 characters")
]
Words = Annotated[
    str,
    shaped(r"^\S[^\x00-\x1f]{0,199}$", "one line of at most 200 characters that does not begin with a space"),
]
Selector = Annotated[
    str,
    shaped(r"^[a-z0-9_]+(\.[a-z0-9_]+){0,2}$", "up to three names joined by dots, such as status.security"),
    Field(description="Answers by group, key and part, such as rating.<criterion>; or `decision`."),
]
LanguageTag = Annotated[
    str, shaped(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "a language tag, such as en or pt-BR")
]


class StrictModel(BaseModel):
    """Forbid what is not declared; nothing is converted, so that "5" and true are no numbers.

    Fields that came `later` are not dumped while they have their default: a template that does not use
    them keeps its digest, with which its workbooks are stamped.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", use_attribute_docstrings=True)
    later: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _used(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = dump(self)
        fields = type(self).model_fields
        unused = {name for name in self.later if getattr(self, name) == fields[name].default}
        return {name: value for name, value in plain.items() if name not in unused}
