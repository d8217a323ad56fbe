"""Changes of accounts: each has an entry in the sealed log and a mail to the account's owner."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url

from .models import StaffRole, User

Accounts = list[Any]  # ids; None is nobody
State = dict[str, str]


@contextmanager
def account_changes(*, actor: Any, accounts: Accounts | None = None) -> Iterator[Accounts]:
    """Record what the block changes of these accounts (of all, for None) and tell their owners.

    The block appends the accounts that it creates to the yielded list. `actor` is an account or
    the name of a command.
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
    """Called for each password that is saved: entry, mail, and whether its owner has to choose
    another one."""
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
    """Write a mail about the account into the outbox. As mail of the staff's work: mails of the
    account are counted, so that nobody fills a mailbox with links for new passwords, and these
    must not use that count up."""
    office = DistrictSettings.kept()
    drawn = draw(
        "people/email/notice",
        subject=f"{subject} – {office.name}",
        office=office,
        name=account.get_short_name(),
        sentence=sentence,
        reset_url=editor_url(reverse("wagtailadmin_password_reset")),
        **{"url": editor_url(reverse("sign_in:overview")), **more},
    )
    drawn.message(to or account.email).send()


def _states(accounts: Accounts | None) -> dict[User, State]:
    """What the log says of each account. Two queries."""
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
    """ "Ada Finch changed your account. Roles: Teacher (Larkspur High) → none." """
    labels = {"address": _("Email"), "active": _("You can sign in"), "roles": _("Roles")}
    lines = [
        f"{labels[key]}: {before[key]} → {now[key]}." for key in now if before[key] != now[key]
    ]
    return " ".join([_("%(who)s changed your account.") % {"who": _name_of(actor)}, *lines])


def _name_of(actor: Any) -> str:
    return actor.get_full_name() if isinstance(actor, User) else _("Someone at the server")
