"""Roles before or after names: people who teach, help and speak at the school."""

import re
from typing import Final

from ...word_sets import word_set
from ..normalizing import fold, folded
from .word_lists import OFFICES, TITLES

_TITLE: Final = "(?:" + "|".join(sorted(TITLES)) + ")"
_THE: Final = r"(?:our|the|your|my|an?|new|nuestr[oa]|el|la|su|una?)"
_NOW: Final = r"(?: (?:this (?:year|week|month)|today|here|on duty|este ano|hoy))?"
# "Our new speech therapist is Nathan Cho", "substitute nurse this week: Paul Jensen".
_IS_ONE: Final = re.compile(
    rf"\b{_THE} (?:[\w-]{{1,20}} ){{0,4}}?{_TITLE}{_NOW}(?: (?:is|will be|es|sera)|,) $"
    rf"|(?:^|[.!?] |\b{_THE} )(?:[\w-]{{1,20}} ){{1,4}}?{_TITLE}{_NOW}: $"
)
# A whole line of a list: "Nurse: Ana Cole".
_LISTED: Final = re.compile(
    rf" ?(?i:{_TITLE})s?: [^\W\d_a-z][\w'.-]{{1,20}}(?: [^\W\d_a-z][\w'.-]{{0,20}}){{0,3}} ?\Z"
)
# Relatives of the author: "my daughter Tess".
_MY_OWN: Final = re.compile(
    r"[Mm](?<!\w.)[yi] (?:own |\w+est )?(?:daughter|son|husband|wife|partner|niece|nephew|dog|cat"
    r"|hij[oa]|espos[oa]|sobrin[oa]|perr[oa]|gat[oa]),? $"
)
# "Reminder from the nurse: Tobias carries an EpiPen": the role is the author's.
_FROM: Final = re.compile(
    r"\b(?:from|by|de parte de|(?:note|memo|message|nota|mensaje|recado) (?:to|for|para))"
    rf" (?:{_THE} )?(?:[\w-]{{1,20}} ){{0,2}}{_TITLE}: $"
)
_HERE_TOO: Final = re.compile(
    r"\b(?:in|de|en) (?:this|our|your|esta|su) (?:class|room|clase|sal[oó]n)\b"
)
_MEMBER_ENDS: Final = ("ember ", "embers ")
_MEMBER: Final = re.compile(r"\b(?:[Bb]oard|[Cc]ouncil|[Cc]ommittee|[Jj]unta) [Mm]embers? $")
_OF_STUDENTS: Final = word_set("captain editor guard")
_IS: Final = frozenset({"is", "be", "es", "sera"})
# Leaders of something, and people to whom something is reported.
_LEADS: Final = re.compile(
    r"\b(?:(?:led|run|taught|hosted|presented|written|illustrated|offered|organized|coordinated"
    r"|supervised|directed|posted|graded|assigned|coached|created|composed|dirigid[oa]"
    r"|impartid[oa]|escrit[oa]|presentad[oa]|ofrecid[oa]) (?:by|por)"
    r"|(?:report|return|submit|direct|address|envien?)\b[^.!?]{0,40} (?:to|a)) $"
)
_LEADS_END: Final = frozenset({"by", "por", "to", "a"})
# People to ask: "If you have questions about an IEP, call Nina Kowalski".
_ASK: Final = re.compile(
    r"\b(?:contact|call|e-?mail|ask|write|reach|llamen?|llame|contacten?|pregunten?"
    r"|escriban?)(?: (?:to|for|a|al|con|por))? $"
)
_ASKED: Final = re.compile(
    r"\b(?:if you|questions?|for (?:more|info\w*|help|details|a form)|to (?:sign up|schedule"
    r"|request"
    r"|apply|register|report|volunteer|join|enroll|learn)|si (?:tiene|necesita|quiere|su hij\w)\w*"
    r"|preguntas?|dudas|para (?:mas|una cita|inscrib\w+|informes))\b"
)
_ASK_END: Final = word_set(
    "contact call email e-mail ask write reach llame llamen contacte contacten "
    "pregunte pregunten escriba escriban to for a al con por"
)
_DOES: Final = re.compile(
    r",? (?:who )?(?:(?:is|was|will be|joins us as|has been|became|serves as|works as|es|sera"
    r"|sera) (?P<role>(?:our|the|a|an|your|new|nuestr[oa]|el|la|una?)\b[^.,;:!?]{2,50})"
    r"|(?:teaches|coaches|directs|supervises|ensena|dirige|imparte|coordina|coordinates)\b"
    r"|in (?:attendance|payroll|transportation)\b|(?:at|in) the district\b|in the (?:kitchen"
    r"|front office|lunchroom|library|bus barn)\b"
    r"|(?<=, who )(?:runs|owns|leads|manages|hosts) the\b"
    r"|(?:from|of|with|de|del) (?:(?:the|la|el|our) )?(?:[\w'&-]{1,20} ){0,4}?(?:university|college"
    r"|clinic|hospital|department|museum|bank|library|company|institute|society|association|agency"
    r"|center|council|district|foundation|universidad|clinica|departamento|museo|biblioteca|centro"
    r"|distrito)\b)"
)
_ROLES: Final = OFFICES | (
    TITLES - {"aide", "leader", "brother", "sister", "king", "queen", "prince"}
)
_REACH_BEFORE: Final = 120
_REACH_BEHIND: Final = 60


def is_titled(line: str, start: int, before: str) -> bool:
    """True if a title or the person's role at the school stands before a name.

    `before` is the folded word right before the name. Captains and editors do not count: they are
    students.
    """
    if before in _OF_STUDENTS and line[start - len(before) - 1 : start - 1] == before:
        return False
    return before in TITLES or stand_before(line, start, before)


def is_listed(line: str) -> bool:
    """True if a line is a role and a name, as in a list of staff or a cast."""
    return ": " in line and _LISTED.match(line) is not None


def stand_before(line: str, start: int, before: str) -> bool:
    """True if the words before a name give the person's role at the school.

    `before` is the folded word right before the name.
    """
    near = max(0, start - _REACH_BEHIND)
    if is_listed(line):
        return True
    if line.endswith(_MEMBER_ENDS, near, start) and _MEMBER.search(line, near, start):
        return True
    if _MY_OWN.search(line, near, start) and not _HERE_TOO.search(line):
        return True
    is_stated = before in _IS or line[start - 2 : start] in (", ", ": ")
    if not is_stated and before not in _LEADS_END and before not in _ASK_END:
        return False
    text = folded(line[max(0, start - _REACH_BEFORE) : start])
    if is_stated:
        return _IS_ONE.search(text) is not None and not _FROM.search(text)
    return _LEADS.search(text) is not None or (
        _ASK.search(text) is not None and _ASKED.search(text) is not None
    )


def stand_behind(line: str, end: int) -> bool:
    """True if a role follows a name: ", dentist", ", a marine biologist", "(RN)" and "is our
    nurse"."""
    if line[end : end + 1] not in (",", " "):
        return False
    rest = line[end : end + _REACH_BEHIND]
    if does := _DOES.match(folded(rest)):
        role = does["role"]
        return role is None or not _ROLES.isdisjoint(role.split())
    if rest[1:2] not in (" ", "("):
        return False
    role = re.split(r"[,.;:!?)]", rest[2:], maxsplit=1)[0]
    words = {fold(word) for word in role.split()[:5]}
    return not OFFICES.isdisjoint(words)
