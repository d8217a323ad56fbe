"""An icon of the editor is Wagtail's, drawn once."""

from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from district_cms.web.templatetags.editor_icons import icon

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


def test_a_title_is_said_in_the_language_of_each_reader() -> None:
    title = gettext_lazy("Search")
    english = icon("search", title=title)
    with override("es"):
        assert "Buscar" in icon("search", title=title)
    assert "Search" in english


def test_templates_of_wagtail_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{% load wagtailadmin_tags %}{% icon name="plus" classname=kind %}'
    drawn = Template(text).render(Context({"kind": "initial"}))
    monkeypatch.setattr("district_cms.web.templatetags.editor_icons.render_to_string", None)
    assert Template(text).render(Context({"kind": "initial"})) == drawn
    assert 'class="icon icon-plus initial"' in drawn


def test_an_icon_without_a_name_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="icon name"):
        icon()
