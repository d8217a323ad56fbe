"""Submits the composer's form as a browser does, in short notation."""

from typing import Any

from django.test import Client
from django.urls import reverse
from lxml import html

from classroom.models import ClassroomPage
from tests.factories.district import District

COMPOSE = "classroom_compose"
JSON = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}


def address(*classrooms: ClassroomPage) -> str:
    return f"{reverse(COMPOSE)}?" + "&".join(f"class={each.pk}" for each in classrooms)


def tree(response: Any) -> Any:
    return html.fromstring(response.content)


def form_of(response: Any) -> dict[str, Any]:
    """Returns what a browser would submit for the unchanged form."""
    [form] = tree(response).xpath("//form[@data-composer]")
    for template in form.xpath(".//template"):
        template.drop_tree()
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    return sent


def typed(district: District, **more: Any) -> dict[str, Any]:
    return {
        "lesson": "We place halves on a number line.",
        "assignments-0-title": "Practice page 12",
        "assignments-0-due": "Fri",
        "curriculum": [district.curriculum.pk],
        "events-0-title": "Math night",
        "events-0-date": "12/4",
        **more,
    }


def compose(client: Client, classes: list[ClassroomPage], values: dict[str, Any]) -> Any:
    form = form_of(client.get(address(*classes)))
    return client.post(reverse(COMPOSE), {**form, **values})


def said(response: Any) -> list[str]:
    found = tree(response).find_class("composer-said__what")
    return [" ".join(each.text_content().split()) for each in found]
