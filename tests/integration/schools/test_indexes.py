"""Public pages, the search and the form of an update use indexes, whatever the number of rows."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.schools.search import postgres
from tests.factories.district import District

ON_POSTGRESQL = connection.vendor == "postgresql"
on_postgresql = pytest.mark.skipif(
    not ON_POSTGRESQL, reason="SQLite plans a small table otherwise, and its search is another one"
)


@pytest.fixture
def no_table_is_small() -> Iterator[None]:
    """PostgreSQL scans small tables; this makes it plan as for a large district."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield


def plans(client: Client, address: str, about: str) -> list[str]:
    """The plan of each query whose SQL contains `about`. Prepared queries are planned with their
    values, as at their first execution; later plans cannot be read."""
    client.get(address)
    raw = connection.connection
    raw.prepare_threshold, threshold = None, raw.prepare_threshold
    try:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
    finally:
        raw.prepare_threshold = threshold
    found = []
    with connection.cursor() as cursor:
        for query in queries:
            if about in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    assert found
    return found


@on_postgresql
@pytest.mark.django_db
def test_functions_set_only_their_own_planner_settings() -> None:
    with connection.cursor() as cursor:
        for function, by in (
            (postgres.TEXTS, postgres.BY_THE_INDEX),
            (postgres.NAMES, postgres.BY_THE_INDEX),
            (postgres.TEXTS_OF_SCHOOL, postgres.BY_ITSELF),
        ):
            cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = %s", [function])
            (settings,) = cursor.fetchone()
            assert settings == [f"{name}={value}" for name, value in by.items()]
        cursor.execute(f"SELECT * FROM {postgres.TEXTS}('pond', 1, '{{}}', 1)")
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)


@pytest.mark.django_db
def test_an_address_may_be_longer_than_a_btree_entry(district: District) -> None:
    long = "/" + "".join(f"{number:x}-ñandú-" for number in range(2000)) + "/"
    pages = type(district.school).objects.filter(pk=district.school.pk)
    pages.update(url_path=long)
    assert pages.filter(url_path=long).exists()


@on_postgresql
def test_pages_that_a_person_may_edit_are_found_by_primary_key(
    district: District, no_table_is_small: None
) -> None:
    """Every screen of the editor runs this query. An "or" of two lists was evaluated for each page
    of the site, 45 ms at 150,000."""
    with CaptureQueriesContext(connection) as queries:
        assert list(
            policy_registry.get_by_type(Page).get_all_permissions_for_user(district.teacher)
        )
    asked = [each["sql"] for each in queries if "classroom_classroomteacher" in each["sql"]]
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked[0]}")
        plan = "\n".join(line for (line,) in cursor)
    assert "Seq Scan on wagtailcore_page" not in plan
    assert "wagtailcore_page_pkey" in plan
