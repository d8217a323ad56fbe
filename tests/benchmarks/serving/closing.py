"""The families of one school, and its principal who closes it, as programs of the site."""

import json
from typing import Any
from uuid import UUID, uuid5

from django.test import Client
from django.urls import reverse

from district_cms.people.models import User
from district_cms.schools.models import SchoolPage
from notifications.models import (
    Channel,
    Scope,
    Subscriber,
    Subscription,
    UrgentNotice,
    VerifiedAddress,
)

NAMES = UUID(int=21)
PRINCIPAL = "marguerite.solheim@larkspur.example"


def follow_and_print(mails: int, texts: int) -> None:
    """Lets so many people ask for the urgent notices of the principal's school; prints the paths of
    that school's and the district's home pages."""
    _client, form = _opened()
    school = SchoolPage.objects.get(pk=form["schools"].value()[0])
    people = [
        Subscriber(uuid=uuid5(NAMES, str(each)), language="es" if each % 5 == 0 else "en")
        for each in range(mails + texts)
    ]
    Subscriber.objects.bulk_create(people, batch_size=5_000)
    channels = [Channel.EMAIL] * mails + [Channel.TEXT] * texts
    known = list(zip(people, channels, range(len(people)), strict=True))
    VerifiedAddress.objects.bulk_create(
        (
            VerifiedAddress(
                subscriber=person,
                channel=channel,
                address=f"family.{number}@example.net"
                if channel == Channel.EMAIL
                else f"+1406{number:07}",
            )
            for person, channel, number in known
        ),
        batch_size=5_000,
    )
    Subscription.objects.bulk_create(
        (
            Subscription(
                subscriber=person,
                channel=channel,
                scope=Scope.NOTICES,
                page_uuid=school.translation_key,
            )
            for person, channel, _number in known
        ),
        batch_size=5_000,
    )
    print(json.dumps([school.url, "/"]))


def close_and_print() -> None:
    """The principal opens *Closed*, adds email and text, and posts it; prints its standing."""
    client, form = _opened()
    sent = {"post": "1", "sends": "on", "what": form["what"].value()}
    for field in form:
        value = field.field.widget.format_value(field.value()) if field.value() else None
        if field.name == "schools":
            sent["schools"] = [str(each) for each in field.value() or ()]
        elif field.name not in {"whole_district", "sends"} and value:
            sent[field.name] = value
    answer = client.post(reverse("notices:add"), sent)
    assert answer.status_code == 302, answer.text
    print(json.dumps(UrgentNotice.objects.latest("pk").standing))


def _opened() -> tuple[Client, Any]:
    client = Client(headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    client.force_login(User.objects.get(email=PRINCIPAL))
    return client, client.get(f"{reverse('notices:add')}?usual=closed").context["form"]
