"""How the project's mails look: the frame around each, and templates for many of them."""

from .frame import (
    CLASS_HEADER,
    ONCE_HEADER,
    UNTIL_HEADER,
    Drawn,
    Office,
    draw,
    editor_url,
    one_line,
    site_root,
    tidy,
)
from .sketches import Both, Sketches, ascii_html

__all__ = [
    "CLASS_HEADER",
    "ONCE_HEADER",
    "UNTIL_HEADER",
    "Both",
    "Drawn",
    "Office",
    "Sketches",
    "ascii_html",
    "draw",
    "editor_url",
    "one_line",
    "site_root",
    "tidy",
]
