"""What a list of staff would change, and changing it."""

from collections.abc import Iterable
from typing import ClassVar, Final, override

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext

from district_cms.audit_log.services import record
from district_cms.imports.importer import Importer, Shown
from district_cms.imports.located import Collector
from district_cms.imports.plan import Change, Kind, Plan, compare, suspicious_shrink
from district_cms.imports.table import plain_word
from district_cms.imports.wording import LABELS
from district_cms.schools.models import SchoolPage

from ..models import Staff, StaffRole, User
from ..models.contact import district_domains
from ..permissions import out_of_reach
from ..roles import Role
from ..roles.matrix import REVIEWS, ROLE_MATRIX
from .comparing import Comparing
from .records import Record, accounts_by_address, known_records
from .rows import StaffRows, parse_staff
from .wording import SENTENCES
from .writing import write_records

STAFF: Final = "staff"
# Each summer some leave; more than this part of a staff goes with a broken file.
MOST_GONE: Final = 0.2


class StaffImporter(Importer[StaffRows]):
    """The list of everyone who works here, or of some of them.

    `actor` is who imports, None on the server. With `replace`, whoever is not in the file no longer
    works here; `shorter` says that so many are meant to go. With `accounts`, each who has no
    account gets one, and an invitation. With `roles`, those at schools become those of the file: a
    roster often does not know who is a principal.
    """

    sentences: ClassVar = SENTENCES

    def __init__(
        self,
        actor: AbstractBaseUser | None,
        *,
        replace: bool = False,
        shorter: bool = False,
        accounts: bool = False,
        roles: bool = False,
    ) -> None:
        self.actor = actor if isinstance(actor, User) else None
        self.replace = replace
        self.shorter = shorter
        self.accounts = accounts
        self.takes_roles = roles
        self.schools = {page.pk: page for page in SchoolPage.objects.live()}

    @property
    @override
    def target(self) -> str:
        return "staff"

    @override
    def read(self, name: str, data: bytes) -> StaffRows:
        pages = self.schools.values()
        by_name = {plain_word(page.title): page.pk for page in pages}
        by_id = {plain_word(page.source_id): page.pk for page in pages if page.source_id}
        return parse_staff(data, schools=by_name | by_id, domains=district_domains())

    @override
    def lock(self) -> None:
        list(Staff.objects.select_for_update().order_by("pk").values_list("pk"))

    @override
    def plan(self, rows: StaffRows) -> Plan:
        known = known_records()
        comparing = Comparing(
            known=known,
            holders=accounts_by_address(),
            beyond=self._beyond(),
            may_give={role.value for role in Role if self._may_give(role)},
            accounts=self.accounts,
            takes_roles=self.takes_roles,
            addresses=self.actor is None or self.actor.has_perm("people.change_user"),
            collector=Collector(errors=list(rows.errors), notes=list(rows.notes)),
        )
        for row in rows.people:
            comparing.take(row)
        comparing.check_words()
        if self.replace:
            comparing.take_who_is_gone(own=self.actor.pk if self.actor else 0)
        changes, unchanged = compare(STAFF, comparing.present, comparing.coming, replace=True)
        found = comparing.collector
        plan = Plan(changes, unchanged, tuple(found.errors), tuple(found.notes))
        working = sum(each.record.active for each in known.values())
        shrinks = suspicious_shrink(plan, STAFF, present=working, most=MOST_GONE)
        if shrinks and not self.shorter and not plan.errors:
            return Plan(changes, unchanged, (shrinks,), plan.notes)
        return plan

    @override
    def write(self, plan: Plan) -> None:
        write_records(plan.changes, actor=self.actor)

    @override
    def record(self, plan: Plan, user: AbstractBaseUser | None) -> None:
        record(
            action="people.staff_imported",
            actor=user or "import_staff",
            added=[_audited(change) for change in plan.of(STAFF, Kind.ADDED)],
            changed=[_audited(change) for change in plan.of(STAFF, Kind.CHANGED)],
            removed=[_audited(change) for change in plan.of(STAFF, Kind.REMOVED)],
        )

    @override
    def show(self, change: Change) -> Shown:
        # Who is meant is named as they are called now: a line that slipped is seen by that.
        label, who = str(LABELS[change.kind]), (change.before or change.after).name
        if change.after is None:
            gone = gettext("no longer works here")
            if change.before.account:
                gone = gettext("no longer works here; the account ends")
            return Shown(label, who, gone)
        parts = [
            text
            for name, text in self._parts(change.after)
            if change.before is None
            or getattr(change.before, name) != getattr(change.after, name)
            or (name == "roles" and not change.before.active)
        ]
        if change.before is not None:
            parts += self._losses(change.before, change.after)
        return Shown(label, who, "; ".join(part for part in parts if part))

    def _losses(self, before: Record, after: Record) -> list[str]:
        held = before.roles if before.active else ()
        lost = [pair for pair in held if pair not in after.roles]
        parts = [gettext("no longer: %(roles)s") % {"roles": self._roles(lost)}] if lost else []
        if after.ended and not before.active:
            parts.append(gettext("the account has ended; “Accounts” opens it again"))
        return parts

    def _roles(self, roles: Iterable[tuple[str, int | None]]) -> str:
        labels = {Role(role).value: str(label) for role, label in StaffRole.ROLES}
        return ", ".join(
            f"{labels[role]} ({self._school(school)})" if school else labels[role]
            for role, school in roles
        )

    def _parts(self, after: Record) -> list[tuple[str, str]]:
        return [
            ("name", gettext("name: %(name)s") % {"name": after.name}),
            ("title", after.title),
            ("email", after.email),
            ("schools", ", ".join(map(self._school, after.schools)) or gettext("no school")),
            ("roles", self._roles(after.roles) or gettext("no role")),
            ("source_id", gettext("roster id %(id)s") % {"id": after.source_id}),
            ("active", gettext("works here") if after.active else ""),
            ("signs_in", gettext("signs in with the new address") if after.signs_in else ""),
            ("account", gettext("an account and an invitation") if after.account else ""),
        ]

    def _school(self, pk: int) -> str:
        page = self.schools.get(pk)
        return page.title if page else "–"

    def _beyond(self) -> set[int]:
        """Accounts that no file touches: superusers, and whoever may do more than its importer."""
        beyond = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        if self.actor is not None:
            beyond |= set(out_of_reach(self.actor).values_list("pk", flat=True))
        return beyond

    def _may_give(self, role: Role) -> bool:
        return self.actor is None or self.actor.has_perms(ROLE_MATRIX[role].models - REVIEWS)


def _audited(change: Change) -> str:
    """Who, and with which roles: what the file has given someone can be read years later."""
    one: Record = change.after or change.before
    roles = ", ".join(role for role, _school in one.roles)
    return f"{one.email} ({roles})" if roles else one.email
