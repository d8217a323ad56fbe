"""The window for choosing a picture looks up the pages of what it lists, however many there are."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from wagtail.models import Page, ReferenceIndex

from classroom.models import UpdatePage
from district_cms.media import windows
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.editor import make_document, make_picture
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db
MANY = 3_000
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite does not say what it costs"
)


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def shown_elsewhere(item: Any, page: Page, number: int) -> None:
    """So many like this one, each on a live page of the other school."""
    model, now = type(item), timezone.now()
    kinds = ContentType.objects.get_for_models(Page, UpdatePage, model)
    model.objects.bulk_create(
        [_like(item, now - dt.timedelta(minutes=each)) for each in range(number)]
    )
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=kinds[UpdatePage],
            base_content_type=kinds[Page],
            object_id=str(page.pk),
            to_content_type=kinds[model],
            to_object_id=str(key),
            model_path="lesson",
            content_path=f"lesson.{key}",
            content_path_hash=ReferenceIndex._get_content_path_hash(f"lesson.{key}"),
        )
        for key in model.objects.exclude(pk=item.pk).values_list("pk", flat=True)
    )


def _like(item: Any, moment: dt.datetime) -> Any:
    skipped = {"id", "created_at"}
    values = {f.attname: getattr(item, f.attname) for f in item._meta.concrete_fields}
    made = type(item)(**{name: value for name, value in values.items() if name not in skipped})
    made.created_at = moment
    return made


def asked(user: User, address: str) -> list[str]:
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


def test_a_window_asks_as_much_among_many_as_among_few_and_counts_no_further_than_it_lists(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "MOST_LISTED", 45)
    page = make_update(district.classroom, **update_content(district.curriculum))
    item = make_document(collection=district.other_school.collection)
    address = reverse("wagtaildocs_chooser:choose_results")
    numbers = []
    for more in (12, 60):
        shown_elsewhere(item, page, more)
        numbers.append(len(asked(district.teacher, address)))
        ReferenceIndex.objects.filter(object_id=str(page.pk)).delete()
        DistrictDocument._base_manager.exclude(pk=item.pk)._raw_delete("default")
    assert numbers[0] == numbers[1]
    shown_elsewhere(item, page, 60)
    client = Client()
    client.force_login(district.teacher)
    assert "Page 1 of 5" in client.get(address).text
    assert client.get(address, {"p": 6}).status_code == 404


@on_postgresql
@pytest.mark.parametrize("role", [Role.TEACHER, Role.STAND_IN])
def test_the_newest_are_found_by_their_age_and_not_sorted(role: Role, district: District) -> None:
    page = make_update(district.classroom, **update_content(district.curriculum))
    for item in (
        make_picture(collection=district.other_school.collection),
        make_document(collection=district.other_school.collection),
    ):
        shown_elsewhere(item, page, MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = district.teacher if role is Role.TEACHER else make_account(role)
    for name, model in (("images", DistrictImage), ("docs", DistrictDocument)):
        address = reverse(f"wagtail{name}_chooser:choose_results")
        table = f'FROM "{model._meta.db_table}"'
        listing = [sql for sql in asked(user, address) if table in sql and "created_at" in sql]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {listing[0]}")
            plan = "\n".join(str(row[0]) for row in cursor.fetchall())
        assert "Index Scan Backward" in plan, plan
        assert "Sort" not in plan, plan
