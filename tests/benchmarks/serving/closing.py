"""The families of one school, and its principal who closes it, as programs of the site."""

import json
from uuid import UUID, uuid5

from django.test import Client
from django.urls import reverse
from lxml import html

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
    school = SchoolPage.objects.get(pk=dict(form)["schools"])
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
    sent: dict[str, list[str]] = {"post": ["1"], "sends": ["on"]}
    for name, value in form:
        sent.setdefault(name, []).append(value)
    answer = client.post(reverse("notices:add"), sent)
    assert answer.status_code == 302, answer.content.decode()
    print(json.dumps(UrgentNotice.objects.latest("pk").standing))


def _opened() -> tuple[Client, list[tuple[str, str]]]:
    client = Client(headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    client.force_login(User.objects.get(email=PRINCIPAL))
    page = html.fromstring(client.get(f"{reverse('notices:add')}?usual=closed").content)
    [form] = [one for one in page.forms if "schools" in one.fields]
    return client, form.form_values()
