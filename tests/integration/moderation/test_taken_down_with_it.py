"""What goes down with an update: its files, its plan, its posting day. Each makes an update of its
own; what needs no more than one that is live stands in `test_taking_down.py`."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.moderation.taking_down.services import put_back, take_down
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.editor import make_picture
from tests.factories.files import pdf
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account, make_superuser

from .test_taking_down import PRIVACY

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
    assert "2 pictures and files that only this page showed no longer open." in done.effects
    assert "1 picture or file stays, because another page shows it too." in done.effects
    # The library still has them, and the page shows them when it is back.
    office = make_account(Role.COMMUNICATIONS)
    assert put_back(page=update, user=office)
    answer = client.get(update.get_url()).content.decode()
    assert DistrictDocument.objects.get(pk=document.pk).url in answer
    own.refresh_from_db()
    assert statuses(client, [own.file.url]) == {200}
    assert other.live


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
