"""A link that looks like a button is underlined nowhere: one would look unlike all others."""

import re
from pathlib import Path
from typing import Final

FOLDER: Final = Path("static/css/admin")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
# "td a": any link there, a button among them.
_ANY_LINK: Final = re.compile(r"\sa$")


def test_no_rule_of_the_editor_underlines_the_buttons_among_its_links() -> None:
    found = [
        f"{path.name}: {selector.strip()}"
        for path in sorted(FOLDER.glob("*.css"))
        for selectors, body in _RULE.findall(_COMMENT.sub("", path.read_text(encoding="utf-8")))
        if "text-decoration: underline" in body
        for selector in selectors.split(",")
        if _ANY_LINK.search(selector.strip())
    ]
    assert found == []
