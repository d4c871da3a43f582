from collections.abc import Callable
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.batch import check_file
from pocgate_xl.spreadsheetml.styles.colours import contrast, luminance
from pocgate_xl.templates.inspection import template_mistakes
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.theme import Colours, Theme, theme_problems
from pocgate_xl.templates.theme_models import ColoursModel, ThemeModel
from pocgate_xl.workbook.creation.blank import blank_workbook

Edit = Callable[[str, str, str], None]
COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")
PNG = b"\x89PNG\r\n\x1a\n"


def lightness(colour: str) -> float:
    """Return CIE L*, 0 to 100: how light a colour is in a grey print."""
    value = luminance(colour)
    return 116 * value ** (1 / 3) - 16 if value > 216 / 24389 else value * 24389 / 27


def test_dataclasses_and_models_have_the_same_fields() -> None:
    assert set(ThemeModel.model_fields) == {field.name for field in fields(Theme)}
    assert set(ColoursModel.model_fields) == {field.name for field in fields(Colours)}


def test_known_contrasts() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_lies_in_1_to_21(first: str, second: str) -> None:
    assert contrast(first, second) == contrast(second, first)
    assert 1 <= contrast(first, second) <= 21.000001


def test_the_built_in_palette_can_be_read(bundle: Bundle) -> None:
    assert list(theme_problems(bundle.theme)) == []


def test_the_built_in_palette_can_be_told_apart_in_grey(bundle: Bundle) -> None:
    colours = bundle.theme.colours
    strong = sorted(map(lightness, (colours.good, colours.attention, colours.bad)))
    fills = (colours.good_soft, colours.neutral_soft, colours.attention_soft, colours.bad_soft)
    soft = sorted(map(lightness, (colours.paper, *fills)))
    assert all(second - first >= 6 for first, second in pairwise(strong))
    assert all(second - first >= 4 for first, second in pairwise(soft))


def test_a_language_has_its_own_font_or_the_default(bundle: Bundle) -> None:
    theme = bundle.theme
    assert theme.font("ja") == theme.font("ja-JP") == "Yu Gothic"
    assert theme.font("en") == theme.font("pt-BR") == theme.fonts["default"]


def test_a_pair_that_cannot_be_read_is_named(template_copy: Path, edit: Edit) -> None:
    edit("theme.toml", 'input = "#FFF8DC"', 'input = "#404040"')
    (mistake,) = template_mistakes(template_copy)
    assert mistake.path == "colours.ink"
    assert "ink #1E2733 on input #404040" in mistake.detail


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('default = "Calibri"', "", "fonts"),
        ('default = "Calibri"', 'default = ""', "fonts.default"),
        ('ja = "Yu Gothic"', 'Japanese = "Yu Gothic"', "fonts.Japanese.[key]"),
        ('accent = "#1F4E79"', 'accent = "navy"', "colours.accent"),
        ('accent = "#1F4E79"', "", "colours.accent"),
        ('muted = "#566270"', 'muted = "#AAAAAA"', "colours.muted"),
        ('organization = ""', 'organization = "a\\nb"', "organization"),
        ("[fonts]", 'logo = "../logo.png"\n[fonts]', "logo"),
        ("[fonts]", 'logo = "/etc/logo.png"\n[fonts]', "logo"),
        ("[fonts]", 'logo = "logo.svg"\n[fonts]', "logo"),
        ("[fonts]", 'logo = "logo.png"\n[fonts]', "logo"),
    ],
)
def test_a_mistake_in_the_theme_names_its_path(
    template_copy: Path, edit: Edit, old: str, new: str, path: str
) -> None:
    edit("theme.toml", old, new)
    (mistake,) = template_mistakes(template_copy)
    assert (mistake.file, mistake.path) == (str(template_copy / "theme.toml"), path)


def test_a_logo_must_be_the_image_that_its_name_promises(template_copy: Path, edit: Edit) -> None:
    edit("theme.toml", "[fonts]", 'logo = "logo.png"\n[fonts]')
    (template_copy / "logo.png").write_bytes(b"\xff\xd8\xff")
    assert [mistake.detail for mistake in template_mistakes(template_copy)] == ["logo.png is not a PNG image"]
    (template_copy / "logo.png").write_bytes(PNG)
    assert template_mistakes(template_copy) == []


@pytest.mark.parametrize("pale", ["#FFE34D", "#FFFFFF", "#8FD3F4"])
def test_what_is_written_or_drawn_in_a_pale_accent_is_in_ink_and_our_own_check_can_read_it(
    bundle: Bundle, tmp_path: Path, pale: str
) -> None:
    colours = replace(bundle.theme.colours, accent=pale, on_accent="#111111")
    assert colours.accent_text == colours.accent_mark == colours.ink
    own = replace(bundle, theme=replace(bundle.theme, colours=colours))
    assert list(theme_problems(own.theme)) == []
    file = tmp_path / "pale.xlsx"
    file.write_bytes(blank_workbook(own, "en"))
    assert not {finding.code for finding in check_file(file).findings} & {"PG133", "PG135"}


def test_an_accent_that_can_be_read_is_kept(bundle: Bundle) -> None:
    colours = bundle.theme.colours
    assert colours.accent_text == colours.accent_mark == colours.accent
    orange = replace(colours, accent="#C46A1B")
    assert (orange.accent_text, orange.accent_mark) == (colours.ink, "#C46A1B")
