"""What counts is written outside the request's own transaction."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from district_cms.web.limits import Limit, count
from district_cms.web.models import Counter
from district_cms.web.statements.counters import count_in_database

TWICE = Limit("test", 2, 60)


@pytest.mark.django_db(transaction=True)
def test_a_count_stays_when_the_request_fails_and_is_never_part_of_its_transaction() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        count(TWICE, "one")
    count(TWICE, "one")
    with pytest.raises(IntegrityError), transaction.atomic():
        raise IntegrityError
    assert Counter.objects.get().number == 1


@pytest.mark.django_db(transaction=True)
def test_uses_at_the_same_time_are_all_counted() -> None:
    numbers: list[int] = []

    def use() -> None:
        try:
            numbers.extend(count_in_database("crowd", 60) for _ in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 21))
