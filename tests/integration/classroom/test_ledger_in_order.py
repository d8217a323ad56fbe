"""The ledger with concurrent publications, and before the school year begins."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.ledger.refresh import refresh_classes
from tests.factories.district import District

pytestmark = pytest.mark.django_db


def test_a_class_is_computed_by_one_transaction_at_a_time(district: District) -> None:
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite lets one writer in at a time anyway")
    with CaptureQueriesContext(connection) as queries:
        refresh_classes(classroom_ids=[district.classroom.pk])
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert len(locks) == 1
    assert "classroom_classroompage" in locks[0]
