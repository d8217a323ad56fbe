"""A list that gives its rows as a file gives what stands in them, or none at all."""

import csv
from collections.abc import Iterator

from django.test import Client
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from district_cms.barriers.services import report_barrier
from notifications.models import MessageClass
from notifications.services import enqueue_message
from tests.factories.district import District
from tests.factories.people import make_superuser


def lists() -> Iterator[ModelViewSet]:
    """Our own; those of Wagtail alone are Wagtail's."""
    viewsets.populate()
    for each in viewsets.viewsets:
        members = each.registerables if isinstance(each, ModelViewSetGroup) else [each]
        for one in members:
            if isinstance(one, ModelViewSet) and not one.name.startswith("wagtail"):
                yield one


def test_no_list_gives_a_file_of_blank_lines(district: District, client: Client) -> None:
    report_barrier(what="The menu cannot be opened.", page="/juniper-creek/")
    enqueue_message(
        message_class=MessageClass.STAFF, address="a@example.net", subject="Hello", text="Hello"
    )
    client.force_login(make_superuser())
    files, blank, screens = {}, [], []
    for each in lists():
        address = reverse(each.get_url_name("index"))
        response = client.get(address, {"export": "csv"})
        assert response.status_code == 200, address
        if response["Content-Type"] != "text/csv":
            screens.append(each.name)
            continue
        heading, *rows = csv.reader(response.getvalue().decode().splitlines())
        files[each.name] = rows
        if not all(heading) or not all(any(row) for row in rows):
            blank.append(each.name)
    assert blank == []
    assert files["staff"]
    assert files["class-assignments"] == [["Elena Rivera", "Math 3", "Teacher", ""]]
    assert files["barriers_office"][0][0].startswith("B-")
    assert "outbox" in screens
