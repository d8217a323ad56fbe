"""Wrong codes: each wait is longer than the one before, and the right code ends them."""

import pytest

from district_cms.web.limits import Limit
from notifications.texts import limits
from notifications.texts.codes import TRIES
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import Family
from .test_texts import asks, code_of, texting, wrong

__all__ = ["texting"]  # a fixture
pytestmark = pytest.mark.django_db


def test_codes_of_one_number_are_guessed_a_few_times_and_each_wait_is_longer(
    texting: District, family: Family, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    for name in ("CODES_BY_NUMBER", "CODES_BY_NUMBER_AND_DAY"):
        monkeypatch.setattr(limits, name, Limit(name, 99, 60))

    def guesses(times: int) -> tuple[list[int], str]:
        statuses = []
        for number in range(times):
            if number % TRIES == 0:
                page = asks(family, texting.classroom).url
            answer = family.browser.post(page, {"code": wrong(code_of())})
            statuses.append(answer.status_code)
        return statuses, answer.content.decode()

    clock("2026-11-10 09:00")
    statuses, words = guesses(15)
    assert statuses == [200] * 10 + [429] * 5
    assert "please try again in 1 hour" in words
    # Those that were refused counted for nothing.
    clock("2026-11-10 10:01")
    statuses, words = guesses(10)
    assert statuses == [200] * 5 + [429] * 5
    assert "please try again in 4 hours" in words
    clock("2026-11-10 13:02")
    statuses, words = guesses(10)
    assert statuses == [200] * 5 + [429] * 5
    assert "please try again tomorrow" in words


def test_who_types_the_right_code_in_the_end_has_no_wrong_ones(
    texting: District, family: Family
) -> None:
    # One class for each of many children, with a slip at each.
    for _child in range(limits.CODES_BY_NUMBER_AND_DAY.times + 1):
        page = asks(family, texting.classroom)
        assert page.status_code == 302
        for code in (wrong(code_of()), wrong(code_of()), code_of()):
            assert family.browser.post(page.url, {"code": code}).status_code != 429
