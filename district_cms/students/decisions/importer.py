"""Imports opt-outs and releases. What a file does not name stays as it is, opt-outs always."""

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar, Final, override

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_cms.audit_log.services import record
from district_cms.imports.importer import GENERAL, LABELS, DisplayedChange, Importer, Sentences
from district_cms.imports.reading import (
    WHOLE_FILE,
    Change,
    Collector,
    Kind,
    Located,
    Plan,
    compare,
)
from district_cms.web.times import date_text

from ..models import Release, Student
from ..roster import list_is_on
from ..signals import announce_change
from .rows import DecisionRows, parse_decisions

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

SENTENCES: Sentences = {
    **GENERAL,
    "list-off": _(
        "The list of students is off, so there is nobody to whom this file could belong. Turn it "
        "on under Settings, Student list settings, and apply a roster first."
    ),
    "no-key-column": _("There is no column for the student. Add one called “student key”."),
    "no-decision-column": _(
        "There is neither a column “opt-out” nor one called “release kind”. Add one of them."
    ),
    "bad-key": _("Write the student’s number, with at most 64 characters."),
    "bad-flag": _("Write yes or no, or nothing if this line does not change the opt-out."),
    "opt-out-differs": _("A line farther up says the opposite about this student’s opt-out."),
    "bad-kind": _("Write work, photograph or web, or several of them separated by commas."),
    "bad-date": _("This is not a date. Write it like 2027-06-10."),
    "release-twice": _("A line farther up has another last day for this release."),
    "withdrawn-here": _(
        "Left out: the family took this release back on the website. If it has signed again, "
        "record that there (in the menu: Record a release)."
    ),
    "unknown-key": _(
        "Left out: no student on the list has this number. If the student is new, import the file "
        "again after the next roster."
    ),
}
OPT_OUTS: Final = "opt-outs"
RELEASES: Final = "releases"


class DecisionImporter(Importer[DecisionRows]):
    """Imports what families decided.

    Releases of earlier files that this one does not have are withdrawn for the students in it, and
    with `complete` for all. Releases recorded on a screen stay, and one that was taken back there
    is not brought again.
    """

    sentences: ClassVar = SENTENCES
    confidential: ClassVar = True

    def __init__(
        self,
        user: "AbstractBaseUser | None" = None,
        *,
        complete: bool = False,
    ) -> None:
        self.recorded_by = str(user or "import_opt_outs")[:255]
        self.complete = complete
        self.not_in_file = 0

    @property
    @override
    def target(self) -> str:
        return "opt-outs and releases"

    @override
    def read(self, name: str, data: bytes) -> DecisionRows:
        return parse_decisions(data)

    @override
    def lock(self) -> None:
        list(Student.objects.select_for_update().order_by("pk").values_list("pk"))

    @override
    def plan(self, rows: DecisionRows) -> Plan:
        if not list_is_on():
            return Plan(errors=(Located(WHOLE_FILE, "", "", "list-off"),))
        opted_out = dict(Student.objects.values_list("key", "opted_out"))
        notes = Collector()
        for key, each in rows.students.items():
            if key not in opted_out:
                notes.note(each.line, key, "unknown-key")
        students = {key: each for key, each in rows.students.items() if key in opted_out}
        self.not_in_file = sum(opted_out[key] for key in opted_out.keys() - students.keys())
        coming = {
            key: each.opted_out for key, each in students.items() if each.opted_out is not None
        }
        changes, unchanged = compare(OPT_OUTS, opted_out, coming, replace=False)
        present = {
            (key, kind): (until,)
            for key, kind, until in _from_file().values_list("student__key", "kind", "until")
            if self.complete or key in students
        }
        withdrawn = Release.objects.filter(from_file=False, withdrawn_on__isnull=False)
        taken_back = set(withdrawn.values_list("student__key", "kind"))
        new_releases = {}
        for key, each in students.items():
            for kind, until in each.releases.items():
                if (key, kind) in taken_back:
                    notes.note(each.line, key, "withdrawn-here")
                else:
                    new_releases[key, kind] = (until,)
        releases, same = (
            compare(RELEASES, present, new_releases, replace=True) if rows.has_releases else ((), 0)
        )
        return Plan(
            (*changes, *releases), unchanged + same, rows.errors, (*rows.notes, *notes.notes)
        )

    @override
    def warnings(self, plan: Plan) -> list[str]:
        rescinded = sum(not change.after for change in plan.of(OPT_OUTS))
        warnings = []
        if rescinded:
            text = gettext(
                "Students who would no longer be opted out: %(number)d. Does “yes” in this column "
                "mean that the family opted out? Their names may then stand on pages."
            )
            warnings.append(text % {"number": rescinded})
        if self.not_in_file and plan.changes:
            text = gettext(
                "Students who opted out and are not in this file: %(number)d. They stay opted out; "
                "a file changes that only by a line with “no”."
            )
            warnings.append(text % {"number": self.not_in_file})
        return warnings

    @override
    def write(self, plan: Plan) -> None:
        for value in (True, False):
            keys = [change.key for change in plan.of(OPT_OUTS) if change.after is value]
            Student.objects.filter(key__in=keys).update(opted_out=value)
        changes = plan.of(RELEASES)
        named = {change.key[0] for change in changes}
        students = dict(Student.objects.filter(key__in=named).values_list("key", "pk"))
        rows = {
            (student, kind): pk
            for pk, student, kind in _from_file().values_list("pk", "student", "kind")
        }
        values: dict[tuple[str, Any], list[int]] = defaultdict(list)
        new = []
        for change in changes:
            student, kind = students[change.key[0]], change.key[1]
            if change.kind == Kind.ADDED:
                release = Release(student_id=student, kind=kind, until=change.after[0])
                release.from_file, release.recorded_by = True, self.recorded_by
                new.append(release)
            elif change.kind == Kind.CHANGED:
                values["until", change.after[0]].append(rows[student, kind])
            else:
                values["withdrawn_on", timezone.localdate()].append(rows[student, kind])
        for (name, value), pks in values.items():
            Release.objects.filter(pk__in=pks).update(**{name: value})
        Release.objects.bulk_create(new)
        announce_change()

    @override
    def record(self, plan: Plan, user: "AbstractBaseUser | None") -> None:
        # Numbers, and never who it is.
        record(
            action="students.decisions_imported",
            actor=user or self.recorded_by,
            opted_out=sum(bool(change.after) for change in plan.of(OPT_OUTS)),
            no_longer=sum(not change.after for change in plan.of(OPT_OUTS)),
            releases={str(kind): len(plan.of(RELEASES, kind)) for kind in Kind},
        )

    @override
    def show(self, change: Change) -> DisplayedChange:
        label = str(LABELS[change.kind])
        if change.table == OPT_OUTS:
            text = gettext("opted out") if change.after else gettext("no longer opted out")
            return DisplayedChange(label, change.key, text)
        key, kind = change.key
        end = end_text(*change.after) if change.after else gettext("withdrawn")
        return DisplayedChange(label, key, f"{Release.Kind(kind).label}, {end}")


def end_text(until: dt.date | None) -> str:
    return gettext("until %(day)s") % {"day": date_text(until)} if until else gettext("no end")


def _from_file() -> QuerySet[Release, Any]:
    return Release.objects.filter(from_file=True, withdrawn_on=None)
