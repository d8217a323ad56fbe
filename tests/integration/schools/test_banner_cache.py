"""Notices are cached in the process: no query until something changes."""

import pytest

from district_cms.schools.banners.services import end_banner, keep_banner
from district_cms.schools.banners.visible import notices
from district_cms.schools.models import Banner
from tests.integration.conftest import Clock, moment

# Outside a transaction, because nothing is cached within one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("clocks", [("09:00", "08:59"), ("09:00", "09:01"), ("08:59", "09:00")])
def test_an_ended_notice_disappears_despite_clock_differences(
    clock: Clock, clocks: tuple[str, str]
) -> None:
    ending, showing = clocks
    clock("2026-11-10 08:00")
    banner = Banner(
        text_en="All schools are closed today.",
        starts_at=moment("2026-11-10 05:30"),
        ends_at=moment("2026-11-10 18:00"),
    )
    keep_banner(banner=banner, user="test")
    clock(f"2026-11-10 {ending}")
    end_banner(banner=banner, user="test")
    clock(f"2026-11-10 {showing}")
    assert notices() == []
    assert Banner.objects.get().standing() == "over"
    assert not Banner.objects.not_over().exists()


def test_a_new_end_shows_an_ended_notice_again(clock: Clock) -> None:
    clock("2026-11-10 09:00")
    banner = Banner(
        text_en="All schools are closed today.",
        starts_at=moment("2026-11-10 05:30"),
        ends_at=moment("2026-11-10 18:00"),
    )
    keep_banner(banner=banner, user="test")
    end_banner(banner=banner, user="test")
    again = Banner.objects.get()
    again.ends_at = moment("2026-11-10 15:00")
    keep_banner(banner=again, user="test")
    assert len(notices()) == 1
