"""The indexes are there after the migrations, and come back with the next ones."""

import pytest
from django.db import connection

from district_cms.schools.search import indexes

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_index_is_there_after_the_migrations_and_made_again_when_one_is_lost() -> None:
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

    wanted = set(indexes.INDEXES[connection.vendor])
    assert wanted <= names()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {indexes.ADDRESSES}")
    assert indexes.ADDRESSES not in names()
    indexes.make_after_migrate(using="default")
    assert wanted <= names()
