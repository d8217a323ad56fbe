"""What a list of staff would change, and changing it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final, override

from django.contrib.auth.models import AbstractBaseUser

from district_cms.audit_log.services import record
from district_cms.imports.importer import Importer, Shown
from district_cms.imports.located import Collector, FileCell, in_order
from district_cms.imports.plan import Change, Kind, Plan, compare, suspicious_shrink
from district_cms.imports.table import plain_word
from district_cms.schools.models import SchoolPage

from ..models import Staff, User
from ..models.contact import district_domains
from ..permissions.accounts import out_of_reach
from ..roles import Role
from ..roles.matrix import REVIEWS, ROLE_MATRIX
from ..services import account_changes
from .comparing import Comparing
from .records import Record, accounts_by_address, known_records
from .rows import StaffRows, cells_by_line, parse_staff
from .showing import shown
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
            own=self.actor.pk if self.actor else None,
            addresses=self.actor is None or self.actor.has_perm("people.change_user"),
            collector=Collector(errors=list(rows.errors), notes=list(rows.notes)),
        )
        for row in rows.people:
            comparing.take(row)
        comparing.check_words()
        comparing.note_who_left(rows.left, replace=self.replace)
        if self.replace:
            comparing.take_who_is_gone()
        changes, unchanged = compare(STAFF, comparing.present, comparing.coming, replace=True)
        found = comparing.collector
        plan = Plan(changes, unchanged, tuple(found.errors), tuple(in_order(found.notes)))
        working = sum(each.record.active for each in known.values())
        shrinks = suspicious_shrink(plan, STAFF, present=working, most=MOST_GONE)
        if shrinks and not self.shorter and not plan.errors:
            return Plan(changes, unchanged, (shrinks,), plan.notes)
        return plan

    @override
    def write(self, plan: Plan) -> None:
        with account_changes(actor=self.actor or "import_staff"):
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
        return shown(change, self.schools)

    @override
    def lines(self, data: bytes) -> Mapping[int, Sequence[FileCell]]:
        return cells_by_line(data)

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
