"""The colors of the demo's drawings: one calm set, so that the pictures look like one book's.

Every color is a "#rrggbb" string. Words are drawn in INK, or in a DEEP color on paper, so that
they keep at least 4.5:1 against what is behind them.
"""

from PIL import ImageColor

PAPER = "#faf7f2"
WHITE = "#ffffff"
INK = "#2b2a3a"
SLATE = "#5c5a6b"
STONE = "#b9b3a8"
LINE = "#ddd6c9"
SAND = "#efe8db"

LARKSPUR = "#5b5bd6"
LARKSPUR_DEEP = "#3c3aa3"
LARKSPUR_SOFT = "#b9b8f0"
LARKSPUR_PALE = "#e6e5fa"

SAGE = "#7ba37c"
SAGE_DEEP = "#3d6b4a"
SAGE_SOFT = "#b8d0b4"
SAGE_PALE = "#e2ecdd"

OCHRE = "#dca235"
OCHRE_DEEP = "#845a0c"
OCHRE_SOFT = "#f0cf86"
OCHRE_PALE = "#faecc9"

CLAY = "#c96a4b"
CLAY_DEEP = "#96412a"
CLAY_SOFT = "#eab59f"
CLAY_PALE = "#f8e2d8"

WATER = "#6aa6c8"
WATER_DEEP = "#2c6488"
WATER_SOFT = "#b4d5e5"
WATER_PALE = "#e0eff6"

EARTH = "#a07a58"
EARTH_DEEP = "#6b4c34"
EARTH_SOFT = "#cfb293"

NIGHT = "#262544"
NIGHT_SOFT = "#3b3a66"


def mix(first: str, second: str, share: float) -> str:
    """The color that lies `share` (0 to 1) of the way from `first` to `second`."""
    pairs = zip(ImageColor.getrgb(first)[:3], ImageColor.getrgb(second)[:3], strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return f"#{red:02x}{green:02x}{blue:02x}"
