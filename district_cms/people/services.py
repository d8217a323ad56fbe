"""Writes people: accounts, roles and groups, with their audit entries and mails."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.queue.isolation import Item, isolated, note_gone, standing

from .models import Staff, StaffRole, User
from .roles import Role

# The group that carries each role's permissions. `groups` writes them.
GROUP_NAMES: dict[Role, str] = {
    Role.TEACHER: "Teachers",
    Role.PRINCIPAL: "Principals",
    Role.COMMUNICATIONS: "Communications office",
    Role.ADMINISTRATOR: "District administrators",
    Role.COUNSELOR: "Counselors",
    Role.STAND_IN: "Stand-ins for principals",
}

ROLES = "roles"
"""The name under which failures of this nightly loop are recorded."""
Accounts = list[Any]  # ids; None for no account
State = dict[str, str]


@transaction.atomic
def give_account_its_groups(*, staff: Staff) -> None:
    """Makes the account a member of exactly the role groups of its staff record.

    Leaves groups alone that belong to no role. An inactive record gives none.
    """
    if staff.user is None:
        return
    wanted = group_names_of(staff)
    take_role_groups(user=staff.user)
    staff.user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in sorted(wanted)))


def group_names_of(staff: Staff) -> set[str]:
    """Returns the names of the groups that the record's roles give today."""
    today = timezone.localdate()
    held = {row.role for row in staff.roles.all() if row.holds_on(today)} if staff.active else set()
    return {GROUP_NAMES[Role(role)] for role in held}


@transaction.atomic
def give_accounts_their_groups(*, people: Iterable[Staff]) -> None:
    """Does the same as `give_account_its_groups` for many records with prefetched roles. At most
    five queries."""
    wanted = {each.user_id: group_names_of(each) for each in people if each.user_id is not None}
    groups = {group.name: group.pk for group in Group.objects.filter(name__in=GROUP_NAMES.values())}
    for name in set().union(*wanted.values()) - groups.keys():
        groups[name] = Group.objects.create(name=name).pk
    memberships = User.groups.through
    memberships.objects.filter(user_id__in=wanted, group_id__in=groups.values()).delete()
    memberships.objects.bulk_create(
        memberships(user_id=user, group_id=groups[name])
        for user, names in wanted.items()
        for name in sorted(names)
    )


def name_account(*, staff: Staff) -> None:
    """Copies the name of the staff record, which is the only place to edit it, to the account."""
    account = staff.user
    names = (staff.given_name, staff.family_name)
    if account is None or (account.first_name, account.last_name) == names:
        return
    account.first_name, account.last_name = names
    account.save(update_fields=["first_name", "last_name"])


def refresh_dated_roles() -> int:
    """Adds groups for roles that have started, and removes those of roles that have ended.

    Returns the number of staff members with dated roles. Part of the nightly run: a failure is
    recorded, and the others continue.
    """
    dated = Q(starts_on__isnull=False) | Q(until__isnull=False)
    people = Staff.objects.filter(pk__in=StaffRole.objects.filter(dated).values("staff_id"))
    known = standing(ROLES)
    for staff in people.select_related("user").prefetch_related("roles"):
        with isolated(Item(ROLES, str(staff.pk), title=staff.full_name), failed_before=known):
            give_account_its_groups(staff=staff)
    note_gone(ROLES, [str(staff.pk) for staff in people])
    return len(people)


def take_role_groups(*, user: User) -> None:
    """Removes the account from every group that belongs to a role, because no staff record names
    it."""
    user.groups.remove(*Group.objects.filter(name__in=GROUP_NAMES.values()))


@transaction.atomic
def create_staff_member(
    *,
    email: str,
    given_name: str,
    family_name: str,
    title: str,
    roles: Iterable[tuple[Role, Any]],
    schools: Iterable[Any] = (),
    phone: str = "",
    supervisor: Staff | None = None,
    password: str | None = None,
) -> Staff:
    """Creates the account, staff record and roles together.

    `roles` are pairs of role and school page (None for the whole district). Raises
    `ValidationError` for an address outside the district, a role without its school, or a missing
    name; then nothing is written.
    """
    user = User.objects.create_user(email, password, first_name=given_name, last_name=family_name)
    staff = Staff(
        user=user,
        given_name=given_name,
        family_name=family_name,
        title=title,
        email=user.email,
        phone=phone,
        supervisor=supervisor,
    )
    staff.full_clean()
    staff.save()
    staff.schools.set(list(schools))
    for role, school in roles:
        row = StaffRole(staff=staff, role=role, school=school)
        row.full_clean()
        row.save()
    staff.save()
    give_account_its_groups(staff=Staff.objects.get(pk=staff.pk))
    return staff


