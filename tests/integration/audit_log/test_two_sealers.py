"""Several workers, several connections: still one chain, and only of what is committed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker

from district_cms.audit_log.models import AuditEntry, ChainHead, Seal
from district_cms.audit_log.sealing import Sealed, seal_log
from district_cms.audit_log.services import record
from district_cms.audit_log.verifying import verify_log

pytestmark = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="on SQLite only one connection writes"
)
PATIENCE = 60  # seconds; a busy machine is slow, not wrong


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What other connections must see is committed; it is deleted again, and nothing else is."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            for model in (Seal, ChainHead, AuditEntry):
                model.objects.all().delete()
            connection.close()


def closing(work: Callable[[], Sealed]) -> Callable[[], Sealed]:
    """In a thread of its own the work has a connection of its own, which must be closed there."""

    def run() -> Sealed:
        try:
            return work()
        finally:
            connections.close_all()

    return run


def write(rows: int) -> None:
    AuditEntry.objects.bulk_create(AuditEntry(action="test.row") for _number in range(rows))


def test_four_sealers_at_once_make_one_chain(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("district_cms.audit_log.sealing.BATCH", 20)
    write(400)
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(closing(seal_log)) for _sealer in range(4)]
        rows = sum(each.result(PATIENCE).rows for each in done)
    assert rows + seal_log().rows == 400
    verified = verify_log()
    assert (verified.broken, verified.sequence) == ("", 400)


def test_while_one_seals_the_other_leaves_it_to_it(committed: None) -> None:
    write(3)
    seal_log()
    write(3)
    with transaction.atomic():
        ChainHead.objects.select_for_update().get()  # as a sealer in the middle of its batch
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(closing(seal_log)).result(PATIENCE)
        assert (other.rows, other.busy) == (0, True)
    assert seal_log().rows == 3


def test_uncommitted_rows_are_not_sealed_and_come_later_in_the_chain(
    committed: None,
) -> None:
    written, go_on = Event(), Event()

    def write_slowly() -> Sealed:
        with transaction.atomic():
            record(action="test.slow")
            written.set()
            assert go_on.wait(PATIENCE)
        return seal_log()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(closing(write_slowly))
        assert written.wait(PATIENCE)
        try:
            quick = record(action="test.quick")
            assert seal_log().rows == 1
        finally:
            go_on.set()
        assert slow.result(PATIENCE).rows == 1
    assert AuditEntry.objects.get(action="test.slow").pk < quick.pk
    actions = dict(AuditEntry.objects.values_list("pk", "action"))
    order = [actions[row] for row in Seal.objects.values_list("row", flat=True)]
    assert order == ["test.quick", "test.slow"]
    assert verify_log().broken == ""


def test_a_rollback_leaves_a_harmless_gap(committed: None) -> None:
    record(action="test.before")
    with transaction.atomic():
        record(action="test.undone")
        transaction.set_rollback(True)
    record(action="test.after")
    assert seal_log().rows == 2
    first, second = Seal.objects.values_list("row", flat=True)
    assert second == first + 2
    assert verify_log().broken == ""
