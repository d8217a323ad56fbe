"""The consent record: written once, and consistent with the subscriptions."""

from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from notifications.consent import services as consent
from notifications.models import (
    Channel,
    ConsentRecord,
    Subscriber,
    Subscription,
)
from tests.factories.district import District

from .conftest import Family

pytestmark = pytest.mark.django_db

WORDS = consent.Evidence(
    "You agree to this.", "en", ConsentRecord.Source.PREFERENCES, ConsentRecord.Proof.LINK
)


def test_a_consent_without_its_wording_is_refused(offered: District) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentRecord.objects.create(
            subscriber_uuid=UUID(int=1), act="given", channel="email", scope="class",
            page_uuid=UUID(int=2), language="en", source="form", proof="button",
        )  # fmt: skip


def test_the_command_names_people_whose_subscriptions_differ_from_their_consent(
    offered: District, family: Family, capsys: pytest.CaptureFixture[str]
) -> None:
    family.subscribes(offered.classroom)
    call_command("check_consent")
    assert "All 1 subscriptions stand in the record" in capsys.readouterr().out
    person = Subscriber.objects.get()
    Subscription.objects.create(subscriber=person, scope="school", page_uuid=UUID(int=1))
    with pytest.raises(CommandError, match="1 people get something else"):
        call_command("check_consent")
    assert f"{person.uuid}: 1 subscriptions that nobody agreed to" in capsys.readouterr().out


def test_when_a_write_fails_neither_row_is_stored(
    offered: District, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Subscriber.objects.create()

    def breaks(**values: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(ConsentRecord.objects, "create", breaks)
    with pytest.raises(RuntimeError):
        consent.begin(
            subscriber=person, channel=Channel.EMAIL, scope="class",
            page=(offered.classroom.translation_key, None), evidence=WORDS, now=timezone.now(),
        )  # fmt: skip
    assert not Subscription.objects.exists()
