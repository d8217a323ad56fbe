"""Changes of accounts: each has an entry in the sealed log and a mail to the account's owner."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.times import date_text

from .models import StaffRole, User

State = dict[str, Any]


@contextmanager
def account_changes(
    *, actor: Any, accounts: list[int | None] | None = None
) -> Iterator[list[int | None]]:
    """Record what the block changes of these accounts (of all, for None) and tell their owners.

    The block appends the accounts that it creates to the yielded list. `actor` is an account or
    the name of a command.
    """
    with transaction.atomic():
        before = _states(accounts)
        yield accounts if accounts is not None else []
        changes, mails = [], []
        for pk, (account, after) in _states(accounts).items():
            _account, earlier = before.get(pk, (account, {}))
            if earlier == after:
                continue
            changes.append({"account": account.email, "before": earlier, "after": after})
            if earlier:  # the owner of a new account gets an invitation
                mails.append(_mail_about_change(account, earlier, after, actor))
        if changes:
            record(action="people.accounts_changed", actor=actor, changes=changes)
        for mail in mails:
            mail.send()


@transaction.atomic
def note_password_change(account: User) -> None:
    """Called for every saved change of a password: entry, mail, and whether the owner has to
    choose another one."""
    chosen_by, account.password_chosen_by = account.password_chosen_by, None
    account.must_change_password = chosen_by != account
    User.objects.filter(pk=account.pk).update(must_change_password=account.must_change_password)
    actor = chosen_by or "operator"
    record(action="people.password_changed", actor=actor, account=account.email)
    sentence = _("The password of your account was changed.")
    if account.must_change_password:
        sentence = _(
            "%(who)s set a new password for your account. The next time you sign in, you choose "
            "another one that only you know."
        ) % {"who": _name_of(actor)}
    owner_mail(account, subject=_("Your password was changed"), sentence=sentence).send()


def owner_mail(
    account: User, *, subject: str, sentence: str, to: str = "", **context: Any
) -> EmailMultiAlternatives:
    """A mail that says what happened to the account. As mail of the staff's work: mails of the
    account are counted, so that nobody fills a mailbox with links for new passwords, and these
    must not use that count up."""
    office = DistrictSettings.kept()
    drawn = draw(
        "people/email/account_change",
        subject=f"{subject} – {office.name}",
        office=office,
        name=account.get_short_name(),
        sentence=sentence,
        url=editor_url(reverse("sign_in:overview")),
        reset_url=editor_url(reverse("wagtailadmin_password_reset")),
        **context,
    )
    return drawn.message(to or account.email)


def _states(accounts: Iterable[int | None] | None) -> dict[int, tuple[User, State]]:
    """{id: (account, what the log says of it)}. Two queries."""
    users, rows = User.objects.all(), StaffRole.objects.filter(staff__active=True)
    if accounts is not None:
        users, rows = users.filter(pk__in=accounts), rows.filter(staff__user_id__in=accounts)
    rows = rows.filter(Q(until=None) | Q(until__gte=timezone.localdate()), staff__user__isnull=False)
    roles = defaultdict(list)
    for row in rows.select_related("school", "staff"):
        roles[row.staff.user_id].append(_in_words(row))
    return {
        user.pk: (
            user,
            {"address": user.email, "active": user.is_active, "roles": sorted(roles[user.pk])},
        )
        for user in users
    }


def _in_words(role: StaffRole) -> str:
    """ "Teacher (Juniper Creek Elementary), until December 4, 2026"."""
    words = [str(role)]
    if role.starts_on:
        words.append(_("from %(day)s") % {"day": date_text(role.starts_on)})
    if role.until:
        words.append(_("until %(day)s") % {"day": date_text(role.until)})
    return ", ".join(words)


def _mail_about_change(
    account: User, before: State, after: State, actor: Any
) -> EmailMultiAlternatives:
    """To the address that the owner had before."""
    sentences = [_("%(who)s changed your account.") % {"who": _name_of(actor)}]
    if before["roles"] != after["roles"]:
        sentences.append(
            _("Your roles before: %(before)s. Your roles now: %(now)s.")
            % {
                "before": "; ".join(before["roles"]) or _("none"),
                "now": "; ".join(after["roles"]) or _("none"),
            }
        )
    if before["active"] != after["active"]:
        sentences.append(
            _("You can sign in again.") if after["active"] else _("You can no longer sign in.")
        )
    if before["address"] != after["address"]:
        sentences.append(_("You now sign in with %(address)s.") % {"address": after["address"]})
    return owner_mail(
        account,
        subject=_("Your account was changed"),
        sentence=" ".join(sentences),
        to=before["address"],
    )


def _name_of(actor: Any) -> str:
    return actor.get_full_name() if isinstance(actor, User) else _("Someone at the server")
