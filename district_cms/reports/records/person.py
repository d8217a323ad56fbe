"""Everything that the database holds about one person, as a zip of tables.

Finds rows by their links to the person's account, staff record and subscriptions, and by the
person's addresses, in every model: a model that is added later is included without being named.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import CharField, Field, ForeignKey, Model, Q

from district_cms.people.models import Staff, User
from district_cms.web.addresses import fold_address
from district_cms.web.tables import harmless
from notifications.models import Subscriber, VerifiedAddress

SECRET: Final = re.compile(r"password|secret|token|nonce|stamp|_hash$|^key$|session")
"""Fields that open something. They are no records, and a copy of them would be a danger."""
SECRET_MODELS: Final = frozenset({"sessions.Session", "wagtailcore.APIToken", "web.Counter"})
SECRET_FIELDS: Final = frozenset({"mfa.Authenticator.data", "notifications.ContentPart.sha256"})
LONGEST_NUMBER: Final = 16


@dataclass(frozen=True, slots=True)
class Person:
    """Who was found for an address. Any of the first three may be missing."""

    account: User | None
    staff: Staff | None
    subscriber: Subscriber | None
    addresses: set[str] = field(default_factory=set)

    @property
    def is_known(self) -> bool:
        return any((self.account, self.staff, self.subscriber))


def person_at(typed: str) -> Person:
    """Returns whose address this is, with their other addresses. Five queries."""
    address = fold_address(typed)
    account = User.objects.filter(email__iexact=address).first()
    by_account = Staff.objects.filter(user=account).first() if account else None
    staff = by_account or Staff.objects.filter(email__iexact=address).first()
    verified = VerifiedAddress.objects.filter(address__iexact=address)
    subscriber = Subscriber.objects.filter(pk__in=verified.values("subscriber")).first()
    addresses = {address}
    if account or staff:
        addresses |= {each.email.lower() for each in (account, staff) if each and each.email}
    if subscriber:
        own = VerifiedAddress.objects.filter(subscriber=subscriber)
        addresses |= set(own.values_list("address", flat=True))
    return Person(account, staff, subscriber, addresses)


def write_person(person: Person, out: Any) -> dict[str, int]:
    """Writes the zip into a binary file: one CSV file a table. Returns {table: rows}."""
    counts: dict[str, int] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for model in apps.get_models(include_auto_created=True):
            condition = rows_about(person, model)
            if condition is None:
                continue
            label = model._meta.label
            rows = model._default_manager.filter(condition).order_by("pk")
            text, counts[label] = table(rows.iterator(chunk_size=500), columns_of(model))
            if counts[label]:
                archive.writestr(f"{label}.csv", text)
    return {label: number for label, number in counts.items() if number}


def rows_about(person: Person, model: type[Model]) -> Q | None:
    """Returns the condition for rows about the person; None where the model has none."""
    if model._meta.label in SECRET_MODELS or model._meta.proxy or not model._meta.managed:
        return None
    parts = list(_conditions(person, model))
    condition = Q()
    for part in parts:
        condition |= part
    return condition if parts else None


def columns_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Returns the columns of a model but for its secrets."""
    label = model._meta.label
    return [
        each
        for each in model._meta.concrete_fields
        if not SECRET.search(each.name) and f"{label}.{each.name}" not in SECRET_FIELDS
    ]


def table(rows: Iterable[Model], columns: list[Field[Any, Any]]) -> tuple[str, int]:
    """Returns rows as CSV with a header and without formulas, and their number. Times are in
    UTC."""
    out, number = io.StringIO(), 0
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([harmless(str(column.value_from_object(row))) for column in columns])
        number += 1
    return out.getvalue(), number


def _conditions(person: Person, model: type[Model]) -> Iterator[Q]:
    targets = {User: person.account, Staff: person.staff, Subscriber: person.subscriber}
    known = targets.get(model)
    if model in targets and known is not None:
        yield Q(pk=known.pk)
    for column in model._meta.local_fields:
        target = targets.get(column.related_model) if isinstance(column, ForeignKey) else None
        if target is not None:
            yield Q(**{column.name: target.pk})
        elif isinstance(column, CharField) and not column.choices and _fits_address(column):
            # "actor", "by", "address" and what else the models call it. Not names: two people may
            # share one.
            for address in person.addresses:
                yield Q(**{f"{column.name}__iexact": address})
        elif column.name == "subscriber_uuid" and person.subscriber is not None:
            yield Q(subscriber_uuid=person.subscriber.uuid)


def _fits_address(column: CharField[Any, Any]) -> bool:
    return column.max_length is None or column.max_length >= LONGEST_NUMBER
