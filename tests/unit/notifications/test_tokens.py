"""The secret tokens in the links of our mails."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from notifications.families.tokens import (
    PREFERENCES_FOR,
    BadToken,
    ExpiredToken,
    hash_of,
    new_confirm_token,
    preferences_token,
    read_preferences_token,
    read_stop_token,
    stop_token,
)

PERSON = UUID("0b6f7a4e-3d5c-4f0a-9c39-0d7d5f3f1a11")
NOW = dt.datetime(2026, 11, 24, 16, 0, tzinfo=dt.UTC)
KINDS = [(stop_token, read_stop_token), (preferences_token, read_preferences_token)]
Make = Callable[[UUID], str]
Read = Callable[[str], UUID]


@given(st.uuids())
def test_a_link_names_the_person_it_was_made_for(person: UUID) -> None:
    assert read_stop_token(stop_token(person)) == person
    assert read_preferences_token(preferences_token(person)) == person


@pytest.mark.parametrize("make, read", KINDS)
@given(data=st.data())
def test_a_link_that_was_changed_anywhere_opens_nothing(
    make: Make, read: Read, data: st.DataObject
) -> None:
    token = make(PERSON)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019-_:"))
    changed = token[:place] + letter + token[place + 1 :]
    if changed == token:
        return
    # The last letter of a base-64 text has spare bits: another letter may encode the same bytes.
    # The signature is compared as text, so even that is refused.
    with pytest.raises(BadToken):
        read(changed)


@pytest.mark.parametrize("read", [read_stop_token, read_preferences_token])
@given(st.text(max_size=80))
def test_a_foreign_link_opens_nothing(read: Read, text: str) -> None:
    with pytest.raises(BadToken):
        read(text)


def test_one_kind_of_link_does_not_open_what_another_does() -> None:
    with pytest.raises(BadToken):
        read_preferences_token(stop_token(PERSON))
    with pytest.raises(BadToken):
        read_stop_token(preferences_token(PERSON))


def test_a_link_to_preferences_ends_and_a_link_to_stop_never_does(
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(NOW, tick=False)
    preferences, stop = preferences_token(PERSON), stop_token(PERSON)
    time_machine.move_to(NOW + PREFERENCES_FOR, tick=False)
    assert read_preferences_token(preferences) == PERSON
    time_machine.move_to(NOW + PREFERENCES_FOR + dt.timedelta(seconds=2), tick=False)
    with pytest.raises(ExpiredToken):
        read_preferences_token(preferences)
    time_machine.move_to(NOW + dt.timedelta(days=3650), tick=False)
    assert read_stop_token(stop) == PERSON


def test_links_survive_a_change_of_the_secret_key(settings: Any) -> None:
    old = stop_token(PERSON)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [settings.SECRET_KEY]
    assert read_stop_token(old) == PERSON
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BadToken):
        read_stop_token(old)


def test_a_confirmation_is_random_and_stored_only_as_a_hash() -> None:
    token, kept = new_confirm_token()
    assert token not in kept
    assert kept == hash_of(token)
    assert len({new_confirm_token()[0] for _ in range(50)}) == 50
