"""Public pages, the search and the form of an update find their rows through indexes, however many
there are."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.schools import indexes
from district_cms.schools.search import indexed
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

ON_POSTGRESQL = connection.vendor == "postgresql"
on_postgresql = pytest.mark.skipif(
    not ON_POSTGRESQL, reason="SQLite plans a small table otherwise, and its search is another one"
)


@pytest.fixture
def no_table_is_small() -> Iterator[None]:
    """PostgreSQL reads a small table whole; here as if it were as large as a district's."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield


OTHER_ENTRIES = """
    INSERT INTO wagtailsearch_indexentry
        (content_type_id, object_id, title_norm, title, autocomplete, body,
         title_text, body_text)
    SELECT content_type_id, 'other ' || number, 1, to_tsvector('lesson ' || number), '', '', '', ''
    FROM generate_series(1, 5000) AS number,
        (SELECT content_type_id FROM wagtailcore_page WHERE depth > 2 LIMIT 1) AS of_a_page
"""


@pytest.fixture
def full_index(district: District, no_table_is_small: None) -> None:
    """Of several indexes PostgreSQL takes the one that leaves least, by what it knows of the rows;
    what other tests left behind must not decide it."""
    with connection.cursor() as cursor:
        cursor.execute(OTHER_ENTRIES)
        cursor.execute("ANALYZE wagtailsearch_indexentry; ANALYZE wagtailcore_page")


def plans(client: Client, address: str, about: str) -> list[str]:
    """How the database carries out each query of this page whose SQL names `about`.

    Those that are prepared are planned with their values here, as at their first visits: of the
    others nobody can ask.
    """
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
@pytest.mark.usefixtures("no_table_is_small")
def test_the_pages_of_an_address_and_the_frame_are_found_by_their_indexes(
    district: District, client: Client
) -> None:
    address = "/juniper-creek/ms-rivera/2026-27/math-3/"
    (of_address,) = plans(client, address, 'url_path" IN')
    assert indexes.ADDRESSES in of_address
    (of_frame,) = plans(client, address, "school_kind")
    assert indexes.FIRST_LEVEL in of_frame
    assert "Seq Scan on wagtailcore_page" not in of_address + of_frame


@on_postgresql
@pytest.mark.django_db
@pytest.mark.usefixtures("full_index")
def test_each_question_of_a_search_uses_the_index_of_what_it_compares(
    district: District, client: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum, title="The pond"))
    (whole,) = plans(client, "/search/?q=pond", indexed.TEXTS)
    assert f"Function Scan on {indexed.TEXTS}" in whole
    asked = indexed.ENTRIES.format(words="%s", compared="2000", kinds="%s", most="300")
    kinds = [kind.pk for kind in ContentType.objects.filter(model__endswith="page")]
    of_texts = plan_of_a_function(asked, ["pond", kinds])
    assert indexes.SEARCHED_TEXT in of_texts
    (at_school,) = plans(client, "/search/?q=pond&school=juniper-creek", indexed.TEXTS_OF_SCHOOL)
    assert f"Function Scan on {indexed.TEXTS_OF_SCHOOL}" in at_school
    asked = indexed.ENTRIES_OF_SCHOOL.format(words="%s", kinds="%s", below="%s", most="300")
    path = district.school.path
    of_a_school = plan_of_a_function(asked, ["pond", kinds, path, path], indexed.BY_ITSELF)
    (named,) = plans(client, "/search/?q=rivera", indexed.NAMES)
    assert f"Function Scan on {indexed.NAMES}" in named
    rivera = "to_tsquery('simple', 'rivera:*')"
    weighed = dict.fromkeys(("everywhere", "in_names"), rivera)
    weighed |= {"school": "0", "grade": "''", "kinds": "'{}'::text[]", "most": "250"}
    of_names = plan_of_a_function(indexed.WEIGHED.format(**weighed, kinds_first="'{class}'"), [])
    assert indexed.VECTOR in of_names
    # The words of names, by which spelling is helped, are a few thousand in the largest district.
    for plan in (whole, of_texts, at_school, of_a_school, named, of_names):
        assert not read_whole(plan)


@on_postgresql
@pytest.mark.django_db
@pytest.mark.usefixtures("no_table_is_small")
def test_the_day_that_an_update_fills_is_found_by_an_index(
    district: District, client: Client
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    client.force_login(district.teacher)
    address = reverse("wagtailadmin_pages:edit", args=[update.pk])
    (plan,) = plans(client, address, '"day_filled"')
    assert "posting_slot_met_by" in plan
    assert "Seq Scan on classroom_postingslot" not in plan


def read_whole(plan: str) -> list[str]:
    """The tables that are read from one end to the other; that of the restrictions has few rows."""
    return [
        line
        for line in plan.splitlines()
        if "Seq Scan" in line and "wagtailcore_pageviewrestriction" not in line
    ]


def plan_of_a_function(
    asked: str, values: list[Any], settings: Mapping[str, str] = indexed.BY_THE_INDEX
) -> str:
    """What a function does inside, by its own settings."""
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"SET LOCAL {name} = {value}")
        cursor.execute(f"EXPLAIN {asked}", values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@on_postgresql
@pytest.mark.django_db
def test_the_functions_say_by_which_index_they_find_and_nothing_else_of_the_session() -> None:
    with connection.cursor() as cursor:
        for function, by in (
            (indexed.TEXTS, indexed.BY_THE_INDEX),
            (indexed.NAMES, indexed.BY_THE_INDEX),
            (indexed.TEXTS_OF_SCHOOL, indexed.BY_ITSELF),
        ):
            cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = %s", [function])
            (settings,) = cursor.fetchone()
            assert settings == [f"{name}={value}" for name, value in by.items()]
        cursor.execute(f"SELECT * FROM {indexed.TEXTS}('pond', 1, '{{}}', 1)")
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)


@pytest.mark.django_db
def test_an_address_may_be_longer_than_an_entry_of_an_ordinary_index(district: District) -> None:
    long = "/" + "".join(f"{number:x}-ñandú-" for number in range(2000)) + "/"
    pages = type(district.school).objects.filter(pk=district.school.pk)
    pages.update(url_path=long)
    assert pages.filter(url_path=long).exists()


@on_postgresql
def test_what_a_person_may_edit_is_found_by_its_keys(
    district: District, no_table_is_small: None
) -> None:
    """Every screen of the editor asks it. An "or" between two lists was asked of each page of the
    site, 45 ms at 150,000."""
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
