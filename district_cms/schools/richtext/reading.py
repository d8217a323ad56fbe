"""What is known of a rich text without its editor."""

import re
from typing import Final

_BLOCK: Final = re.compile(r"<(?:p|li|h[2-4])\b([^>]*)>", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"""\blang=["']([A-Za-z0-9-]+)["']""")


def language_of_all(html: str) -> str:
    """Return the tag of the one language that every paragraph, list item and heading is marked
    as; "" where there are several, and where one has no mark. For places that show the words alone.
    """
    told = [_LANGUAGE.search(attributes) for attributes in _BLOCK.findall(html)]
    tags = {found[1] if found else "" for found in told}
    return tags.pop() if len(tags) == 1 else ""
