"""What goes down with an update: its files, its plan, its posting day. Each makes an update of its
own; what needs no more than one that is live stands in `test_taking_down.py`."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from classroom.models import UpdatePage
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.moderation.taking_down.permissions import can_take_down
from district_cms.moderation.taking_down.selectors import open_row
from district_cms.moderation.taking_down.services import put_back, take_down
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.editor import make_picture
from tests.factories.files import pdf
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account, make_superuser
from tests.integration.classroom.walk import Walk, slot
from tests.integration.conftest import Clock

from .test_taking_down import MISTAKE, PRIVACY, again

pytestmark = pytest.mark.django_db


def picture_block(picture: DistrictImage) -> tuple[str, dict[str, Any]]:
    return (
        "picture",
        {
            "image": picture,
            "description": "A number line on the classroom wall.",
            "source": "staff",
            "people": "none",
        },
    )


def statuses(client: Client, addresses: list[str]) -> set[int]:
    """What a visitor's browser gets for these files."""
    found = set()
    for address in addresses:
        answer = client.get(address)
        found.add(answer.status_code)
        # Not `answer.close()`: it would end the transaction of the test.
        for close in answer._resource_closers:
            close()
    return found


def test_pictures_and_files_that_only_it_uses_no_longer_open(
    district: District, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    own, shared = make_picture("Own"), make_picture("Shared")
    document = DistrictDocument.objects.create(
        title="Supply list", file=ContentFile(pdf(), name="supply-list.pdf")
    )
    content = update_content(district.curriculum)
    content["pictures"] = [picture_block(own), picture_block(shared)]
    content["lesson"] = [*content["lesson"], ("document", {"document": document})]
    update = make_update(district.classroom, **content)
    other = make_update(
        district.classroom,
        **update_content(district.curriculum, pictures=[picture_block(shared)], title="Other"),
    )
    client.get(update.get_url())  # the sizes are made
    addresses = [own.file.url, *(r.url for r in own.renditions.all())]
    kept = [shared.file.url, *(r.url for r in shared.renditions.all())]
    assert len(addresses) > 1
    assert len(kept) > 1
    assert statuses(client, [*addresses, *kept, document.url]) == {200}
    old = [*addresses, document.url]
    with django_capture_on_commit_callbacks(execute=True):
        done = take_down(pages=[update], user=district.teacher, reason=PRIVACY)
    assert statuses(client, old) == {404}
    assert statuses(client, kept) == {200}
    assert "2 pictures and files that only this page showed no longer open." in done.said
    assert "1 picture or file stays, because another page shows it too." in done.said
    # The library still has them, and the page shows them when it is back.
    office = make_account(Role.COMMUNICATIONS)
    assert put_back(page=update, user=office)
    answer = client.get(update.get_url()).content.decode()
    assert DistrictDocument.objects.get(pk=document.pk).url in answer
    own.refresh_from_db()
    assert statuses(client, [own.file.url]) == {200}
    assert other.live


def test_unpublishing_by_wagtails_own_button_hides_the_files_too(
    district: District, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    own = make_picture("Own")
    content = update_content(district.curriculum, pictures=[picture_block(own)])
    update = make_update(district.classroom, **content)
    address = own.file.url
    client.force_login(district.principal)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:unpublish", args=[update.pk]))
    assert statuses(client, [address]) == {404}


def test_deleting_a_live_page_hides_its_files_too_and_is_not_refused_for_them(
    district: District, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    own = make_picture("Own")
    content = update_content(district.curriculum, pictures=[picture_block(own)])
    update = make_update(district.classroom, **content)
    address = own.file.url
    client.force_login(make_superuser())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:delete", args=[update.pk]))
    assert not UpdatePage.objects.filter(pk=update.pk).exists()
    assert DistrictImage.objects.filter(pk=own.pk).exists()
    assert statuses(client, [address]) == {404}


def test_what_was_planned_does_not_go_live(district: District, clock: Clock) -> None:
    walk = Walk.begin(district)
    walk.change(go_live_at=clock("2026-11-10 09:00") + dt.timedelta(days=2))
    walk.submit().approve()
    assert again(walk.page).approved_schedule
    assert can_take_down(district.teacher, walk.page)
    take_down(pages=[walk.page], user=district.teacher, reason=MISTAKE)
    assert not again(walk.page).approved_schedule
    assert walk.posting.returned_at is not None


def test_the_posting_day_waits_while_it_is_down_and_counts_by_its_first_date_afterwards(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-23 10:00")
    update = Walk.begin(district).submit().approve().page
    assert slot(district.classroom, "2026-11-24").standing == "met"
    client.force_login(district.teacher)
    said = client.get(reverse("moderation_take_down", args=[update.pk])).content.decode()
    assert "the posting day Tuesday, November 24 of Math 3 waits for an update" in said
    take_down(pages=[update], user=district.teacher, reason=MISTAKE)
    assert slot(district.classroom, "2026-11-24").standing == "open"
    clock("2026-11-30 10:00")
    put_back(page=update, user=district.teacher)
    met = slot(district.classroom, "2026-11-24")
    assert met.standing == "met"
    assert met.met_at is not None
    assert timezone.localdate(met.met_at) == dt.date(2026, 11, 23)


def test_what_the_school_gives_an_hour_anew_is_up_and_can_be_taken_down_again(
    district: District, clock: Clock
) -> None:
    walk = Walk.begin(district).submit().approve()
    take_down(pages=[walk.page], user=district.teacher, reason=MISTAKE)
    walk.plan(timezone.now() + dt.timedelta(days=2))
    assert open_row(walk.page) is None
    take_down(pages=[walk.page], user=district.teacher, reason=MISTAKE)
    row = open_row(walk.page)
    assert row is not None
    assert walk.page.scheduled_revision is None
    canceled = PageLogEntry.objects.get(page=walk.pk, action="wagtail.schedule.cancel")
    assert canceled.user == district.teacher
