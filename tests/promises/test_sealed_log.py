"""A change to the sealed log is found, and its row is named."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.audit_log.models import Seal
from district_cms.audit_log.sealing import Sealed
from district_cms.audit_log.verifying import verify_log
from tests.integration.audit_log.seals import (
    ROWS,
    SEQUENCES,
    examples,
    rows_of,
    seal_number,
    table_of,
    undone,
)

pytestmark = pytest.mark.django_db

OTHER: dict[str, Any] = {
    "CharField": "another",
    "DateTimeField": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    "JSONField": [{"rule": "another"}],
    "PositiveBigIntegerField": 999_999,
    "UUIDField": "99999999-9999-4999-8999-999999999999",
}


@examples
@given(sequence=SEQUENCES, data=st.data())
def test_a_changed_column_is_found_at_its_row(
    sequence: int, data: st.DataObject, sealed_rows: Sealed
) -> None:
    seal = seal_number(sequence)
    table = table_of(seal)
    column = data.draw(st.sampled_from(table.columns))
    new = OTHER[table.model._meta.get_field(column).get_internal_type()]
    with undone():
        rows_of(seal).update(**{column: new})
        broken = verify_log().broken
        assert broken.startswith(f"Row {seal.row} of the {seal.name} (")
        assert f"seal {sequence}: it was changed after it was sealed" in broken
        assert column in broken


@examples
@given(sequence=SEQUENCES)
def test_a_deleted_row_is_found(sequence: int, sealed_rows: Sealed) -> None:
    seal = seal_number(sequence)
    with undone():
        rows_of(seal)._raw_delete("default")
        expected = f"Row {seal.row} of the {seal.name}, seal {sequence}: the row is missing."
        assert verify_log().broken.startswith(expected)


@examples
@given(sequence=SEQUENCES)
def test_an_end_that_was_cut_off_is_found_by_the_head(sequence: int, sealed_rows: Sealed) -> None:
    with undone():
        for seal in Seal.objects.filter(sequence__gte=sequence):
            rows_of(seal)._raw_delete("default")
            seal.delete()
        broken = verify_log().broken
        assert broken.startswith(f"The chain ends at seal {sequence - 1}, but its head says {ROWS}")
