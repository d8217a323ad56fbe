"""Writing to any table that a public page shows changes the page's version."""

import re
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from district_cms.schools.page_cache.writers import ROWS_OF_A_PAGE, SCHOOL_PAGES, SITE_MODELS
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.editor import make_document
from tests.factories.pages import make_standard_page, make_update, update_content

from .conftest import Site

pytestmark = pytest.mark.django_db

TABLES: Final = re.compile(r'\b(?:FROM|JOIN)\s+"(\w+)"')
WITHOUT_A_WRITER: Final = {
    # The versions themselves, content types, and renditions created during rendering.
    *("web.CacheVersion", "contenttypes.ContentType", "media.DistrictRendition"),
}


def test_every_model_that_public_pages_read_is_listed(district: District, site: Site) -> None:
    models: dict[str, Any] = {
        model._meta.db_table: model for model in apps.get_models(include_auto_created=True)
    }
    news = make_activity(district.school, title="News", slug="news", kind="news")
    lesson = [("document", {"document": make_document(), "text": "What to bring (TXT)"})]
    update = make_update(district.classroom, **update_content(district.curriculum, lesson=lesson))
    shown = [district.home, district.school, district.teacher_page, district.classroom, news]
    shown += [update, make_post(news), make_standard_page(district.home), district.curriculum]
    read: set[str] = set()
    for address in (*(page.url for page in shown), reverse("calendars:schools")):
        with CaptureQueriesContext(connection) as queries:
            assert site.fresh(address).status_code == 200
        read |= {table for query in queries for table in TABLES.findall(query["sql"])}
    labels = {
        models[table]._meta.label
        for table in read
        if table in models and not issubclass(models[table], Page)
    }
    assert labels >= {"people.Staff", "classroom.ClassroomTeacher"}
    assert labels - SITE_MODELS - ROWS_OF_A_PAGE.keys() - WITHOUT_A_WRITER == set()


def test_every_listed_model_exists() -> None:
    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {*SITE_MODELS, *ROWS_OF_A_PAGE} <= there
    assert {label.lower() for label in there} >= SCHOOL_PAGES.keys()
