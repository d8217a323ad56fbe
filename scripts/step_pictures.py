"""The drawings beside the steps of "Where to paste it": where to click in which mail program.

Schematic on purpose: no logo of a vendor, nothing that is out of date with the next color of a
button. The numbers are those of the steps in `templates/components/signature_steps.html`.

    python -m scripts.step_pictures

writes them into `static/img/steps/`; a test holds the files against this.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from scripts.demo import ROOT
from scripts.drawn_shapes import (
    KINDS,
    SCHEMES,
    WIDTH,
    box,
    button,
    choice,
    gear,
    lines,
    number,
    signature,
    window,
    words,
)

FOLDER: Final = ROOT / "static" / "img" / "steps"


def gmail() -> tuple[int, str]:
    return 244, window(
        244,
        box(1, 1, WIDTH - 2, 30, "s", 6),
        box(60, 7, 150, 18),
        lines(12, 12, 30, 30),
        box(276, 4, 24, 24, "h"),
        gear(288, 16),
        number(1, 264, 16),
        button(12, 40, 60, "General"),
        number(2, 82, 50),
        lines(100, 50, 40),
        lines(156, 50, 34),
        words(12, 88, "Signature"),
        box(84, 74, 60, 62),
        lines(92, 86, 40, 30),
        button(84, 140, 84, "Create new"),
        signature(150, 74, 158, 62),
        number(3, 298, 84),
        words(12, 182, "Signature defaults"),
        choice(124, 170, 84),
        choice(214, 170, 84),
        number(4, 308, 179),
        button(106, 212, 108, "Save Changes"),
        number(5, 226, 222),
    )


def _settings_of_outlook(y: int, first: str) -> str:
    """The dialog of today's Outlook, in a browser and for Windows: steps 2 to 4."""
    return "".join(
        (
            box(10, y, 300, 176, "o", 6),
            button(18, y + 12, 84, first),
            lines(26, y + 48, 50),
            lines(26, y + 70, 56),
            button(112, y + 12, 84, "Signatures"),
            number(2, 206, y + 22),
            button(112, y + 42, 104, "New signature"),
            number(3, 226, y + 52),
            signature(112, y + 68, 188, 58),
            choice(112, y + 134, 76),
            choice(194, y + 134, 76),
            button(250, y + 154, 50, "Save"),
            number(4, 240, y + 164),
        )
    )


def outlook_web() -> tuple[int, str]:
    return 236, window(
        236,
        box(1, 1, WIDTH - 2, 30, "s", 6),
        box(60, 7, 150, 18),
        lines(12, 12, 30, 30),
        box(276, 4, 24, 24, "h"),
        gear(288, 16),
        number(1, 264, 16),
        _settings_of_outlook(46, "Account"),
    )


def outlook_new() -> tuple[int, str]:
    return 256, window(
        256,
        box(1, 1, WIDTH - 2, 50, "s", 6),
        lines(14, 16, 30),
        button(58, 6, 46, "View"),
        lines(134, 16, 30),
        button(58, 30, 96, "View settings"),
        number(1, 116, 16),
        _settings_of_outlook(66, "Accounts"),
    )


def outlook_classic() -> tuple[int, str]:
    return 252, window(
        252,
        box(1, 1, WIDTH - 2, 30, "s", 6),
        button(10, 6, 40, "File"),
        lines(66, 16, 34),
        lines(114, 16, 34),
        words(160, 20, "Options, Mail:"),
        button(240, 6, 70, "Signatures"),
        number(1, 230, 40),
        box(10, 52, 300, 152, "o", 6),
        box(20, 62, 110, 42),
        lines(28, 74, 60, 44),
        button(20, 110, 50, "New"),
        number(2, 82, 120),
        words(146, 74, "Default signature"),
        choice(146, 82, 130),
        choice(146, 106, 130),
        number(3, 292, 104),
        signature(20, 138, 180, 58),
        button(250, 176, 50, "OK"),
        box(20, 218, 26, 16, "h"),
        box(20, 214, 12, 6, "h"),
        words(54, 231, "%APPDATA%\\Microsoft\\Signatures"),
        number(4, 262, 227),
    )


