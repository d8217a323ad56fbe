"""Where a text's sentences end, in any script."""

import re
from typing import Final

# Of Latin, Chinese, Arabic, Hindi, Urdu and Amharic.
_ENDS: Final = ".!?…\u3002\uff01\uff1f\u061f\u0964\u06d4\u1362"
_SENTENCE: Final = re.compile(rf"[^{_ENDS}]+[{_ENDS}]*[”\"»)]*\s*|[{_ENDS}]+\s*")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text as they stand there: joined, they are the text."""
    return _SENTENCE.findall(text)
