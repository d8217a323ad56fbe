"""How soon an urgent notice is out: from the button to the last mail that the provider has.

`BENCH_URGENT` is the number of families, all of whom follow one school.
"""

import os
import time

import pytest

from district_cms.people.roles import Role
from notifications.models import Message, Scope, Subscriber, Subscription, VerifiedAddress
from notifications.notices.services import send_urgent_notice
from notifications.notices.writing import write_all
from notifications.services import claim_batch, dispatch_batch
from tests.factories.district import District, make_district
from tests.factories.people import make_account
from tests.integration.notifications.notices.conftest import urgent

from . import goals
from .test_digests import (
    mail_server,
    sink,
)

__all__ = ["mail_server", "sink"]  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)

FAMILIES = int(os.environ.get("BENCH_URGENT", "20000"))
MOST = 60  # seconds for 20,000


def test_an_urgent_notice_by_email(
    sink: None, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """To the same families by an API, then over SMTP, by one sender: a server that takes several
    connections has it sooner, by two workers."""
    district = make_district()
    people = Subscriber.objects.bulk_create([Subscriber() for _each in range(FAMILIES)])
    VerifiedAddress.objects.bulk_create(
        VerifiedAddress(subscriber=one, address=f"family.{number}@example.net")
        for number, one in enumerate(people)
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=one, scope=Scope.NOTICES, page_uuid=district.school.translation_key)
        for one in people
    )
    seconds = sent_to_all(district, "to an API", capsys)
    assert seconds <= MOST or FAMILIES > 20_000
    Message.objects.all().delete()
    request.getfixturevalue("mail_server")
    sent_to_all(district, "by SMTP", capsys)


def sent_to_all(district: District, how: str, capsys: pytest.CaptureFixture[str]) -> float:
    """Prints what it took; returns the seconds."""
    notice = urgent(district.principal, [district.school])
    office = make_account(Role.COMMUNICATIONS)
    started, used = time.perf_counter(), time.process_time()
    write_all(send_urgent_notice(notice=notice, user=office, seen=notice.fingerprint))
    written = time.perf_counter() - started
    while batch := claim_batch():
        dispatch_batch(batch)
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    with capsys.disabled():
        print(
            f"\nurgent: {FAMILIES:,} mails handed over {how} in {seconds:.1f} s by one sender "
            f"({written:.1f} s until all were written; {cpu:.1f} s of computing)"
        )
        if FAMILIES == 20_000:
            goals.at_most(f"urgent notice {how} to 20,000", seconds, MOST, " s")
    notice.refresh_from_db()
    of_it = Message.objects.filter(content__in=notice.content_ids)
    assert of_it.filter(state="accepted").count() == FAMILIES
    return seconds
