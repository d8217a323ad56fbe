"""Where a text's sentences end, in any script."""

import re
from typing import Final

_ENDS: Final = ".!?…。！？؟।۔።"
_SENTENCE: Final = re.compile(rf"[^{_ENDS}]+[{_ENDS}]*[”\"»)]*\s*|[{_ENDS}]+\s*")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text as they stand there: joined, they are the text."""
    return _SENTENCE.findall(text)
