"""An icon of the editor is Wagtail's, drawn once, and so is the button around it."""

from pathlib import Path
from typing import Any

import pytest
import wagtail.admin
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from wagtail.admin.widgets.button import Button, HeaderButton

from district_cms.web.wagtail_tags import icon

ASKED: list[dict[str, Any]] = [
    {"name": "plus"},
    {"name": "plus", "classname": "initial"},
    {"name": "plus", "wrapped": True},
    {"name": "plus", "title": "Add <b>"},
    {"name": "plus", "title": mark_safe("Add <b>")},
    {"name": "a&b"},
    {"name": mark_safe("a&b")},
    {"name": "plus", "classname": "icon"},
]


@pytest.mark.parametrize("given", ASKED)
def test_it_is_what_wagtails_template_draws(given: dict[str, Any]) -> None:
    context = {"title": None, "wrapped": False, "classname": "icon", **given}
    for _time in range(2):
        assert icon(**given) == render_to_string("wagtailadmin/shared/icon.html", context)


def test_a_title_is_in_the_language_of_each_reader() -> None:
    title = gettext_lazy("Search")
    english = icon("search", title=title)
    with override("es"):
        assert "Buscar" in icon("search", title=title)
    assert "Search" in english


def test_templates_of_wagtail_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{% load wagtailadmin_tags %}{% icon name="plus" classname=kind %}'
    drawn = Template(text).render(Context({"kind": "initial"}))
    monkeypatch.setattr("district_cms.web.wagtail_tags.render_to_string", None)
    assert Template(text).render(Context({"kind": "initial"})) == drawn
    assert 'class="icon icon-plus initial"' in drawn


def test_an_icon_without_a_name_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="icon name"):
        icon()


BUTTON = "wagtailadmin/shared/button.html"
BUTTONS = [
    Button("Move", "/admin/pages/7/move/?next=a&b", icon_name="arrow-right-full"),
    Button("<b>", "/x/", classname="danger", attrs={"rel": "noreferrer"}),
    Button("Save", icon_name="check", attrs={"data-action": "click->it"}),
    HeaderButton("Add", "/add/", icon_name="plus", icon_only=True),
]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_is_wagtails(button: Button) -> None:
    of_wagtail = Path(wagtail.admin.__file__).parent / "templates" / BUTTON
    theirs = Template(of_wagtail.read_text()).render(Context({"button": button}))
    ours = render_to_string(BUTTON, {"button": button})
    assert parse_html(ours) == parse_html(theirs)
    assert len(ours) < len(theirs)
