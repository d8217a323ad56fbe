"""Many values as one parameter: whatever stands in them arrives as it was."""

from uuid import UUID

import pytest
from django.db import connection

from district_cms.web.statements.arrays import array

ODD = ["", "NULL", "null", 'a "b"', "a\\b", "\\", "{a,b}", "a,b", " a ", "a\nb", "’ñ 😀", "'; DROP"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "{}"),
        ([None, "NULL"], '{NULL,"NULL"}'),
        (['a "b"', "c\\d"], '{"a \\"b\\"","c\\\\d"}'),
        ([1, 23], "{1,23}"),
        ([UUID(int=1)], "{00000000-0000-0000-0000-000000000001}"),
    ],
)
def test_values_as_postgresql_reads_an_array(values: list[str | None], said: str) -> None:
    assert array(values) == said


@pytest.mark.django_db
def test_what_postgresql_reads_is_what_was_written() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no arrays: each value is bound by itself")
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(%s::text[])", [array([*ODD, None])])
        assert [value for (value,) in cursor.fetchall()] == [*ODD, None]
