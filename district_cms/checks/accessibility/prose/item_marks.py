"""The signs with which a line typed by hand begins where it is meant as an item of a list."""

import re
from typing import Final

# Symbols that people type, and programs paste, before an item. Notes begin the lines of a song.
_SYMBOL: Final = (
    "(?![\u2669-\u266f])(?:[\u00a7\u00b7\u2022\u2023\u2043\u2219\u2190-\u21ff\u2300-\u23ff"
    "\u2460-\u24ff\u25a0-\u27bf\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff\ue000-\uf8ff"
    "\U0001f000-\U0001faff]|[0-9]\ufe0f?\u20e3|\\[[ xX]?\\])"
)
# Emoji are made of several characters: colors of skin, variants, joined ones.
_REST_OF_SYMBOL: Final = "[\u200d\ufe0e\ufe0f\u20e3\U0001f000-\U0001faff]*"
_DASHES: Final = r"-{1,3}>?|[–—]{1,2}|[*]{1,2}|=>|>{1,2}|[+~»\u203a]"
# "-8 degrees" and "*81 on the phone" are no items: without a space, a letter follows.
MARK: Final = re.compile(
    rf"""\s*(?:
        (?P<symbol>{_SYMBOL}){_REST_OF_SYMBOL}\s*
      | (?P<dash>{_DASHES})(?:\s+|(?=[^\W\d_]))
      | (?P<circle>o)\s+
      | (?P<open>[(\#])?(?P<item>[0-9]{{1,2}})(?P<close>\.-|[.)]|:(?=\s)|\s?[-–](?=\s+\D)
          |(?<=\#\d)(?=\s))(?:\s+|(?=[^\W\d_]))
      | (?P<open_letter>\()?(?P<letter>[a-zA-Z]|[ivxIVX]{{2,4}})(?P<close_letter>[.)])\s+
    )(?=\S)""",
    re.VERBOSE,
)
