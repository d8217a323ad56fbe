"""Whatever is done to sealed rows or to their seals behind the software's back is found and named.

The triggers are off here: whoever does this owns the database.
"""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.audit_log import digests
from district_cms.audit_log.models import AuditEntry, ChainHead, Seal
from district_cms.audit_log.sealing import Sealed, seal_log
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


def seal_it_again(sequence: int) -> None:
    """Write the digests of the row as it is now into its seal, with a hash that fits them."""
    seal = seal_number(sequence)
    table = table_of(seal)
    found = table.digests(rows_of(seal).values(*table.columns).get())
    before = Seal.objects.filter(sequence=sequence - 1).first()
    link = digests.link(
        before.hash if before else "",
        sequence=sequence,
        name=seal.name,
        row=seal.row,
        digest=found.row,
        sealed_at=seal.sealed_at,
    )
    Seal.objects.filter(pk=sequence).update(
        payload_digest=found.payload, digest=found.row, hash=link
    )


def end_at(sequence: int) -> None:
    head = Seal.objects.filter(sequence=sequence).first()
    ChainHead.objects.update(sequence=sequence, hash=head.hash if head else "")


@examples
@given(days=st.integers(1, 4000), key=st.integers(100_000, 200_000) | st.just(0))
def test_a_row_inserted_into_the_past_is_found(days: int, key: int, sealed_rows: Sealed) -> None:
    with undone():
        at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        key = key or AuditEntry.objects.earliest("pk").pk - 1
        AuditEntry.objects.create(pk=key, action="test.false", at=at)
        assert f"Row {key} of the audit log" in verify_log().broken


@examples
@given(first=SEQUENCES, second=SEQUENCES)
def test_two_seals_that_changed_places_are_found(
    first: int, second: int, sealed_rows: Sealed
) -> None:
    with undone():
        for old, new in ((first, 99), (second, first), (99, second)):
            Seal.objects.filter(pk=old).update(sequence=new)
        broken = verify_log().broken
        assert (f"seal {min(first, second)}: the link is broken" in broken) is (first != second)


@examples
@given(first=SEQUENCES, second=SEQUENCES)
def test_seals_that_point_to_each_others_rows_are_found(
    first: int, second: int, sealed_rows: Sealed
) -> None:
    one, other = seal_number(first), seal_number(second)
    with undone():
        Seal.objects.filter(pk=first).update(row=-1)
        Seal.objects.filter(pk=second).update(name=one.name, row=one.row)
        Seal.objects.filter(pk=first).update(name=other.name, row=other.row)
        broken = verify_log().broken
        assert (f"seal {min(first, second)}: the link is broken" in broken) is (first != second)


@examples
@given(sequence=SEQUENCES)
def test_a_deleted_seal_is_found(sequence: int, sealed_rows: Sealed) -> None:
    with undone():
        Seal.objects.filter(pk=sequence).delete()
        broken = verify_log().broken
        if sequence < ROWS:
            assert broken == f"Seal {sequence} is missing; the next one is {sequence + 1}."
        else:
            assert broken.startswith(f"The chain ends at seal {ROWS - 1}, but its head says {ROWS}")


@examples
@given(sequence=SEQUENCES)
def test_a_row_changed_together_with_its_digests_is_found(
    sequence: int, sealed_rows: Sealed
) -> None:
    seal = seal_number(sequence)
    with undone():
        rows_of(seal).update(title="Another")
        seal_it_again(sequence)
        Seal.objects.filter(pk=sequence).update(hash=seal.hash)
        assert f"seal {sequence}: the link is broken" in verify_log().broken


@examples
@given(sequence=SEQUENCES)
def test_a_row_sealed_again_breaks_the_next_link(sequence: int, sealed_rows: Sealed) -> None:
    with undone():
        rows_of(seal_number(sequence)).update(title="Another")
        seal_it_again(sequence)
        broken = verify_log().broken
        if sequence < ROWS:
            assert f"seal {sequence + 1}: the link is broken" in broken
        else:
            assert "or the head was changed" in broken


@examples
@given(sequence=SEQUENCES, cut=st.booleans())
def test_only_a_hash_noted_elsewhere_finds_a_chain_that_was_made_again(
    sequence: int, cut: bool, sealed_rows: Sealed
) -> None:
    noted = sealed_rows.hash
    assert verify_log(expect=noted).broken == ""
    with undone():
        if cut:
            for seal in Seal.objects.filter(sequence__gte=sequence):
                rows_of(seal)._raw_delete("default")
                seal.delete()
            end_at(sequence - 1)
        else:
            rows_of(seal_number(sequence)).update(title="Another")
            for each in range(sequence, ROWS + 1):
                seal_it_again(each)
            end_at(ROWS)
        assert verify_log().broken == ""
        assert f"The hash {noted} is nowhere in the chain" in verify_log(expect=noted).broken


def test_a_hash_noted_earlier_stays_valid_while_the_chain_grows(sealed_rows: Sealed) -> None:
    AuditEntry.objects.create(action="test.later")
    assert seal_log().rows == 1
    assert verify_log(expect=sealed_rows.hash).broken == ""


@pytest.mark.parametrize("change", [{"sequence": 9}, {"sequence": 11}, {"hash": "0" * 64}])
def test_a_changed_head_is_found(change: dict[str, Any], sealed_rows: Sealed) -> None:
    ChainHead.objects.update(**change)
    assert "or the head was changed" in verify_log().broken


def test_a_lost_head_is_found(sealed_rows: Sealed) -> None:
    ChainHead.objects.all().delete()
    assert "but its head says 0" in verify_log().broken


def test_a_seal_of_a_table_that_nobody_registers_is_found(sealed_rows: Sealed) -> None:
    seal = seal_number(1)
    link = digests.link(
        "", sequence=1, name="x", row=seal.row, digest=seal.digest, sealed_at=seal.sealed_at
    )
    Seal.objects.filter(pk=1).update(name="x", hash=link)
    assert verify_log().broken.endswith("no table of this name is registered.")
