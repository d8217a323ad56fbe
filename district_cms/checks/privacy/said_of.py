"""What is said of someone by the form of the sentence: "Ana is …", "Ana: …", "Ana, please …".

Whatever follows, it is said of one person. What schools say of students gladly is told in other
words, which `records` looks for.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from .naming.mentions import Mention

_STATE: Final = (
    r"(?: (?:family|kids|twins|boys|girls|brothers|sisters|children) (?:are|were|have|is|has|got"
    r"|need)"
    r"|,? (?:(?:who|que|still|also|just|now|already|ahora|really|always|never|often|only|again|ya"
    r"|todav[ií]a|siempre"
    r"|nunca) ){0,2}(?:is|isn't|was|wasn't|has|hasn't|had|hadn't|needs|can't|cannot|can|couldn't"
    r"|won't|will|doesn't|does not|didn't|did not|keeps|gets|got|takes|lives|goes|went|must|should"
    r"|may not|owes|comes|wears|sees|left|missed|tiene|tuvo|est[aá]|estuvo|es|fue|no|necesita|debe"
    r"|va|vive|toma|se|anda|sigue|usa|lleva|recibe|llega|lleg[oó]|could|would|are|were|have|don't"
    r"|haven't|aren't|weren't|est[aá]n|tienen|van|faltaron|deben|perdieron|estuvieron|volvi[oó]"
    r"|falt[oó]))\b(?!')"
    # Numbers and letters are read by those who know them; in which class someone is, is no secret.
    r"(?! (?:[0-9]|an? [A-H]\b|type\b|in (?:grade|section|period|room|group|our|my)\b"
    r"|en (?:grado|el salon)))"
)
_ASKED: Final = (
    r", (?:please |por favor )?(?:you|your|you're|I need|see me|let's talk|come|bring|turn in"
    r"|t[uú]|te|debes|trae)\b"
)
_OF: Final = re.compile(rf"{_STATE}|{_ASKED}")
_LABEL: Final = (
    r"(?::|,| -| =) (?!(?:of|from|and|or|the|our|who|an?|with|in|at|for|by|y|e|o|de|del|la|el|con"
    r"|en|grado|grade|period|salon|trumpet|flute|clarinet|sax\w*|trombone|tuba|violin|viola|cello"
    r"|bass|[a-z]+(?:,| and| y| or) [a-z]+"
    r"|drums|percussion|horn|oboe|bassoon|piano|guitar|soprano|alto|tenor|baritone|forward|guard"
    r"|captain|senior|junior|sophomore|freshman)\b)[a-z\u00df-\u00ff][a-z\u00df-\u00ff'-]"
)
_LABELLED: Final = re.compile(rf"{_LABEL}[\w'-]*")
_LIST: Final = re.compile(
    r":(?: [^\W\d_a-z][\w'-]{1,20}(?: [A-Z][\w'-]{0,20}\.?)?(?:,|,? (?:and|y|&)|\.?(?=\n|\Z)"
    r"|\.(?= ))){3}"
)


_TOLD: Final = re.compile(r"(?<![\w'])[a-z\u00df-\u00ff]{2,}(?![\w'])")
_LEAST_TOLD: Final = 2
_REACH: Final = 60
# What somebody does before a class, and what everybody may know.
_GLADLY: Final = re.compile(
    r"(?:,? (?:and|y|&) [^\W\d_a-z][\w'-]*(?: [^\W\d_a-z][\w'.-]*)?)*,? (?:(?:also|just|then|even"
    r"|both|will|nos|les|tambi[eé]n) )?(?:read|reads|brought|brings|teach\w*|taught|shared?|shares"
    r"|showed|shows"
    r"|made|makes|helped|helps|led|leads|played|plays|sang|sings|spoke|told us|explain\w*|invit\w*"
    r"|present\w*|build\w*|built|found|paint\w*|drew|draws|drives|hangs|joined|joins|danc\w*|wrote"
    r"|host\w*|wore|chose|asked us|introduc\w*|demonstrat\w*|perform\w*|record\w*|volunteer\w*"
    r"|scored (?:his|her|the|a|two|three) |lost (?:a|his|her|another) (?:\w+ )?tooth|count\w*"
    r"|plant\w*"
    r"|ley[oó]|leyeron|trajo|trajeron|ense[nñ][oó]|cant[oó]|cantar\w*|bail[oó]|bailar\w*|dibuj[oó]"
    r"|pint[oó]|mostr[oó]|compart\w+|explic\w+|ayud[oó]|ayudaron|present\w+|construy\w+"
    r"|plant[oó])\b"
)
# Told here and now, and not in a book.
_HERE: Final = re.compile(
    r"\b(?:[Ii]|[Ii]'m|[Ii]'ve|[Ii]'ll|[Ww]e|[Ww]e're|[Ww]e've|[Oo]ur|[Mm]y|[Mm]e|[Uu]s|[Yy]ou"
    r"|[Yy]our|[Yy]ou're|[Pp]lease"
    r"|[Pp]ls|[Cc]lass|[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Tt]his (?:week|month|morning"
    r"|year|quarter|term)"
    r"|[Ll]ast (?:week|month|year|time)|again|anymore|still|(?:Mon|Tues|Wednes|Thurs|Fri)(?:day"
    r"|s)?\b|Wed|Tue"
    r"|[Pp]eriod|[Ss]chool|[Tt]eacher|[Rr]oom|[Bb]us|[Mm]om(?:'s)?|[Mm]other|[Dd]ad(?:'s)?"
    r"|[Ff]ather|[Gg]rand\w+"
    r"|[Pp]arents?|[Kk]ids?|[Kk]iddos?|[Ss]tudents?|[Ff]riend|[Cc]ongrat\w*|[Kk]udos|[Ss]hout\w*"
    r"|[Nn]uestr[oa]s?|[Hh]oy|[Aa]yer|[Mm]a[nñ]ana|[Ee]sta semana|[Ee]ste (?:mes|a[nñ]o)|[Yy]a"
    r"|[Tt]odav[ií]a"
    r"|[Oo]tra vez|[Ll]es|[Nn]os|[Mm]e|[Ff]avor|[Ss]al[oó]n|[Ee]scuela|[Mm]aestr[oa]|[Cc]ami[oó]n"
    r"|[Mm]am[aá]|[Pp]ap[aá]s?"
    r"|[Aa]buel\w+|[Ll]unes|[Mm]artes|[Mm]i[eé]rcoles|[Jj]ueves|[Vv]iernes|[Aa]lumn[oa]s?)\b"
    r"|\b(?:he|she)'|n't\b|'(?:ll|ve) "
)
_SUMS: Final = re.compile(
    r"\b[0-9].*\b(?:each|every|entre|cada|altogether|twice|equally|times as)\b.*\b[0-9]"
    r"|\b(?:each|every|entre|cada|altogether|twice|equally|times as)\b.*\b[0-9].*\b[0-9]"
)
_ASKS: Final = re.compile(
    r"\b(?:[Ww]ho|[Ww]hy|[Ww]hat|[Hh]ow|[Qq]u[eé]|[Cc][oó]mo|[Qq]ui[eé]n)\b[^.!?]*\?"
)
_OF_GROWN_UPS: Final = re.compile(
    r"\b(?:[Rr]oom parents?|PTS?[AO]|[Bb]oosters?|[Vv]olunteers?(?= [A-Z]| are| will)|[Cc]all"
    r"|[Ll]lamen?|[Oo]ficina|[Oo]ffice|[Ss]ubstitutes?"
    r"|[Jj]unta|[Cc]omit[eé]|[Bb]oard|[Cc]ommittee|[Cc]andidates?|[Cc]oordinat\w+|[Ff]aculty"
    r"|[Ss]taff|hens?|chickens?|goats?|guinea pigs?|hamsters?|geckos?|puppies|kittens?|ducklings?"
    r"|[Pp]lumber|[Ll]ost: a|[Ss]tudent of the)\b"
)
# "Emma turned 10 on March 4", "Emma's goal is 100%": numbers are read by those who know them.
_COUNTS: Final = re.compile(
    r"(?:(?:'s)? [\w'-]+){0,2}? (?:in grade )?[0-9]+| has (?:an? [A-H]\b|type\b)|, [a-z]+(?:,"
    r"| and| y) [a-z]|(?: [a-z]+)? (?:birthday|goal|grade [0-9])"
)
_TOP: Final = re.compile(r"\b[Tt]op (?:readers|earners|sellers|scorers|fund\w*)\b")


def _tells_enough(text: str) -> bool:
    return next(islice(_TOLD.finditer(text), _LEAST_TOLD - 1, None), None) is not None


def may_say(line: str) -> bool:
    """False if a line says nothing of anyone, whoever is named in it."""
    return (
        _tells_enough(line)
        or (_OF.search(line) or _LABELLED.search(line) or _LIST.search(line)) is not None
    )


def is_said(line: str) -> bool:
    """True if a line says something of someone in a sentence: "Ana was …", not "Ana, pin 1:12"."""
    return _OF.search(line) is not None


def find(piece: str, named: Iterable[Mention]) -> tuple[Mention, int] | None:
    """Return of whom something is said by its form, and where that ends; None if of nobody."""
    listed = None if _TOP.search(piece) else _LIST.search(piece)
    for one in named:
        if listed and one.known and one.end > listed.start():
            return one, one.end
        said = _OF.match(piece, one.end) or (
            _LABELLED.match(piece, one.end) if not piece[: one.start].strip() else None
        )
        if said:
            return one, said.end()
    return None


def is_of_grown_ups(sentence: str) -> bool:
    """True if a sentence says whom to call, or who sits on the board."""
    return _OF_GROWN_UPS.search(sentence) is not None


def tells(sentence: str, after: str, *, is_here: bool) -> bool:
    """True if a sentence tells something of whom it names, with `after` behind the name.

    `is_here` if it is known otherwise that this is told here and now.
    What somebody did before the class is no secret: read, sang, brought a lizard.
    """
    return (
        _tells_enough(sentence)
        and (is_here or _HERE.search(sentence) is not None)
        and not _ASKS.search(sentence)
        and not _SUMS.search(sentence)
        and not _GLADLY.match(after[:_REACH])
        and not _COUNTS.match(after[:_REACH])
        and not _TOP.search(sentence)
    )
