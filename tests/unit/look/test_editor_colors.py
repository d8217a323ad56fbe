"""The editor in a district's color can be read, whatever color is chosen, in light and in dark.

What Wagtail puts together of these colors is read from its style sheet's names: words on its
surfaces, and white words on its buttons and menus.
"""

import re
from pathlib import Path

import pytest

from district_cms.brand.colors import Color

from .color_pairs import GRAPHIC, TEXT, contrast, oklch, with_color

STYLES = Path(__file__).parents[3] / "static" / "css"
WHITE: Color = (1.0, 0.0, 0.0)
# Wagtail's dark page and the lightest of its dark surfaces, 15 and 20 % of white.
DARK_PAGE: Color = (0.2686, 0.0, 0.0)
DARK_FIELD: Color = (0.3211, 0.0, 0.0)
ON_WHITE = ("primary", "primary-200", "secondary", "secondary-400", "secondary-600")


def declarations(file: str) -> dict[str, str]:
    css = re.sub(r"/\*.*?\*/", "", (STYLES / file).read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"--([\w-]+):\s*([^;]+);", css)
    return {name.removeprefix("w-"): value for name, value in found}


def pairs(values: dict[str, str]) -> list[tuple[str, float, float]]:
    """(What stands on what, its ratio, the least that it needs.)"""

    def ratio(name: str, other: Color) -> float:
        return contrast(oklch(name, values), other)

    tint = oklch("secondary-50", values)
    return [
        *((f"{name} and white", ratio(name, WHITE), TEXT) for name in ON_WHITE),
        *((f"{name} on the tint", ratio(name, tint), TEXT) for name in ("secondary", "primary")),
        *((f"{name} on dark", ratio(name, DARK_PAGE), TEXT)
          for name in ("secondary-100", "secondary-75", "secondary-50")),
        ("secondary-100 on a dark field", ratio("secondary-100", DARK_FIELD), GRAPHIC),
    ]  # fmt: skip


@pytest.mark.parametrize("chroma", [0.0, 0.08, 0.16, 0.2])
def test_a_district_can_take_any_color_and_its_editor_stays_readable(chroma: float) -> None:
    ours = declarations("admin/colors.css")
    unread = [
        f"{hue}: {what}, {ratio:.2f} of {least}"
        for hue in range(0, 360, 15)
        for what, ratio, least in pairs(with_color(ours, hue, chroma))
        if ratio < least
    ]
    assert unread == []


def test_the_editor_begins_with_the_same_color_as_the_website() -> None:
    ours, website = declarations("admin/colors.css"), declarations("tokens.css")
    for name in ("district-hue", "district-chroma"):
        assert ours[name] == website[name]


def test_a_color_that_is_too_light_is_found() -> None:
    ours = declarations("admin/colors.css")
    ours["color-secondary"] = ours["color-secondary"].replace("0.44", "0.7")
    assert [what for what, ratio, least in pairs(ours) if ratio < least] == [
        "secondary and white",
        "secondary on the tint",
    ]
