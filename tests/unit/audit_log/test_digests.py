"""What is hashed is fixed to the byte: another program must come to the same digests."""

import datetime as dt
import hashlib
import uuid
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.audit_log import digests

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
COLUMNS = st.dictionaries(
    st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(max_size=5)
)


@pytest.mark.parametrize(
    "value, expected",
    [
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}'),
        ("ñ\ud800", b'"\\u00f1\\ud800"'),
        (NOON, b'"2026-11-24T12:00:00.000000+00:00"'),
        (NOON.astimezone(ZoneInfo("America/Denver")), b'"2026-11-24T12:00:00.000000+00:00"'),
        (NOON.date(), b'"2026-11-24"'),
        (uuid.UUID(int=7), b'"00000000-0000-0000-0000-000000000007"'),
    ],
)
def test_the_canonical_form(value: object, expected: bytes) -> None:
    assert digests.canonical(value) == expected


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no canonical form"):
        digests.canonical({"a": {1}})


def test_the_digest_of_a_row_can_be_computed_by_hand() -> None:
    kept = hashlib.sha256(b'{"action":"gate.live"}').hexdigest()
    payload = hashlib.sha256(b'{"data":{}}').hexdigest()
    assert digests.digest_of({"action": "gate.live", "school": ""}) == kept
    expected = hashlib.sha256(f'["{kept}","{payload}"]'.encode()).hexdigest()
    assert digests.row_digest({"action": "gate.live"}, payload) == expected


@given(COLUMNS, st.sampled_from([None, ""]))
def test_an_empty_column_more_changes_no_digest(values: dict[str, object], empty: object) -> None:
    assert digests.digest_of({**values, "added later": empty}) == digests.digest_of(values)


@given(COLUMNS, st.text(max_size=5), st.integers() | st.booleans() | st.text(min_size=1))
def test_any_other_change_changes_it(
    values: dict[str, object], name: str, new: int | bool | str
) -> None:
    changed = {**values, name: new}
    same = name in values and type(values[name]) is type(new) and values[name] == new
    assert (digests.digest_of(changed) == digests.digest_of(values)) is same


@pytest.mark.parametrize(
    "changed",
    [
        {"previous": "b"},
        {"sequence": 2},
        {"name": "check history"},
        {"row": 2},
        {"digest": "e"},
        {"sealed_at": NOON + dt.timedelta(microseconds=1)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_link_covers_everything_in_its_seal(changed: dict[str, object]) -> None:
    def link(**values: object) -> str:
        return digests.link(values.pop("previous"), **values)  # type: ignore[arg-type]

    seal = {"previous": "a", "sequence": 1, "name": "audit log", "row": 1, "digest": "d"}
    before = link(**seal, sealed_at=NOON)
    assert link(**{**seal, "sealed_at": NOON, **changed}) != before
