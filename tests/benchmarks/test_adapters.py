"""What an adapter itself costs: the same digests as in `test_digests`, handed over by SendGrid's
adapter, with its library, to a server of this machine that keeps connections open as SendGrid does.

Nearly every family has a digest of its own, so nearly every message is a request. In life TLS is
added to it, once for a connection. `BENCH_ADAPTER` is the number of families.
"""

import math
import os
import urllib.request
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from notifications.services.dispatch import BATCH

from .families import CLASSES, all_classes, families
from .test_digests import BY_API_CPU, built_and_sent, running

pytestmark = pytest.mark.django_db(transaction=True)

FAMILIES = int(os.environ.get("BENCH_ADAPTER", "5000"))


@pytest.fixture
def sendgrid(settings: Settings) -> Iterator[str]:
    with running("tests.fakes.sink") as port:
        settings.MAIL_PROVIDER = "sendgrid"
        settings.SENDGRID_API_KEY = "SG.key"
        settings.SENDGRID_URL = f"http://127.0.0.1:{port}"
        settings.SENDGRID_SANDBOX = False
        settings.MAIL_REGISTERED_SENDERS = ["larkspur.example"]
        yield settings.SENDGRID_URL


def test_digests_by_the_adapter_of_sendgrid(
    sendgrid: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    families(FAMILIES)
    build, sending = built_and_sent(all_classes(), FAMILIES, monkeypatch)
    whole = build.and_then(sending)
    with urllib.request.urlopen(sendgrid) as answer:  # a server of this test
        requests, connections = map(int, answer.read().split())
    with capsys.disabled():
        print(f"\n{FAMILIES:,} digests of {CLASSES:,} classes by the adapter of SendGrid:")
        print(build.line("build and outbox", FAMILIES))
        print(sending.line("hand-over and answer", FAMILIES))
        print(whole.line("together", FAMILIES))
        print(f"  {requests:,} requests over {connections - 1} connections")
        whole.goals("digests by the adapter of SendGrid", FAMILIES, BY_API_CPU)
    assert requests > FAMILIES / 2
    # One a batch, and that of the question here.
    assert connections <= math.ceil(FAMILIES / BATCH) + 2
    whole.check(FAMILIES, BY_API_CPU)
