"""Imports the contact file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, override

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_cms.audit_log.services import record
from district_cms.imports.importer import GENERAL, LABELS, DisplayedChange, Importer, Sentences
from district_cms.imports.reading import Change, Kind, Plan, compare, refuse_shrinking
from district_cms.students.models import Student

from ..models import Guardian, GuardianSettings, GuardianStudent
from .rows import GuardianRows, parse_guardians

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User

SENTENCES: Sentences = {
    **GENERAL,
    "no-students": _(
        "The website has no list of students, so it cannot tell whose guardians these are. Turn "
        "the list on, import a roster, then choose this file again."
    ),
    "no-guardian-column": _(
        "There is no column for the guardian’s key. Add one called “guardian”."
    ),
    "no-students-column": _(
        "There is no column for the keys of the students. Add one called “students”."
    ),
    "no-exclusion-column": _(
        "There is no column for who must not be contacted. Add one called “must not be contacted”; "
        "its cells may be empty."
    ),
    "bad-key": _("The key of the guardian is missing, or has more than 64 letters."),
    "no-student": _("The guardian has no student here. Write at least one student key."),
    "bad-flag": _("Write yes or no here. An empty cell means no."),
    "twice": _(
        "This guardian is farther up with another address or telephone. Write the same on each "
        "line."
    ),
    "unknown-student": _("This student is not on the list of students, and is left out."),
    "bad-email": _("This is not an email address. It is left out."),
    "bad-telephone": _("This is no telephone number in the United States. It is left out."),
    "shrinks": _(
        "More than half of the guardians on the list would be removed. Is the file complete? If it "
        "is, check “The list is meant to get this much shorter” and choose the file again."
    ),
}
GUARDIAN: Final = "guardian"
MOST_GONE: Final = 0.5
FIELDS: Final = ("email", "telephone", "language", "may_email", "may_text")


class GuardianImporter(Importer[GuardianRows]):
    """Imports guardians with their children, permissions and exclusions.

    With `replace`, guardians who are not in the file are removed; `shorter` allows removing most of
    them. What families refused or stopped is stored elsewhere, by address, and does not change.
    """

    sentences: ClassVar = SENTENCES

    def __init__(self, *, replace: bool = True, shorter: bool = False) -> None:
        self.replace = replace
        self.shorter = shorter

    @property
    @override
    def target(self) -> str:
        return "guardians"

    @override
    def read(self, name: str, data: bytes) -> GuardianRows:
        students = Student.objects.values_list("key", flat=True)
        return parse_guardians(data, students=set(students))

    @override
    def lock(self) -> None:
        list(Guardian.objects.select_for_update().order_by("pk").values_list("pk"))

    @override
    def plan(self, rows: GuardianRows) -> Plan:
        children: dict[str, list[Any]] = {}
        pairs = GuardianStudent.objects.order_by("student__key")
        for key, *child in pairs.values_list("guardian__key", "student__key", "must_not_contact"):
            children.setdefault(key, []).append(tuple(child))
        present = {
            key: (*values, tuple(children.get(key, ())))
            for key, *values in Guardian.objects.values_list("key", *FIELDS)
        }
        coming = {key: row.values for key, row in rows.guardians.items() if row.children}
        changes, unchanged = compare(GUARDIAN, present, coming, replace=self.replace)
        plan = Plan(changes, unchanged, rows.errors, rows.notes)
        return refuse_shrinking(
            plan, GUARDIAN, present=len(present), most=MOST_GONE, allowed=self.shorter
        )

    @override
    def write(self, plan: Plan) -> None:
        GuardianStudent.objects.filter(
            guardian__key__in=[change.key for change in plan.changes]
        ).delete()
        Guardian.objects.filter(key__in=[c.key for c in plan.of(GUARDIAN, Kind.REMOVED)]).delete()
        coming = [change for change in plan.changes if change.after is not None]
        Guardian.objects.bulk_create(
            [
                Guardian(key=change.key, **dict(zip(FIELDS, change.after, strict=False)))
                for change in coming
            ],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=FIELDS,
        )
        guardians = dict(Guardian.objects.values_list("key", "pk"))
        students = dict(Student.objects.values_list("key", "pk"))
        GuardianStudent.objects.bulk_create(
            GuardianStudent(
                guardian_id=guardians[change.key],
                student_id=students[student],
                must_not_contact=excluded,
            )
            for change in coming
            for student, excluded in change.after[-1]
        )

    @override
    def record(self, plan: Plan, user: "User | None") -> None:
        settings = GuardianSettings.load()
        settings.list_read_on = timezone.localdate()
        settings.save(update_fields=["list_read_on"])
        # Numbers, never names or addresses: the log is kept longer than the list.
        record(
            action="guardians.imported",
            actor=user,
            added=plan.count(Kind.ADDED),
            changed=plan.count(Kind.CHANGED),
            removed=plan.count(Kind.REMOVED),
            exclusions=sum(len(_excluded(change.after)) for change in plan.changes),
        )

    @override
    def warnings(self, plan: Plan) -> list[str]:
        ended = [c.key for c in plan.changes if _excluded(c.before) - _excluded(c.after)]
        text = gettext("Who must not be contacted today would be no longer excluded: %(keys)s.")
        return [text % {"keys": ", ".join(ended)}] if ended else []

    @override
    def show(self, change: Change) -> DisplayedChange:
        """Returns the change without addresses: a preview lies open on a desk."""
        *values, children = change.after or change.before
        words = [
            gettext("students: %(keys)s") % {"keys": ", ".join(key for key, _out in children)},
            gettext("by email") if values[0] and values[3] else gettext("not by email"),
            gettext("by text") if values[1] and values[4] else gettext("not by text"),
        ]
        if out := sorted(_excluded(change.after or change.before)):
            words.append(
                gettext("must not be contacted about: %(keys)s") % {"keys": ", ".join(out)}
            )
        return DisplayedChange(str(LABELS[change.kind]), change.key, "; ".join(words))


def _excluded(values: Sequence[Any] | None) -> set[str]:
    """Returns the students of one guardian about whom there must be no contact."""
    return {key for key, excluded in values[-1] if excluded} if values else set()
