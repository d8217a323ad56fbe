"""Approved statements: the first wording, the next ones, the end."""

import datetime as dt

from django.db import transaction
from django.db.models import Max, Q

from district_cms.audit_log.services import record
from district_cms.web.accounts import Account

from ..models import Statement


@transaction.atomic
def add_statement(*, statement: Statement, user: Account) -> Statement:
    """Save the first wording of a statement."""
    statement.save()
    _note("statement.added", statement, user)
    return statement


@transaction.atomic
def change_statement(
    *, statement: Statement, text: str, owner: str, valid_from: dt.date, user: Account
) -> Statement:
    """Give a statement another wording from this day on, which is a row of its own; any other
    wording ends the day before. With the same text only the owner is changed."""
    if text == statement.text and not statement.valid_to:
        statement.owner = owner
        statement.save()
        _note("statement.changed", statement, user)
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
    _note("statement.changed", following, user)
    return following


@transaction.atomic
def retire_statement(*, statement: Statement, last_day: dt.date, user: Account) -> None:
    """End a statement after this day, without another wording."""
    _end(statement, on=last_day)
    statement.refresh_from_db()
    _note("statement.retired", statement, user)


def _end(statement: Statement, *, on: dt.date) -> None:
    open_ones = Q(valid_to=None) | Q(valid_to__gt=on)
    Statement.objects.same(statement).filter(open_ones).update(valid_to=on)


def _note(action: str, statement: Statement, user: Account) -> None:
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
