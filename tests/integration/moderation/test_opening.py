"""What the editor reads once is what Wagtail would have read again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.district import District

pytestmark = pytest.mark.django_db

MOST = 41


def test_it_takes_one_question(district: District) -> None:
    with CaptureQueriesContext(connection) as queries:
        district.classroom.get_workflow()
    assert len(queries) == 1
