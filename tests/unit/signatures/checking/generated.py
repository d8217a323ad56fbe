"""Pastes made by dice that always fall the same, and what is to be found in each.

`python -m tests.unit.signatures.checking.generated --write` stores the answers of today. A change
that only makes the check faster leaves them as they are.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from signatures.checking import check

from .samples import RECORD, REGISTRY

ANSWERS: Final = Path(__file__).parents[3] / "data" / "signature_answers.txt"
PASTES: Final = 240
_ASKED: Final = replace(REGISTRY, asks_about_other_text=True, texts=("Every child, every day",))

_TEXTS: Final = (
    *("Elena Rivera", "Liz Rivera", "ELENA RIVERA, M.Ed.", "\u0415lena Rivera", "Rivera, Elena"),
    *("Elena Ruiz", "Ele\u200bna Rivera", "Juniper Creek Elementary", "Room 12", "Go Griz!"),
    *("Grade 3 Teacher", "Teacher", "School Counselor", "Thanks,", "she/her", "Ana\u00a0Cook"),
    *("406-555-0112", "cell: (406) 555-0199", "555-0199", "+1 406 555 0100", "f: 406.555.0123"),
    *("m. 406 555 0177", "1-800-555-0199", "406-555-0188 mobile", "\uff14\uff10\uff16-555-0112"),
    *("elena.rivera@larkspur.example", "liz (at) gmail (dot) com", "Liz.R@GMAIL.com", "a@b.c.org"),
    *(
        "elena.rivera@larksp\u0443r.example",
        "office@larkspur.example",
        "x@y",
        "e@mail.larkspur.example",
    ),
    *("facebook.com/liz", "@lizteaches", "IG: liz.teaches", "X: @liz_r", "twitter @liz_rivera"),
    *("find me on TikTok", "text me at 406-555-0199", "text or call 406-555-0112", "snap: liz"),
    *(
        "WhatsApp: 406-555-0199",
        "https://lizteaches.weebly.com/x?y",
        "www.larkspur.example",
        "t.me/l",
    ),
    *(
        "“Be the change” – Gandhi",
        "'Not all who wander are lost.'",
        "- Dr. Seuss",
        "Every child, every day",
    ),
    *("210 Juniper Lane", "Larkspur, MT 59801", "P.O. Box 12", "On 1 Jan 2026 Ana Ruiz wrote:"),
    *("-- ", "> quoted words", "From: Ana", "Sent: today", "To: Liz", "-----Original Message-----"),
    *(
        "reading is a door that opens inward",
        "a.b.c",
        "a@a@a",
        "x:@y",
        "1234 5678 9012",
        "“”„«",
        ".",
    ),
)
_VALUES: Final = (
    *("url(https://img.example.net/{n}.png)", "url( 'paper{n}.gif' )", 'url("a;b{n}.png")', "red"),
    *("linear-gradient(red, blue)", "-webkit-image-set('a{n}.png' 1x)", "rgb({n}, 1, 2)", "none"),
    *(
        "u\\72l(a{n}.png)",
        "URL(#default#VML)",
        "url(#a) url(b{n})",
        "url(a b)",
        "1{n}px !important",
    ),
    *("calc(1px + (2px * {n}))", "var(--x, url(c{n}.png))", '"Comic Sans MS", sans-serif', "8px"),
    *("papyrus", "italic 9px/1.2 'Ink Free'", "url(", "'open", "absolute", "/* x */ url(d{n}.png)"),
    *(
        "p\u00e4pier({n})",
        "image(ltr 'e{n}.png')",
        "element(#f)",
        "{{ }}",
        "[x]",
        "@x",
        "0.{n}em",
        "",
    ),
)
_NAMES: Final = (
    *("background", "background-image", "b\\61 ckground", "BACKGROUND", "color", "font", "width"),
    *(
        "font-family",
        "font-size",
        "list-style-image",
        "cursor",
        "--paper",
        "mso-no-proof",
        "content",
    ),
    *(
        "position",
        "display",
        "visibility",
        "margin",
        "border-image",
        "*zoom",
        "-webkit-mask",
        "filter",
    ),
)
_RULES: Final = (
    *("p.s{n} {{{d}}}", "@media print {{ a {{{d}}} }}", "@font-face {{{d}}}", "@page x {{{d}}}"),
    *(
        "/* {d} */",
        "<!-- b {{{d}}} -->",
        "c {{ d {{{d}}} {d} }}",
        "@import url(x{n}.css);",
        "e {{{d}",
    ),
    *(
        "}}",
        "@media (x){{",
        "'}}' f {{{d}}}",
        "g[a='}}'] {{{d}}}",
        "@FONT-FACE{{{d}}}",
        "\\68 {{{d}}}",
    ),
)
_MARKUP: Final = (
    *("<p style='{s}'>{t}</p>", '<span style="{s}">{t}</span>', "<div>{t}<br>{t}</div>", "{t}"),
    *("<b>{t}</b> {t}", "<table><tr><td background='p{n}.gif'>{t}<td style='{s}'>{t}</table>"),
    *("<font face='Comic Sans MS' size={n}>{t}</font>", "<font size=1 style='{s}'>{t}</font>"),
    *("<a href='mailto:{t}'>{t}</a>", "<a href='tel:406-555-01{n}'>x</a>", "<a href='{t}'>{t}</a>"),
    *("<img src='https://www.larkspur.example/brand/juniper-creek-1111222233334444.png'>",),
    *(
        "<img src='cid:{n}' alt=x style='{s}'>",
        "<img src='https://t.example/{n}' width=1 height=1>",
    ),
    *('<img src="data:image/png;base64,AA{n}=">', "<img>", "<img src='file:///c:/{n}.png'>"),
    *("<!--[if mso]><v:fill src='v{n}.png'/><p style='{s}'>{t}</p><![endif]-->", "<!-- {t} -->"),
    *(
        "<v:background fill=t><v:fill type=tile></v:background>",
        "<style>{r}{r}{r}</style>",
        "<div>",
    ),
    *("<body bgcolor=x background='w{n}.jpg' style='{s}'>", "<ul><li>{t}<li>{t}</ul>", "</div>"),
    *("<div class=gmail_quote>{t}</div>", "<div class=gmail_signature>{t}<br>{t}<br>{t}</div>"),
    *(
        "<blockquote type=cite>{t}</blockquote>",
        "<o:p></o:p>",
        "<p hidden>{t}</p>",
        "<svg><image href=i{n}>",
    ),
)


class _Dice:
    """Only `random()` falls the same in every version of Python."""

    def __init__(self, number: int) -> None:
        self._random = Random(f"paste {number}")

    def below(self, end: int) -> int:
        return int(self._random.random() * end)

    def one(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]

    def some(self, most: int, make: Callable[[], str], between: str) -> str:
        return between.join(make() for _each in range(1 + self.below(most)))


def paste(number: int) -> str:
    """Plain text each third time, else HTML; longer ones now and then."""
    dice = _Dice(number)

    def text() -> str:
        return dice.some(3, lambda: dice.one(_TEXTS), dice.one((" ", " | ", ", ")))

    def declaration() -> str:
        between = dice.one((":", ": ", " :"))
        value = dice.one(_VALUES).format(n=dice.below(40))
        return f"{dice.one(_NAMES)}{between}{value}"

    def declared() -> str:
        return dice.some(4, declaration, dice.one((";", "; ", ";\n")))

    def rule() -> str:
        return dice.one(_RULES).format(n=dice.below(40), d=declared())

    def markup() -> str:
        piece = dice.one(_MARKUP)
        return piece.format(n=dice.below(40), t=text(), s=declared(), r=rule())

    most = 60 if number % 8 == 0 else 14
    return dice.some(most, text, "\n") if number % 3 == 0 else dice.some(most, markup, "")


def answer(number: int) -> str:
    """What is found: how often which code, and the hash of every word of it, in order."""
    found = check(paste(number), RECORD if number % 5 else None, _ASKED)
    codes = Counter(each.code for each in found)
    said = "\n".join(f"{each.code} {each.excerpt} {each.message}" for each in found)
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    counted = " ".join(f"{code}*{times}" for code, times in sorted(codes.items()))
    return f"{number} {digest} {counted}".rstrip()


def main() -> None:
    if "--write" in sys.argv:
        ANSWERS.write_text("".join(f"{answer(number)}\n" for number in range(PASTES)))


if __name__ == "__main__":
    main()