@contextmanager
def account_changes(*, actor: Any, accounts: Accounts | None = None) -> Iterator[Accounts]:
    """Records the changes of the block to these accounts (to all, for None) and mails their owners.

    The block appends the accounts that it creates to the yielded list. `actor` is an account or the
    name of a command.
    """
    with transaction.atomic():
        before = _states(accounts)
        yield accounts if accounts is not None else []
        changes = []
        for account, now in _states(accounts).items():
            earlier = before.get(account, {})
            if earlier != now:
                changes.append({"account": account.email, "before": earlier, "after": now})
            if earlier not in ({}, now):  # the owner of a new account gets an invitation
                sentence = _sentence(earlier, now, actor)
                mail_owner(account, _("Your account was changed"), sentence, to=earlier["address"])
        if changes:
            record(action="people.accounts_changed", actor=actor, changes=changes)


@transaction.atomic
def note_password_change(account: User) -> None:
    """Records each saved password: audit entry, mail, and whether the owner must choose another."""
    chosen_by, account.password_chosen_by = account.password_chosen_by, None
    account.must_change_password = chosen_by != account
    User.objects.filter(pk=account.pk).update(must_change_password=account.must_change_password)
    record(action="people.password_changed", actor=chosen_by or "operator", account=account.email)
    sentence = _("The password of your account was changed.")
    if account.must_change_password:
        sentence = _(
            "%(who)s set a new password for your account. The next time you sign in, you choose "
            "another one that only you know."
        ) % {"who": _name_of(chosen_by)}
    mail_owner(account, _("Your password was changed"), sentence)


def mail_owner(account: User, subject: str, sentence: str, *, to: str = "", **more: Any) -> None:
    """Writes a mail about the account into the outbox. It goes as staff mail: account mails are
    limited, so that nobody can fill a mailbox with password links, and this mail must not count
    toward that limit."""
    office = DistrictSettings.cached()
    rendered = draw(
        "people/email/notice",
        subject=f"{subject} – {office.name}",
        office=office,
        name=account.get_short_name(),
        sentence=sentence,
        reset_url=editor_url(reverse("wagtailadmin_password_reset")),
        **{"url": editor_url(reverse("mfa_index")), **more},
    )
    rendered.message(to or account.email).send()


def _states(accounts: Accounts | None) -> dict[User, State]:
    """Returns the state of each account for the audit log. Two queries."""
    rows = StaffRole.objects.filter(
        Q(until=None) | Q(until__gte=timezone.localdate()), staff__active=True
    )
    users = User.objects.all()
    if accounts is not None:
        users, rows = users.filter(pk__in=accounts), rows.filter(staff__user__in=accounts)
    roles = defaultdict(list)
    for row in rows.select_related("school", "staff"):
        days = f" ({row.starts_on or ''} – {row.until or ''})" if row.starts_on or row.until else ""
        roles[row.staff.user_id].append(f"{row}{days}")
    return {
        user: {
            "address": user.email,
            "active": _("yes") if user.is_active else _("no"),
            "roles": "; ".join(sorted(roles[user.pk])) or _("none"),
        }
        for user in users
    }


def _sentence(before: State, now: State, actor: Any) -> str:
    """Returns the changes as sentences, such as "Ada Finch changed your account. Roles: Teacher
    (Larkspur High) → none."."""
    labels = {"address": _("Email"), "active": _("You can sign in"), "roles": _("Roles")}
    lines = [
        f"{labels[key]}: {before[key]} → {now[key]}." for key in now if before[key] != now[key]
    ]
    return " ".join([_("%(who)s changed your account.") % {"who": _name_of(actor)}, *lines])


def _name_of(actor: Any) -> str:
    return actor.get_full_name() if isinstance(actor, User) else _("Someone at the server")
