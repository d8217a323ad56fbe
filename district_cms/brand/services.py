"""The registry's writes of more than one save, each with its audit entry."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from district_cms.audit_log.services import record
from district_cms.web.accounts import Account

from .models import Logo, Organization, Statement, WebsiteLook


@transaction.atomic
def keep_district(*, name: str) -> Organization:
    """Creates or renames the district's organization, and returns it."""
    district, made = Organization.objects.get_or_create(
        kind=Organization.Kind.DISTRICT, defaults={"name": name}
    )
    return district if made else _renamed(district, name)


@transaction.atomic
def keep_school(*, organization_id: int | None, name: str) -> Organization:
    """Creates or renames a school's organization, and returns it."""
    if organization_id is None:
        return Organization.objects.create(kind=Organization.Kind.SCHOOL, name=name)
    return _renamed(Organization.objects.get(pk=organization_id), name)


@transaction.atomic
def keep_professional(*, organization: Organization, user: Account) -> Organization:
    """Saves a professional organization that passed its checks."""
    stored = Organization.objects.filter(pk=organization.pk).first()
    organization.save()
    before = stored.name if stored else ""
    action = "organization.changed" if stored else "organization.added"
    record(action=action, actor=user, name=organization.name, before=before)
    return organization


@transaction.atomic
def delete_professional(*, organization: Organization, user: Account) -> None:
    """Deletes a professional organization that nothing references. Otherwise raises
    `ProtectedError`."""
    record(action="organization.deleted", actor=user, name=organization.name)
    organization.delete()


def _renamed(organization: Organization, name: str) -> Organization:
    if organization.name != name:
        organization.name = name
        organization.save(update_fields=["name"])
    return organization


@transaction.atomic
def keep_logo(*, logo: Logo, user: Account, today: dt.date) -> Logo:
    """Saves a logo that passed its checks. Its description and sizes are saved with today's version
    and future ones; earlier versions keep theirs."""
    is_new = logo._state.adding
    logo.save()
    if not is_new:
        logo.versions.filter(Q(valid_to=None) | Q(valid_to__gte=today)).update(
            description=logo.description,
            clear_space=logo.clear_space,
            smallest_height=logo.smallest_height,
        )
    _note_logo("logo.added" if is_new else "logo.changed", logo, user)
    return logo


@transaction.atomic
def replace_picture(*, logo: Logo, valid_from: dt.date, user: Account) -> Logo:
    """Saves a logo whose file is a new picture, shown from this day on."""
    logo.picture_from = valid_from
    logo.save()
    _note_logo("logo.replaced", logo, user, valid_from=valid_from.isoformat())
    return logo


@transaction.atomic
def retire_logo(
    *,
    logo: Logo,
    user: Account,
    today: dt.date,
    last_day: dt.date | None = None,
    replaced_by: Logo | None = None,
) -> None:
    """Ends the use of a logo: after `last_day`, which must not be over, or at once without one.

    Its files are served forever. `replaced_by` is only for a logo whose use ends at once.
    """
    ends = last_day or today - dt.timedelta(days=1)
    if last_day is None:
        logo.active = False
        logo.replaced_by = replaced_by
    logo.versions.filter(Q(valid_to=None) | Q(valid_to__gt=ends)).update(valid_to=ends)
    logo.save()
    other = replaced_by.name if replaced_by is not None else ""
    _note_logo("logo.retired", logo, user, last_day=ends.isoformat(), replaced_by=other)


@transaction.atomic
def use_logo_again(*, logo: Logo, user: Account, today: dt.date) -> None:
    """Makes a retired logo usable again, with its last picture."""
    logo.active = True
    logo.replaced_by = None
    last = logo.versions.order_by("pk").last()
    if last is not None:
        last.pk = None
        last._state.adding = True
        last.valid_from, last.valid_to = today, None
        last.save()
        logo.versions.exclude(pk=last.pk).filter(valid_to__gte=today).update(
            valid_to=today - dt.timedelta(days=1)
        )
    logo.save()
    _note_logo("logo.used_again", logo, user)


@transaction.atomic
def delete_logo(*, logo: Logo, user: Account) -> None:
    """Deletes an unused logo with its files. Otherwise raises `InUse`."""
    addresses = sorted({each.url for each in logo.versions.all()})
    _note_logo("logo.deleted", logo, user, addresses=addresses)
    logo.delete()


def _note_logo(action: str, logo: Logo, user: Account, **data: Any) -> None:
    record(
        action=action,
        actor=user,
        logo=logo.name,
        organization=logo.organization.name,
        description=logo.description,
        sha256=logo.sha256,
        **data,
    )


@transaction.atomic
def add_statement(*, statement: Statement, user: Account) -> Statement:
    """Saves the first wording of a statement."""
    statement.save()
    _note_statement("statement.added", statement, user)
    return statement


@transaction.atomic
def change_statement(
    *, statement: Statement, text: str, owner: str, valid_from: dt.date, user: Account
) -> Statement:
    """Gives a statement a new wording from this day on, in a new row; any other wording ends the
    day before. With the same text, only the owner changes."""
    if text == statement.text and not statement.valid_to:
        statement.owner = owner
        statement.save()
        _note_statement("statement.changed", statement, user)
        return statement
    same = Statement.objects.same(statement)
    number = same.aggregate(number=Max("version"))["number"] or 0
    _end(statement, on=valid_from - dt.timedelta(days=1))
    following = Statement.objects.create(
        kind=statement.kind,
        organization=statement.organization,
        language=statement.language,
        text=text,
        owner=owner,
        valid_from=valid_from,
        version=number + 1,
    )
    _note_statement("statement.changed", following, user)
    return following


@transaction.atomic
def retire_statement(*, statement: Statement, last_day: dt.date, user: Account) -> None:
    """Ends a statement after this day, without a new wording."""
    _end(statement, on=last_day)
    statement.refresh_from_db()
    _note_statement("statement.retired", statement, user)


def _end(statement: Statement, *, on: dt.date) -> None:
    open_ones = Q(valid_to=None) | Q(valid_to__gt=on)
    Statement.objects.same(statement).filter(open_ones).update(valid_to=on)


def _note_statement(action: str, statement: Statement, user: Account) -> None:
    record(
        action=action,
        actor=user,
        statement=statement.kind,
        organization=statement.organization.name,
        language=statement.language,
        version=statement.version,
        text=statement.text,
        owner=statement.owner,
        valid_from=statement.valid_from.isoformat(),
        valid_to=statement.valid_to.isoformat() if statement.valid_to else "",
    )


@transaction.atomic
def change_look(*, look: WebsiteLook, user: Account) -> WebsiteLook:
    """Saves the look of the website, with the previous one in the audit log."""
    stored = WebsiteLook.objects.select_related("mark").filter(pk=look.pk).first()
    look.save()
    before, after = _look(stored), _look(look)
    if before != after:
        record(action="website_look.changed", actor=user, before=before, after=after)
    return look


def _look(look: WebsiteLook | None) -> dict[str, Any]:
    if look is None:
        return {}
    return {
        "mark": look.mark.name if look.mark else "",
        "color": look.color,
        "hue": look.color_hue,
        "strength": str(look.color_chroma),
    }
