"""Indexes exist after the migrations, and the next migration restores them."""

import pytest
from django.db import connection

from district_cms.schools.search import postgres

pytestmark = pytest.mark.django_db(transaction=True)


def test_indexes_are_created_after_migrations_and_recreated_if_lost() -> None:
    def names() -> set[str]:
        with connection.cursor() as cursor:
            return {
                name
                for table in (
                    "wagtailcore_page",
                    "wagtailcore_taskstate",
                    "wagtailsearch_indexentry",
                )
                for name in connection.introspection.get_constraints(cursor, table)
            }

    wanted = set(postgres.INDEXES[connection.vendor])
    assert wanted <= names()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {postgres.ADDRESSES}")
    assert postgres.ADDRESSES not in names()
    postgres.make_after_migrate(using="default")
    assert wanted <= names()