def apple_mail() -> tuple[int, str]:
    return 232, window(
        232,
        box(1, 1, WIDTH - 2, 46, "s", 6),
        lines(16, 24, 36),
        lines(70, 24, 36),
        button(126, 12, 84, "Signatures"),
        number(1, 222, 22),
        lines(238, 24, 36),
        box(12, 58, 84, 110),
        box(14, 66, 80, 18, "h"),
        lines(20, 75, 50),
        lines(20, 97, 40),
        box(102, 58, 84, 110),
        lines(110, 75, 50),
        box(102, 174, 20, 20, "h"),
        '<path d="M107 184h10M112 179v10" class="l"/>',
        number(2, 134, 184),
        signature(192, 58, 116, 110),
        number(3, 298, 68),
        number(3, 164, 184),
        box(180, 178, 12, 12),
        words(198, 188, "Always match my"),
        words(198, 204, "default message font"),
        number(4, 298, 148),
    )


def screen(x: float, *inside: str) -> str:
    """One of the three screens of a phone."""
    return box(x, 6, 94, 196, "g", 12) + box(x, 6, 94, 196, "e", 12) + "".join(inside)


def an_app(*way: str) -> tuple[int, str]:
    """A mail program's app: copied, the way to its settings, pasted."""
    return 208, "".join(
        (
            screen(
                8,
                lines(20, 34, 60, 40, 70),
                button(16, 84, 78, "Copy"),
                words(55, 122, "the short one", "middle"),
                number(1, 54, 146),
            ),
            screen(113, *way, number(2, 160, 150)),
            screen(
                218,
                words(265, 32, "Signature", "middle"),
                signature(226, 46, 78, 60),
                number(3, 265, 130),
            ),
        )
    )


def gmail_app() -> tuple[int, str]:
    return an_app(
        lines(122, 24, 16),
        lines(122, 29, 16),
        lines(122, 34, 16),
        box(118, 48, 84, 22, "s"),
        lines(126, 59, 50),
        box(118, 78, 84, 22, "s"),
        lines(126, 89, 40),
        box(118, 108, 84, 22, "h"),
        words(126, 123, "Settings"),
    )


def outlook_app() -> tuple[int, str]:
    return an_app(
        box(118, 16, 24, 24, "h", 12),
        lines(150, 28, 44),
        lines(122, 62, 60, 40, 52),
        box(118, 104, 24, 24, "h"),
        gear(130, 116),
        words(150, 120, "Settings"),
    )


def iphone() -> tuple[int, str]:
    rows = [
        box(118, y, 84, 22, "h") + words(126, y + 15, text)
        for y, text in ((28, "Apps"), (58, "Mail"), (88, "Signature"))
    ]
    return 208, "".join(
        (
            screen(
                8,
                lines(20, 34, 60, 40, 70),
                button(16, 84, 78, "Copy"),
                number(1, 54, 126),
            ),
            screen(113, *rows, number(2, 160, 134)),
            screen(
                218,
                box(236, 26, 58, 20, "h"),
                words(265, 40, "Paste", "middle"),
                signature(226, 52, 78, 60),
                number(3, 296, 106),
                box(226, 128, 78, 44, "o", 6),
                words(265, 146, "Undo", "middle"),
                lines(240, 158, 50),
                number(4, 265, 186),
            ),
        )
    )


PICTURES: Final[dict[str, Callable[[], tuple[int, str]]]] = {
    "gmail": gmail,
    "outlook-web": outlook_web,
    "outlook-new": outlook_new,
    "outlook-classic": outlook_classic,
    "apple-mail": apple_mail,
    "iphone": iphone,
    "gmail-app": gmail_app,
    "outlook-app": outlook_app,
}


def drawn(name: str, scheme: str = "") -> str:
    """One of the pictures, as SVG; `scheme` is "-dark" for dark screens."""
    height, inside = PICTURES[name]()
    colors = SCHEMES[scheme]
    for kind, attributes in KINDS.items():
        inside = inside.replace(f'class="{kind}"', attributes.format(**colors))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}" font-family="Arial, Helvetica, sans-serif"'
        f' font-size="12">{inside}</svg>\n'
    )


def files() -> dict[str, str]:
    """Every file that is written, by its name."""
    return {f"{name}{scheme}.svg": drawn(name, scheme) for name in PICTURES for scheme in SCHEMES}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
