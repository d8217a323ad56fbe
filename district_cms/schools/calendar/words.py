"""Which words of an event mean that there is no school. English and Spanish."""

import re

from district_cms.web.letters import folded

NO_SCHOOL = "no-school"
TERM = "term"
FIRST_DAY = "first-day"
LAST_DAY = "last-day"
DOUBTFUL = "doubtful"

# Say it outright. Accents are removed before the comparison.
CLEAR = re.compile(
    r"\b(no school|no classes|no class|no students|schools? (is |are )?closed|district closed"
    r"|no hay (clases|escuela)|sin (clases|escuela)|no habra (clases|escuela)"
    r"|escuelas? cerradas?)\b"
)
# Mean it, unless something else is going on.
LIKELY = re.compile(
    r"\b(holiday|break|vacation|recess|feriado|festivo|asueto|vacaciones|receso escolar)\b"
)
# A holiday concert, the day before the break, the day after it.
SOMETHING_ELSE = re.compile(
    r"\b(before|after|begins?|starts?|ends?|resumes?|returns?|back|first day|last day|concert|party"
    r"|parties|assembly|program|sale|drive|fair|dance|bazaar|camp|sing|show|lunch|dinner|breakfast"
    r"|early|late|half|antes|despues|regreso|reanudan|concierto|fiesta|feria|baile|almuerzo)\b"
)
FIRST = re.compile(
    r"\b(first day of (school|classes)|school (begins|starts)|classes (begin|start)"
    r"|primer dia de (clases|escuela)|inicio de clases)\b"
)
LAST = re.compile(
    r"\b(last day of (school|classes)|ultimo dia de (clases|escuela)|fin de clases)\b"
)
# Of those, not the first day after a break, nor the last one before it.
RELATIVE = re.compile(r"\b(before|after|antes|despues)\b")
TERMS = re.compile(r"\b(term|quarter|semester|trimester|periodo|bimestre|semestre|trimestre)\b")


def kind_of(summary: str, categories: tuple[str, ...], days: int) -> str:
    """What an all-day event of `days` days is: one of the constants above, or empty.

    `doubtful` has a word for a day off, and another one that speaks against it.
    """
    title = _plain(summary)
    labels = [_plain(category) for category in categories]
    if CLEAR.search(title) or any(CLEAR.search(label) for label in labels):
        return NO_SCHOOL
    if not RELATIVE.search(title):
        if FIRST.search(title):
            return FIRST_DAY
        if LAST.search(title):
            return LAST_DAY
    if days > 20 and (TERMS.search(title) or any(TERMS.search(label) for label in labels)):
        return TERM
    if LIKELY.search(title) or any(LIKELY.search(label) for label in labels):
        return DOUBTFUL if SOMETHING_ELSE.search(title) else NO_SCHOOL
    return ""


def _plain(text: str) -> str:
    """Lower case, without accents, hyphens as spaces: "No-School" and "no school" are one."""
    return " ".join(re.split(r"[\s\-_]+", folded(text))).strip()
