"""Topics in which the phrases of a kind mean other things: games, offices, praise."""

import re
from typing import Final

from . import grades, kinds

# Games, and requirements to take part in something.
_GAME: Final = re.compile(
    r"\b(?:games?|against|innings?|goals|(?:an?|the winning) goal"
    r"|(?:winning|foul|jump|bank|slap|penalty) shots?|[0-9] shots|free throws?"
    r"|(?:first|second) half|halftime|(?:the|an?|our|first|tennis|soccer) match"
    r"|matches|tournament|season|wins?|won(?!')|baskets?|home runs?|touchdowns?|yards|rebounds"
    r"|assists"
    r"|(?:track|swim|of the|home|away) meet|top scorer|(?:pole|long|high|triple) (?:vault|jump)"
    r"|shot put|discus|javelin|hurdles|partidos?|goles?|torneo|gano|relay|innings|beam|touchdowns?"
    r"|(?:school|state|meet) record|pitcher|quarterback|goalie|varsity|hockey|soccer|volleyball"
    r"|softball|baseball|wrestl\w+|lacrosse|gymnastics|golf|tennis|cross country)\b"
)
_REQUIRED: Final = re.compile(
    r"\b(?:(?:students?|you|applicants?|everyone|players?|seniors|one) needs? an?"
    r"|needs? an? [0-9]|at least|minimum|must have|required|to apply|may apply|eligible)\b"
)
_STAFF: Final = re.compile(
    r"\b(?:teachers?|counselors?|coach|principal|superintendent|secretary|nurses?|staff|faculty"
    r"|department|office|extension|ext|room \w?\d+|room parents?|pta|pto|volunteers?|coordinator"
    r"|librarian|registrar|maestr[oa]s?|consejer[oa]s?|oficina|director[a]?|secretari[oa]|escuela"
    r"|salon \d+|extension|coordinador[a]?|enfermer[oa])\b"
)
_HOME: Final = re.compile(
    r"\b(?:mom|mother|dad|father|parents? of|guardian|grand\w+|aunt|uncle|home|lives?|walks"
    r"|bus stop|driveway|emergency|mama|papa|madre|padre|tutora?|abuel[oa]|ti[oa]|casa|vive"
    r"|domicilio|emergencia|cell|celular)\b"
)


def is_game(plain: str) -> bool:
    """True if a folded text is about a game, or about requirements to take part."""
    return is_played(plain) or _REQUIRED.search(plain) is not None


def is_played(plain: str) -> bool:
    """True if a folded text is about a game."""
    return _GAME.search(plain) is not None


def is_office(plain: str) -> bool:
    """True if a folded text tells how to reach staff, and nobody at home."""
    return _STAFF.search(plain) is not None and _HOME.search(plain) is None


# Contacts, members of boards, and animals.
_ADULTS_OR_ANIMALS: Final = re.compile(
    r"\b(?:[Rr]oom parents?|PTS?[AO]|[Bb]oosters?|[Vv]olunteers?(?= [A-Z]| are| will)|[Cc]all"
    r"|[Ll]lamen?|[Oo]ficina|[Oo]ffice|[Ss]ubstitutes?"
    r"|[Jj]unta|[Cc]omit[eé]|[Bb]oard|[Cc]ommittee|[Cc]andidates?|[Cc]oordinat\w+|[Ff]aculty"
    r"|[Ss]taff|hens?|chickens?|goats?|guinea pigs?|hamsters?|geckos?|puppies|kittens?|ducklings?"
    r"|[Pp]lumber|[Ll]ost: a|[Ss]tudent of the)\b"
)


def have_other_meaning(topic: str, text: str, plain: str) -> bool:
    """True if a text, given unchanged and folded, is about this topic of `Kind.not_in`."""
    match topic:
        case "":
            return False
        case "sport":
            return is_game(plain)
        case "game":
            return is_game(plain) or grades.mentions_other_topics(text)
        case "grown-ups":
            return _ADULTS_OR_ANIMALS.search(text) is not None
        case "office":
            return is_office(plain)
        case _:
            return is_played(plain) or kinds.PRAISE.search(plain) is not None
