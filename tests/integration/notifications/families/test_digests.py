"""From published updates to one message per family."""

from html import unescape
from typing import Any

import pytest

from notifications.digests.services import write_all, write_due_digests
from notifications.models import (
    DigestItem,
    Message,
)
from notifications.providers.base import Unclear
from notifications.services import claim_batch, dispatch_batch, resolve_unknown
from tests.factories.district import District
from tests.fakes.providers import Mailbox
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, digests

pytestmark = pytest.mark.django_db


def test_a_run_that_died_in_the_middle_is_finished_by_the_next(
    offered: District, family: Family, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        family.subscribes(offered.classroom, address=f"{name}@example.net")
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    written = []

    def dies_at_the_second(planned: Any, *rest: Any) -> Any:
        if written:
            raise KeyboardInterrupt
        written.extend(planned)
        return write_all(planned, *rest)

    monkeypatch.setattr("notifications.digests.recipients.AT_ONCE", 1)
    monkeypatch.setattr("notifications.digests.services.write_all", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        write_due_digests()
    monkeypatch.undo()
    assert write_due_digests().messages == 2
    assert [len(digests(f"{name}@example.net")) for name in ("a", "b", "c")] == [1, 1, 1]


def test_a_message_that_another_run_wrote_meanwhile_is_not_written_again(
    offered: District, reader: Family, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")

    def another_was_quicker(planned: Any, *rest: Any) -> Any:
        DigestItem.objects.create(
            address=PARENT,
            page_uuid=walk.page.translation_key,
            message_uuid="5b0a3c9e-0d8f-4c22-b1f1-0d6a4a7a8f10",
        )
        return write_all(planned, *rest)

    monkeypatch.setattr("notifications.digests.services.write_all", another_was_quicker)
    assert write_due_digests().messages == 0
    assert not digests()


@pytest.fixture
def mail(offered: District, reader: Family, clock: Clock) -> Message:
    """The digest of one update, on its posting day."""
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    (written,) = digests()
    return written


def test_a_worker_that_stood_still_for_days_loses_no_news(
    offered: District, reader: Family, clock: Clock
) -> None:
    Walk.begin(offered).submit().approve()
    clock("2026-11-27 09:00")
    assert write_due_digests().messages == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You may have seen this before: we could not tell whether our last message reached"),
        ("es", "Es posible que ya haya visto esto: no pudimos saber si nuestro último mensaje"),
    ],
)
def test_an_update_that_may_have_arrived_is_marked_in_the_next_email_only(
    offered: District,
    family: Family,
    clock: Clock,
    provider: Mailbox,
    language: str,
    sentence: str,
) -> None:
    family.subscribes(offered.classroom, language=language)
    Message.objects.update(state="delivered")
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    provider.answers.append(Unclear("no answer"))
    dispatch_batch(claim_batch(size=50))
    assert [mail.state for mail in digests()] == ["unknown"]
    resolve_unknown(clock("2026-11-25 09:00"))
    clock("2026-11-25 17:05")
    assert write_due_digests().repeated == 1
    first, again = digests()
    for content in (again.text, unescape(again.html)):
        assert sentence in " ".join(content.split())
    for content in (first.text, unescape(first.html)):
        assert sentence not in " ".join(content.split())
    clock("2026-11-26 17:05")
    assert write_due_digests().messages == 0
