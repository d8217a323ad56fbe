"""An update that was written in bulk leaves the rows that the services leave."""

import pytest
from time_machine import TimeMachineFixture
from wagtail.models import PageLogEntry

from classroom.models import UpdatePage
from district_cms.demo.at_size.plans import Sizes
from district_cms.demo.bulk.plan import End
from tests.integration.at_size.rows import differences
from tests.integration.at_size.twins import twin_of

# The district in bulk is made for benchmarks, and changed seldom; making it takes ten seconds.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("at-size"), pytest.mark.slow]

WITHOUT = {
    End.LIVE: {"wagtail.publish"},
    End.SCHEDULED: {"wagtail.publish.schedule"},
    End.RETURNED: {"wagtail.workflow.reject"},
}


def update_with(end: End) -> UpdatePage:
    """An update of the district that has come so far, the newest one."""
    pages = UpdatePage.objects.order_by("-pk")
    if end == End.LIVE:
        return pages.filter(live=True)[0]
    log = PageLogEntry.objects.filter(page_id__in=pages.filter(live=False).values("pk"))
    ended = {
        name: set(log.filter(action__in=actions).values_list("page_id", flat=True))
        for name, actions in WITHOUT.items()
    }
    begun = set(log.filter(action="wagtail.workflow.start").values_list("page_id", flat=True))
    waiting = begun - set().union(*ended.values())
    of = ended | {End.WAITING: waiting}
    if end == End.DRAFT:
        return pages.filter(live=False).exclude(pk__in=begun)[0]
    return pages.filter(pk__in=of[end])[0]


# What its principal reads later goes through the services.
IN_BULK = [end for end in End if end != End.UNREAD]


@pytest.mark.parametrize("end", IN_BULK)
def test_an_update_in_bulk_has_the_rows_that_the_services_write(
    end: End, small: Sizes, time_machine: TimeMachineFixture
) -> None:
    update = update_with(end)

    twin = twin_of(update, end, time_machine)

    assert differences(update, UpdatePage.objects.get(pk=twin.pk)) == []
