"""What counts is written outside the request's own transaction."""

import pytest
from django.db import IntegrityError, transaction

from district_cms.web.models import Counter
from district_cms.web.rate_limits import Limit, count

TWICE = Limit("test", 2, 60)


@pytest.mark.django_db(transaction=True)
def test_a_count_stays_when_the_request_fails_and_is_never_part_of_its_transaction() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        count(TWICE, "one")
    count(TWICE, "one")
    with pytest.raises(IntegrityError), transaction.atomic():
        raise IntegrityError
    assert Counter.objects.get().number == 1
