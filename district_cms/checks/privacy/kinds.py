"""The kinds of private information that phrases reveal, each with its rules and phrases."""

import re
from dataclasses import dataclass
from typing import Final

from ..rules import Rule
from ..translation import mark as _
from .phrases import STEM, Phrase, phrases

# Fits pages, notices and signatures alike.
PUBLIC: Final = _("Anyone can read this, and a student's record belongs to the family.")
UNSURE: Final = _(
    "If it is about a student, it belongs to the family, and anyone can read this page."
)
NOT_A_STUDENT: Final = _(
    "Confirm that this is not about a student, or that it is information the district publishes "
    "about students (an award, a team) and the family has not opted out, or that the family agreed "
    "in writing."
)


@dataclass(frozen=True)
class Kind:
    """A kind of private information.

    `sure` is the rule that blocks: a certain phrase beside a whole name. `unsure` is the rule that
    asks. `phrases` reveal the kind. `in_lessons` says that people of lessons, who never went to
    this school, have it, too. `not_in` is a topic of `other_meanings` in which the phrases mean
    other things: "game", "sport", "office" or "praise".

    `of_staff` says that it may be about staff, and is then no student record.

    `beside`, if set, must match in the same piece of text: a number, a score.
    """

    sure: Rule
    unsure: Rule
    phrases: tuple[Phrase, ...]
    in_lessons: bool = False
    not_in: str = ""
    of_staff: bool = False
    beside: re.Pattern[str] | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rule that blocks and the rule that asks."""
        return (self.sure, self.unsure)


def rule_pair(name: str, statement: str, question: str, fix: str) -> tuple[Rule, Rule]:
    """Return the rule that blocks, `<name>-beside-name`, and the one that asks,
    `<name>-maybe-beside-name`."""
    return (
        Rule(f"{name}-beside-name", "", "error", statement, PUBLIC, fix, clause="ferpa"),
        Rule(
            f"{name}-maybe-beside-name",
            "",
            "warning",
            question,
            UNSURE,
            NOT_A_STUDENT,
            clause="ferpa",
        ),
    )


GRADES_UNCERTAIN: Final = Rule(
    "grade-maybe-beside-name",
    "",
    "warning",
    _("This may be a student's grade, score or level: “%(excerpt)s”."),
    UNSURE,
    NOT_A_STUDENT,
    clause="ferpa",
)
GRADES_CERTAIN: Final = Rule(
    "grade-told-of-name",
    "",
    "error",
    _("This seems to reveal a student's grade, score or level: “%(excerpt)s”."),
    PUBLIC,
    _("Remove the name or the grade; the gradebook shows it to the family."),
    clause="ferpa",
)


GRADES: Final = Kind(
    GRADES_CERTAIN,
    GRADES_UNCERTAIN,
    phrases("grades"),
)

# Phrases also used for games and for requirements to take part.
GRADES_OUTSIDE_SPORT: Final = Kind(
    GRADES_CERTAIN,
    GRADES_UNCERTAIN,
    phrases("grades_outside_sport"),
    not_in="sport",
)

_SCORE: Final = re.compile(
    r"\b(?:1[3-9]|[2-9]\d|\d{3}|0) ?/ ?\d|\b\d{1,3} ?/ ?(?:3[2-9]|[4-9]\d|\d{3})\b"
    # A fraction that may be a day counts only if somebody gets it.
    r"|(?:\b(?:an?|una?|got|with|scored|de|con)|:) \d{1,2} ?/ ?\d"
    r"|\d (?:out of|de) \d|\d ?(?:%|percent\b|por ciento\b)"
    r"|\b\d{1,3} (?:points?|puntos?|right|wrong|correct|errors?|errores|aciertos)\b"
    r"|(?:score[ds]?|got|gets|has|had|earned|received|made|with|con|saco|obtuvo|recibio|tiene) "
    r"(?:a |an |un |una |of |de |only |just |solo )?\d"
    r"|\b(?:sat|act|psat)(?: score)?:?(?: of)? \d{2,4}\b|\bap .{1,30} [1-5]\b"
)
SCORES: Final = Kind(
    GRADES_CERTAIN,
    GRADES_UNCERTAIN,
    phrases("scores"),
    not_in="game",
    beside=_SCORE,
)

LETTER_GRADES: Final = Kind(
    GRADES_CERTAIN,
    GRADES_UNCERTAIN,
    phrases("letter_grades"),
    not_in="game",
)


MISSING_WORK_RULES: Final = rule_pair(
    "missing-work",
    _("This seems to name a student whose work is missing or late: “%(excerpt)s”."),
    _("This may name a student whose work is missing or late: “%(excerpt)s”."),
    _("Remove the name, and tell the family directly; the gradebook shows it, too."),
)

MISSING_WORK: Final = Kind(
    *MISSING_WORK_RULES,
    phrases("missing_work"),
)


HEALTH_RULES: Final = rule_pair(
    "health",
    _("This seems to say something about a student's health: “%(excerpt)s”."),
    _("This may be about a student's health: “%(excerpt)s”."),
    _(
        "Remove the name or what is said about the student; "
        "speak with the family and the nurse directly."
    ),
)

HEALTH: Final = Kind(
    *HEALTH_RULES,
    phrases("health"),
    in_lessons=True,
    of_staff=True,
)


SUPPORT_RULES: Final = rule_pair(
    "support",
    _("This seems to name a student who gets special education or other support: “%(excerpt)s”."),
    _("This may name a student who gets special education or other support: “%(excerpt)s”."),
    _("Remove the name or what is said about the student; speak with the family directly."),
)

SUPPORT: Final = Kind(
    *SUPPORT_RULES,
    phrases("support"),
    in_lessons=True,
    of_staff=True,
)


DISCIPLINE_RULES: Final = rule_pair(
    "discipline",
    _("This seems to describe a student's behavior or discipline: “%(excerpt)s”."),
    _("This may be about a student's behavior or discipline: “%(excerpt)s”."),
    _("Remove the name or what is said about the student; speak with the family directly."),
)

DISCIPLINE: Final = Kind(
    *DISCIPLINE_RULES,
    phrases("discipline"),
    in_lessons=True,
)

# Phrases also used for players.
ROUGH_DISCIPLINE: Final = Kind(
    *DISCIPLINE_RULES,
    phrases("rough_discipline"),
    not_in="sport",
    in_lessons=True,
)


ATTENDANCE_RULES: Final = rule_pair(
    "attendance",
    _("This seems to report a student's absence or tardiness: “%(excerpt)s”."),
    _("This may be about a student's absence or tardiness: “%(excerpt)s”."),
    _(
        "Remove the name or what is said about the student; "
        "the attendance office writes to the family."
    ),
)

ATTENDANCE: Final = Kind(
    *ATTENDANCE_RULES,
    phrases("attendance"),
    in_lessons=True,
    of_staff=True,
)


FAMILY_RULES: Final = rule_pair(
    "family",
    _("This seems to describe a student's family or home: “%(excerpt)s”."),
    _("This may be about a student's family or home: “%(excerpt)s”."),
    _(
        "Remove the name or what is said about the student; "
        "only the family may share what happens at home."
    ),
)

FAMILY: Final = Kind(
    *FAMILY_RULES,
    phrases("family"),
    in_lessons=True,
    of_staff=True,
)


HOUSEHOLD: Final = Kind(
    *FAMILY_RULES,
    phrases("household"),
    in_lessons=True,
    of_staff=True,
)


NUMBER_RULES: Final = rule_pair(
    "number",
    _("This looks like a number or password that belongs to a student: “%(excerpt)s”."),
    _("This number or password may belong to a student: “%(excerpt)s”."),
    _(
        "Remove it, and give it to the family in person. "
        "A password that was published must be changed."
    ),
)

_NUMBER: Final = re.compile(r"\d(?:[ -]?\w){2}|\w\d\w{2}|@|(?<![:\d])\d{2}(?![:\d])")

# A password or user name of letters.
_VALUE: Final = re.compile(
    r"\b(?:user ?names?|log-?ins?|userid|passwords?|passcodes?|pw|contrasenas?|claves?|usuario)"
    r"(?: (?:is|are|es|to|de|for)\b|:|=)? ?[\"'“]?[a-z]{3}|\bword,? (?:(?:which )?is |: )?[\"'“]"
)

NUMBERS: Final = Kind(
    *NUMBER_RULES,
    phrases("numbers"),
    beside=_NUMBER,
)

SECRET_WORDS: Final = Kind(
    *NUMBER_RULES,
    phrases("secret_words"),
    beside=_VALUE,
)


CONTACT_RULES: Final = rule_pair(
    "contact",
    _("This seems to say where a student lives, or how to reach the family: “%(excerpt)s”."),
    _("This may say where a student lives, or how to reach a family: “%(excerpt)s”."),
    _("Remove the name or the address; families give these to the office only."),
)

# A telephone number, an email address or a street address.
_ADDRESS: Final = re.compile(
    r"\d{3}[ .-]?\d{4}|@|\bcorner of\b|(?<![:\w])\d{1,5} (?:[nsew]\.? )?(?:[\w'.]{2,20} ){1,3}"
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|boulevard|blvd|way|place|circle"
    r"|trail|highway|hwy|loop)\b"
    r"|\b(?:calle|avenida|av|callejon|camino|colonia|apt|apartment|depto|departamento|casa"
    r"|trailer|lote?|box)\b[^.;\n]{0,30}\d"
    r"|\b(?:lives|live|vive|viven|reside|resides) (?:at|en) [\w' ]{0,25}\d"
    r"|\b(?:lives?|living|viven?) (?:right )?(?:behind|above|upstairs|downstairs|next|across|around"
    r"|over|detras|arriba|enfrente|junto)\b|\bhouse (?:is|number)\b[^.;\n]{0,20}\d"
    r"|\b(?:address|direccion|domicilio)\b[\w',.: ]{0,40}\d|\d{1,5} [nsew]\. [a-z]"
)

CONTACT: Final = Kind(
    *CONTACT_RULES,
    phrases("contact"),
    not_in="office",
    beside=_ADDRESS,
    of_staff=True,
)


PERSONAL_QUESTION: Final = Rule(
    "personal-maybe-beside-name",
    "",
    "warning",
    _("This names someone and may say something personal about a student: “%(excerpt)s”."),
    UNSURE,
    NOT_A_STUDENT,
    clause="ferpa",
)

PRAISE: Final = re.compile(
    r"\b(?:wins?|won(?!')|wons|winners?|winning|awards?|prizes?|ribbons?|medal\w*|trophy|(?:first"
    r"|second|third|1st|2nd|3rd) place|placed (?:first|second|third|fourth|fifth"
    r"|[0-9])|champion\w*|honor(?:s|ed)?|finalists?|semifinalists?"
    r"|congrat\w*|felicidad\w*|felicit\w*|kudos|thanks?|thank|grateful|gracias|agradec\w*|welcome"
    r"|bienvenid\w*|concert\w*|an? solo|solos|duet|(?:the|our|full) cast"
    r"|cast (?:of|list|members?)|cast:|elenco|starring|roles?|perform\w*|sang|sings?"
    r"|sung|band|chor\w+|spirituals?|arranged|choir|orchestra|piano|violin|editors?|drew"
    r"|drawings?|paintings?|painted|art show|poems?"
    r"|science fair|exhibit\w*|murals?|elected|president\w*|vice|treasurer|tesorer\w*|council"
    r"|clubs?|volunteers?|volunteer\w*|voluntari\w*|kindness|leader\w*|lider"
    r"|(?:class|classroom|weekly) jobs?|jobs:|teams?|mc|emcee|porra|line-?up|star (?:student|of)"
    r"|estrella de|spotlight|vip|robot\w*|built"
    r"|designed|created|graduat(?:ion|es)|valedictorian|salutatorian|speakers?|speeches|scouts?"
    r"|4-h|ffa"
    r"|spelling bee|debate|olympiad|contest|concurso|competition|competencia|gan[oa]\w*|premi\w*"
    r"|happy birthday|birthdays|cumpleanos|obra|teatro|banda|coro|dibujo|poesia"
    r"|retires?|retired|retirement|nominat\w*|represent\w*|savings|budgets?|income|homecoming"
    r"|prom court|selected|chosen|proud\w*|orgull\w*"
    r"|donat\w*|fundrais\w*|raised (?:\$|money|over|more|about|funds|[0-9])|sold|helpers?|holder"
    r"|(?:hall|line) monitor|feeder|messenger|greeter|ayudantes?|kids vote|posted by"
    # Lessons and military service.
    r"|describe|discuss|explain how|predict|analy[sz]e|comenten|chapters?|authors?|novels?"
    r"|books? by|cuentos?|autora?|veterans?|vietnam|iraq|afghanistan|war|army|navy|marines)\b"
)
"""Words of praise, public events and lessons, beside which personal words are harmless."""

PERSONAL: Final = Kind(
    PERSONAL_QUESTION,
    PERSONAL_QUESTION,
    phrases("personal"),
    in_lessons=True,
    not_in="praise",
    of_staff=True,
)
# Phrases about anybody: one is enough beside a whole name, two beside a given name.
COMMON_WORDS: Final = Kind(
    PERSONAL_QUESTION,
    PERSONAL_QUESTION,
    phrases("common_words"),
    in_lessons=True,
    not_in="praise",
    of_staff=True,
)


ALL: Final[tuple[Kind, ...]] = (
    GRADES,
    GRADES_OUTSIDE_SPORT,
    LETTER_GRADES,
    SCORES,
    MISSING_WORK,
    HEALTH,
    SUPPORT,
    DISCIPLINE,
    ROUGH_DISCIPLINE,
    ATTENDANCE,
    FAMILY,
    HOUSEHOLD,
    NUMBERS,
    SECRET_WORDS,
    CONTACT,
    PERSONAL,
    COMMON_WORDS,
)


_Phrases = dict[str, list[tuple[Kind, Phrase]]]


def _index() -> tuple[_Phrases, _Phrases]:
    exact: _Phrases = {}
    stems: _Phrases = {}
    for kind in ALL:
        for phrase in kind.phrases:
            for word in phrase.anchors:
                exact.setdefault(word, []).append((kind, phrase))
            for stem in phrase.stems:
                stems.setdefault(stem, []).append((kind, phrase))
    return exact, stems


_EXACT, _STEMS = _index()
_NONE: Final[list[tuple[Kind, Phrase]]] = []


def phrases_of(word: str) -> list[tuple[Kind, Phrase]]:
    """Return the phrases to which a folded word may belong."""
    return [*_EXACT.get(word, _NONE), *_STEMS.get(word[:STEM], _NONE)]


def may_begin_phrase(word: str) -> bool:
    """True if a phrase may be found by this folded word."""
    return word in _EXACT or word[:STEM] in _STEMS
