"""How long one check of a pasted signature takes: for 30 KB of what mail programs write, and of
what is meant to be slow.

Run it with `python -m tests.benchmarks.bench_signature_check`. It prints milliseconds of computing,
the median and the best of many rounds: the promise is at most 20 for 30 KB. Each paste is checked
as if nobody had pasted its styles before, and once more as the next one of its kind.
"""

import statistics
import sys
import time

from district_cms.checks.accessibility.looks import css
from signatures.checking import Registry, check
from signatures.policy import Phone, Record
from tests.benchmarks import goals

SIZE = 30_000
ROUNDS = 21
MOST = 20  # CPU ms
RECORD = Record(
    name="Elena Rivera",
    title="Grade 3 Teacher",
    organization="Larkspur Valley Public Schools",
    email="elena.rivera@larkspur.example",
    phones=(Phone("406-555-0112"),),
)
REGISTRY = Registry(
    hosts=frozenset({"www.larkspur.example"}),
    email_domains=frozenset({"larkspur.example"}),
    asks_about_other_text=True,
)
WORDS = (
    "<b>Elena Rivera</b><br>Grade 3 Teacher<br><a href='tel:+1-406-555-0112'>406-555-0112</a><br>"
    "<a href='mailto:elena.rivera@larkspur.example'>elena.rivera@larkspur.example</a>"
)
# What Outlook and Gmail put on the clipboard, again and again with other numbers.
OF_WORD = (
    "<p class=MsoNormal style='margin-bottom:{n}pt;line-height:normal;background:white'><span "
    "style='font-size:1{n}.0pt;font-family:\"Calibri\",sans-serif;color:#1F497D;mso-no-proof:yes'>"
    "Room 12 in the north wing<o:p></o:p></span></p>"
)
OF_GMAIL = (
    '<div style="font-size:small;padding:{n}px"><a href="https://www.larkspur.example/class/{n}" '
    'target="_blank" style="color:rgb(17,85,{n})">My class page</a> <img width="9{n}" height="48" '
    'alt="Logo" src="https://ci3.googleusercontent.com/mail-sig/AIorK4{n}"></div>'
)
SHEET = "p.s{n} {{margin:0in;font-size:1{n}pt;background:url(https://img.example.net/{n}.png)}}\n"


def filled(before: str, piece: str, after: str = "") -> str:
    """Pieces with numbers of their own, up to 30 KB."""
    pieces, length, number = [before], len(before) + len(after), 0
    while length < SIZE:
        pieces.append(piece.format(n=number))
        length += len(pieces[-1])
        number += 1
    return "".join((*pieces, after))


WHOLE_SHEET = (
    "p.Mso{n}, li.Mso{n} {{mso-style-unhide:no;margin:0in;font-size:1{n}.0pt;"
    'font-family:"Calibri",sans-serif;color:rgb({n},0,0)}}\n'
)
PROSE = "In week {n} we read chapter {n} of our book aloud, and talk about page 1{n} on Friday\n"


PASTES = {
    "Word's paragraphs": filled(WORDS, OF_WORD),
    "Gmail's lines": filled(WORDS, OF_GMAIL),
    "Word's style sheet": filled("<style>", SHEET, f"</style>{WORDS}"),
    "one style": f'<p style="{"color:red;" * (SIZE // 10)}">{WORDS}</p>',
    "Word's own style sheet": filled(
        "<style><!-- /* Definitions */ @font-face {font-family:Calibri}\n",
        WHOLE_SHEET,
        f"--></style>{WORDS}",
    ),
    "prose, each line another": filled("Elena Rivera\nTeacher\n406-555-0112\n", PROSE),
    "plain text": "Elena Rivera, Grade 3 Teacher, 406-555-0112\n" * (SIZE // 44),
    "digits": "4065550" * (SIZE // 7),
    "at signs": "a@" * (SIZE // 2),
    "dots": "a." * (SIZE // 2),
    "quotation marks": "“" * SIZE,
    "deep rules": "<style>" + "@media (x){" * (SIZE // 11) + "</style>",
    "deep": "<div>" * (SIZE // 5) + WORDS,
    "comments": "<!--[if mso]><i>x</i><![endif]-->" * (SIZE // 33),
}


def milliseconds(paste: str, *, is_new: bool) -> list[float]:
    taken = []
    for _round in range(ROUNDS):
        if is_new:
            for remembered in (css._remembered, css._longhands_in, css._declared):
                remembered.cache_clear()
        begun = time.process_time()
        check(paste, RECORD, REGISTRY)
        taken.append((time.process_time() - begun) * 1000)
    return taken


def main() -> None:
    for name, paste in PASTES.items():
        new, again = (milliseconds(paste, is_new=is_new) for is_new in (True, False))
        sys.stdout.write(
            f"signature of {len(paste) / 1000:.0f} KB, {name}: {statistics.median(new):.1f} ms "
            f"(best {min(new):.1f}), again {statistics.median(again):.1f} ms "
            f"(best {min(again):.1f})\n"
        )
        goals.at_most(f"check of a signature, {name}", statistics.median(new), MOST, " CPU ms")


if __name__ == "__main__":
    main()
