"""A replay in words and tables: what a draft changes, and what it counts."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district_cms.procedure.versions import Clause, Part, Review, Version
from district_cms.publishing.models import ProcedureSettings
from notifications.rules.masking import is_few

from ..figures.report import families_text
from .judging import Outcome
from .services import Counts


def differences(old: Version, new: Version) -> list[tuple[str, str, str]]:
    """Returns what `new` changes: its subject, and its words in both; "" for what is not there."""
    before, after = _in_words(old), _in_words(new)
    return [
        (subject, before.get(subject, ""), after.get(subject, ""))
        for subject in {**before, **after}
        if before.get(subject) != after.get(subject)
    ]


def _in_words(version: Version) -> dict[str, str]:
    posting, chosen, signature = version.posting, _("as the settings say"), version.signature
    days, rules = posting.says.in_language(get_language()), "; ".join(posting.rules)
    no_school = dict(ProcedureSettings.NO_SCHOOL_RULES).get(str(posting.no_school), chosen)
    is_first = version.review is Review.BEFORE
    return {
        _("Posting days"): f"{days} ({rules})",
        _("Updates a month, at least"): str(posting.minimum_a_month),
        _("A posting day without school"): str(no_school),
        _("School days of a full month"): str(
            chosen if posting.short_month is None else posting.short_month
        ),
        _("Parts of an update"): ", ".join(part.id for part in version.parts),
        **{_("Part “%s”") % part.id: _part(part) for part in version.parts},
        _("A signature must have"): ", ".join(signature.required),
        _("A signature may have"): ", ".join(signature.allowed),
        _("Smallest number that others read"): str(version.smallest_number),
        _("Principals read an update"): _("before it is live")
        if is_first
        else _("after it went live"),
        **{_("Clause “%s”") % key: _clause(each) for key, each in version.clauses.items()},
    }


def _part(part: Part) -> str:
    empty = _("“none, because” is enough") if part.none_because else _("never empty")
    needed = _("required, %s") % empty if part.required else _("optional")
    title, explained = (words.in_language(get_language()) for words in (part.title, part.help))
    return f"“{title}” ({part.kind}; {needed}; {part.clause}): {explained}"


def _clause(clause: Clause) -> str:
    note = clause.note.in_language(get_language()) if clause.note else ""
    return f"“{clause.sentence}” ({clause.strength}; {clause.where}) {note}".strip()


def masked(numbers: Sequence[int]) -> list[str]:
    """Returns the numbers of a column as text. A single small one also hides the next, because the
    sum would reveal it."""
    few = [number for number in numbers if is_few(number)]
    others = [number for number in numbers if number and not is_few(number)]
    hidden = numbers.index(min(others)) if len(few) == 1 and others else None
    return [
        _("not shown") if at == hidden else families_text(number)
        for at, number in enumerate(numbers)
    ]


def table(
    counts: Counts, side: str, rows: Mapping[str, str], *, column: int, school: str = ""
) -> list[dict[str, str]]:
    """Returns the counts of one side as text in rows, {key: title}: of schools (`column` 1) or
    months (2), of all schools or one."""
    sums: dict[tuple[str, str], int] = {}
    for key, number in counts.items():
        if key[0] == side and school in {"", key[1]}:
            cell = key[column], str(key[3])
            sums[cell] = sums.get(cell, 0) + number
    texts = {each.value: masked([sums.get((key, each), 0) for key in rows]) for each in Outcome}
    return [
        {"key": key, "title": title, **{name: column[at] for name, column in texts.items()}}
        for at, (key, title) in enumerate(rows.items())
    ]
