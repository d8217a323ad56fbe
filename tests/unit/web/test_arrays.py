"""Many values as one parameter, as PostgreSQL reads it."""

from uuid import UUID

import pytest

from district_cms.web.bulk_sql import array


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "{}"),
        ([None, "NULL"], '{NULL,"NULL"}'),
        (['a "b"', "c\\d"], '{"a \\"b\\"","c\\\\d"}'),
        ([1, 23], "{1,23}"),
        ([UUID(int=1)], "{00000000-0000-0000-0000-000000000001}"),
        (["ana", "", "bo,{}"], '{"ana","","bo,{}"}'),
        (["ana", 'b"o'], '{"ana","b\\"o"}'),
        (['","', "bo"], '{"\\",\\"","bo"}'),
        (["ana", "b\\o"], '{"ana","b\\\\o"}'),
        ([UUID(int=1), None], "{00000000-0000-0000-0000-000000000001,NULL}"),
        (["ana", 7], '{"ana",7}'),
    ],
)
def test_values_as_postgresql_reads_an_array(values: list[str | None], said: str) -> None:
    assert array(values) == said
