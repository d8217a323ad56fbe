"""Where a reader's own words end in a message, and where the signature begins. Pure.

Mail programs mark it in words, in the language of whoever wrote: "-----Original Message-----",
"On Tuesday Ana wrote:", "From: … Sent: … To: …". The same lines stand in HTML and in plain text.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from .lines import squeezed

_ORIGINAL: Final = re.compile(
    r"[-_ ]{2,}+(?:original message|forwarded message|begin forwarded message"
    r"|mensaje (?:original|reenviado))\b|begin forwarded message:",
    re.IGNORECASE,
)
_WROTE: Final = re.compile(
    r"(?:on|el|am|le)\b(?=.*\d).{6,300}\b(?:wrote|escribi[oó]|schrieb|a écrit)\s*:?", re.IGNORECASE
)
_BEGINS: Final = re.compile(r"(?:on|el|am|le)\b.{6,300}", re.IGNORECASE)
_FROM: Final = re.compile(r"\*?(?:from|de):\*?\s*\S", re.IGNORECASE)
_SENT: Final = re.compile(
    r"\*?(?:sent|date|enviado(?: el)?|fecha|enviados?):\*?\s*\S", re.IGNORECASE
)
_TO: Final = re.compile(r"\*?(?:to|cc|subject|para|asunto):\*?", re.IGNORECASE)
# How lines begin that say whom the words below are of.
_MAY_QUOTE: Final = re.compile(r"[-_ ]{2}|begin|(?:on|el|am|le)\b|\*?(?:from|de):", re.IGNORECASE)
_HEADER_LINES: Final = 6
# What is longer than this is no line of a header, no name and no goodbye.
_LONGEST: Final = 400
_SEPARATOR: Final = re.compile(r"--\s?")
# What the programs of phones put under a message is no signature of a person.
_SIGN_OFF: Final = re.compile(
    r"(?:many |warm |kind |best |with )?(?:thanks|thank you|regards|best|sincerely|cheers|warmly"
    r"|wishes|gratitude|take care|respectfully|gracias|saludos|atentamente|cordialmente)"
    r"(?: (?:so much|again|everyone|all|very much|you))?[,.!]*",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 8
_FEW_WORDS: Final = 4
_NEAR: Final = 8


def quoted_from(lines: Sequence[str], start: int = 0) -> int | None:
    """The first line, of those from `start` on, that belongs to an earlier message, None where
    there is none. Lines have single spaces."""
    for at in range(start, len(lines)):
        line = lines[at]
        if not _MAY_QUOTE.match(line):
            continue
        if _ORIGINAL.match(line) or is_attribution(line, *lines[at + 1 : at + 2]):
            return at
        if _FROM.match(line):
            header = lines[at + 1 : at + _HEADER_LINES]
            if any(map(_SENT.match, header)) and any(map(_TO.match, header)):
                return at
    return None


def is_attribution(line: str, following: str = "") -> bool:
    """True for "On Tuesday, Ana Ruiz <ana@example.net> wrote:", also over two lines."""
    if len(line) > _LONGEST:
        return False
    if _WROTE.fullmatch(line):
        return True
    following = following[:_LONGEST]
    return bool(_BEGINS.fullmatch(line) and _WROTE.fullmatch(f"{line} {following}".strip()))


def signature_from(lines: Sequence[str], is_name: Callable[[str], bool]) -> int | None:
    """The line with which the signature of someone's own message begins, None for none.

    After "-- "; else with the line that names the author last, or with a shorter one that does so
    a few lines above; else after the words that say goodbye.
    """
    for at in range(len(lines) - 1, -1, -1):
        if _SEPARATOR.fullmatch(lines[at]):
            return at + 1 if at + 1 < len(lines) else None
    named = [at for at, line in enumerate(lines) if _says_name(line, is_name)]
    goodbyes = [at for at, line in enumerate(lines) if _SIGN_OFF.fullmatch(line)]
    if named:
        since = max((at for at in goodbyes if at < named[-1]), default=0)
        # "Elena Rivera", and some lines on "Elena Rivera's class page".
        above = (at for at in named if named[-1] - at <= _NEAR and at >= since)
        return next((at for at in above if len(lines[at].split()) <= _FEW_WORDS), named[-1])
    if goodbyes and goodbyes[-1] + 1 < len(lines):
        return goodbyes[-1] + 1
    return None


def _says_name(line: str, is_name: Callable[[str], bool]) -> bool:
    """True for a line that is hardly more than a name, or begins with one: "Elena Rivera | …"."""
    line = line[:_LONGEST]
    head = re.split(r"[,|•·(–—]", line)[0]
    is_short = len(line.split()) <= _MOST_WORDS and is_name(line)
    return is_short or (len(head.split()) <= _FEW_WORDS and is_name(head))


def without_quotes(text: str) -> str | None:
    """Plain text without the messages that it quotes; None where it quotes none, or says nothing
    else."""
    lines = text.splitlines()
    said = dict(enumerate(map(squeezed, lines)))
    own = [at for at, line in said.items() if not line.startswith(">")]
    is_quoted = len(own) < len(lines)
    end = quoted_from([said[at] for at in own])
    if end is not None:
        first, following = said[own[end]], [said[at] for at in own[end + 1 : end + 2]]
        if is_quoted and is_attribution(first, *following):
            del own[end : end + (1 if is_attribution(first) else 2)]
        else:
            own, is_quoted = own[:end], True
    if not is_quoted or not any(said[at] for at in own):
        return None
    return "\n".join(lines[at] for at in own)


def signature_in_text(text: str, is_name: Callable[[str], bool], *, is_message: bool) -> str | None:
    """Of plain text what its author signed with: all of it, unless it is a message (`is_message`)
    or holds an earlier one. None where a message has no signature."""
    lines = tuple(map(squeezed, text.splitlines()))
    own = [line for line in lines if not line.startswith(">")]
    is_thread = len(own) < len(lines)
    end = quoted_from(own)
    if end is not None and is_thread and is_attribution(own[end], *own[end + 1 : end + 2]):
        # Quoted with ">" under a line that says whom: what the author wrote may go on below.
        own = own[:end] + own[end + (1 if is_attribution(own[end]) else 2) :]
    elif end is not None:
        is_thread, own = True, own[:end]
    if not (is_thread or is_message):
        return text
    own = [line for line in own if line]
    start = signature_from(own, is_name)
    return None if start is None else "\n".join(own[start:])
