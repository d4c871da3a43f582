"""A bundle of a gate that differs from the built-in one wherever a template may."""

from __future__ import annotations

from pathlib import Path

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.text_checks import required_keys
from tests.core.strategies import OTHER


def other_bundle(built_in: Bundle) -> Bundle:
    """Return it with made-up English texts beside the engine's own."""
    texts = dict(built_in.catalogs["en"].texts)
    texts |= {
        key: key.replace(".", " ").replace("_", " ") for key in required_keys(OTHER) if key not in texts
    }
    for component in OTHER.components:
        texts[f"component_hint.{component}"] = component
    return Bundle(OTHER, {"en": Catalog("en", texts)}, built_in.theme, "other", Path())
