"""What families see exists in Spanish: the frame in their language, content as it was written."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from lxml import html
from lxml.html import HtmlElement

from classroom.models import ClassroomTeacher, UpdatePage
from classroom.parts import title_of
from district_cms.procedure.versions import COLUMNS
from district_cms.schools.choices import GRADE_LEVELS, SCHOOL_KINDS, SUBJECTS, grade_label
from district_cms.schools.models import DistrictPage
from scripts import catalog
from scripts.public_strings import collect

SOURCE = settings.LOCALE_PATHS[0] / "es" / "LC_MESSAGES" / "django.po"
WANTED = collect()
SPANISH = catalog.read(SOURCE.read_text(encoding="utf-8"))
THERE = {entry.key: entry for entry in SPANISH.entries}


def page_types(above: type = DistrictPage) -> Iterator[type]:
    for model in above.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from page_types(model)


LABELS: list[Any] = [
    *[label for _key, label in (*SCHOOL_KINDS, *GRADE_LEVELS, *SUBJECTS)],
    *map(title_of, COLUMNS),
    *ClassroomTeacher.Part.labels,
    *[model._meta.verbose_name for model in page_types()],
]


def said(label: Any, language: str) -> str:
    with translation.override(language):
        return str(label)


# ---------------------------------------------------------------- the catalog


def test_a_translation_leaves_open_what_the_english_does() -> None:
    assert [fault for entry in SPANISH.entries for fault in catalog.faults(entry)] == []


def test_the_catalog_holds_nothing_that_nobody_sees() -> None:
    assert set(THERE) == {entry.key for entry in WANTED}


def test_spanish_addresses_families_as_usted() -> None:
    familiar = re.compile(r"\b(?:tú|tu|tus|te|ti|puedes|debes|tienes|escribe|elige)\b", re.I)
    texts = [text for entry in SPANISH.entries for text in entry.translations]
    assert [text for text in texts if familiar.search(text)] == []


# ---------------------------------------------------------------- labels made at import time
def test_labels_are_said_in_the_language_of_the_reader() -> None:
    made_once = [
        label
        for label in LABELS
        if not isinstance(label, Promise) and label not in ClassroomTeacher.Part.labels
    ]
    assert made_once == []
    spoken = [(said(label, "en"), said(label, "es"), said(label, "en")) for label in LABELS]
    assert [english for english, spanish, _again in spoken if english == spanish] == []
    assert [english for english, _spanish, again in spoken if english != again] == []


@pytest.mark.parametrize("levels, english, spanish", [
    ([], "", ""),
    (["PK"], "Preschool", "Preescolar"),
    (["03"], "Grade 3", "Grado 3"),
    (["10", "09"], "Grades 9–10", "Grados 9–10"),
    (["09", "10", "11", "12"], "Grades 9–12", "Grados 9–12"),
    (["01", "03"], "Grades 1, 3", "Grados 1, 3"),
    (["KG", "01"], "Kindergarten, Grade 1", "Kínder, Grado 1"),
    (["PK", "KG", "01", "02"], "Preschool, Kindergarten, Grades 1–2",
     "Preescolar, Kínder, Grados 1–2"),
    (["14", "03"], "Grade 3", "Grado 3"),
])  # fmt: skip
def test_grade_levels_are_said_as_people_say_them(
    levels: list[str], english: str, spanish: str
) -> None:
    with translation.override("en"):
        assert grade_label(levels) == english
    with translation.override("es"):
        assert grade_label(levels) == spanish


# ---------------------------------------------------------------- choosing
def choose(client: Client, language: str = "es", **more: Any) -> Any:
    return client.post(reverse("set_language"), {"language": language, **more})


@pytest.mark.parametrize("target", [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "http:///elsewhere.example",
    "javascript:alert(1)",
    "",
])  # fmt: skip
def test_the_way_back_stays_on_our_own_host(target: str, db: None, client: Client) -> None:
    assert choose(client, next=target, HTTP_ACCEPT="text/html").url == "/?lang=es"


@pytest.mark.parametrize("origin, accepted", [
    (None, True),  # a browser too old to say, or a page without https
    ("same-origin", True),
    ("none", True),
    ("same-site", False),
    ("cross-site", False),
])  # fmt: skip
def test_another_site_cannot_choose_for_a_visitor(
    origin: str | None, accepted: bool, db: None
) -> None:
    # The real check of tokens is on: the form needs none.
    client = Client(enforce_csrf_checks=True)
    headers = {"Sec-Fetch-Site": origin} if origin else {}
    response = client.post(reverse("set_language"), {"language": "es"}, headers=headers)
    assert response.status_code == (302 if accepted else 403)
    assert ("django_language" in response.cookies) is accepted


# ---------------------------------------------------------------- pages
def language_of(page: HtmlElement, words: str) -> str:
    """What a screen reader takes these words for: the nearest `lang` around them."""
    (found,) = page.xpath("//body//*[contains(text(), $words)]/ancestor-or-self::*[@lang][1]/@lang",
                          words=words)  # fmt: skip
    return str(found)


def test_a_page_says_that_its_text_is_in_another_language(
    update: UpdatePage, in_spanish: Client
) -> None:
    said = "El texto de esta página está en inglés."
    page = html.fromstring(in_spanish.get(update.url).text)
    assert language_of(page, said) == "es"
    assert said not in in_spanish.get(reverse("calendars:district")).text
    assert "The text of this page is in" not in Client().get(update.url).text
    UpdatePage.objects.update(language="es")
    assert said not in in_spanish.get(update.url).text
    assert "The text of this page is in Spanish." in Client().get(update.url).text
