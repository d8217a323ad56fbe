"""Every way by which people make an update live: what is there before, and the step they try.

A route is a function that prepares and returns the step. Preparing goes around the gate, as if
the district had tightened its rules since; the step itself is what a person does.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from tests.factories.editor import update_form
from tests.integration.publishing.paths.world import (
    Content,
    World,
    signed_in,
)

Step = Callable[[], Any]
Route = Callable[[World, Content], Step]

PUBLISH = {"action-publish": "1"}


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# ---------------------------------------------------------------- the editor's form
def publishing_a_new_page(w: World, content: Content) -> Step:
    address = reverse(
        "wagtailadmin_pages:add", args=["classroom", "updatepage", w.district.classroom.pk]
    )
    # No principal publishes an update of their own.
    return lambda: signed_in(w.office).post(address, update_form(content, **PUBLISH))


def publishing_a_draft(w: World, content: Content) -> Step:
    page = w.draft(content)
    return lambda: signed_in(w.district.principal).post(edit(page), update_form(content, **PUBLISH))


def publishing_a_change(w: World, content: Content) -> Step:
    page = w.older()
    return lambda: signed_in(w.district.principal).post(edit(page), update_form(content, **PUBLISH))


def approving_in_the_editor(w: World, content: Content) -> Step:
    page = w.submitted(content)
    button = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return lambda: signed_in(w.district.principal).post(edit(page), update_form(content, **button))


def going_back_in_the_editor(w: World, content: Content) -> Step:
    page = w.older()
    old = w.changed(page, content)
    w.changed(page, w.good(title="Fractions, fixed"))
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])
    return lambda: signed_in(w.district.principal).post(address, update_form(content, **PUBLISH))


IN_THE_FORM: tuple[Route, ...] = (
    publishing_a_new_page,
    publishing_a_draft,
    publishing_a_change,
    approving_in_the_editor,
    going_back_in_the_editor,
)


# ---------------------------------------------------------------- screens without the form
def _task(page: Page, action: str = "approve") -> str:
    return reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, action, page.current_workflow_task_state.pk],
    )


def approving_on_the_home_screen(w: World, content: Content) -> Step:
    page = w.submitted(content)
    return lambda: signed_in(w.district.principal).post(_task(page), {"next": "/admin/"})


def approving_in_the_window(w: World, content: Content) -> Step:
    page = w.submitted(content)
    return lambda: signed_in(w.district.principal).post(
        _task(page),
        {"comment": "Thank you", "next": "/admin/"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def _bulk(pages: list[Any]) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return address + "?" + "&".join(f"id={page.pk}" for page in pages)


def publishing_several(w: World, content: Content) -> Step:
    first = w.draft(w.good(title="Another draft"))
    pages = [first, w.draft(content)]
    return lambda: signed_in(w.district.principal).post(_bulk(pages))


def publishing_what_lies_below(w: World, content: Content) -> Step:
    w.draft(content)
    form = {"include_descendants": "on"}
    return lambda: signed_in(w.district.principal).post(_bulk([w.district.classroom]), form)


def _copied(w: World, page: Page, **ticked: str) -> Step:
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = {"new_title": page.title, "new_slug": "copied", "new_parent_page": page.get_parent().pk}
    return lambda: signed_in(w.office).post(address, {**form, **ticked})


def copying_and_publishing(w: World, content: Content) -> Step:
    return _copied(w, w.live(content), publish_copies="on")


def copying_a_class_and_publishing(w: World, content: Content) -> Step:
    w.live(content)
    return _copied(w, w.district.classroom, publish_copies="on", copy_subpages="on")


def making_an_alias(w: World, content: Content) -> Step:
    return _copied(w, w.live(content), alias="on")


def making_an_alias_of_a_class(w: World, content: Content) -> Step:
    w.live(content)
    return _copied(w, w.district.classroom, alias="on", copy_subpages="on")


IN_A_MESSAGE: tuple[Route, ...] = (
    approving_on_the_home_screen,
    approving_in_the_window,
    publishing_several,
    publishing_what_lies_below,
    copying_and_publishing,
    copying_a_class_and_publishing,
    making_an_alias,
    making_an_alias_of_a_class,
)


def refused(world: World, content: Content) -> Any:
    """The form that comes back when the content is published."""
    page = world.draft(world.good())
    response = signed_in(world.district.principal).post(edit(page), update_form(content, **PUBLISH))
    assert response.status_code == 200
    return response


def error_of(form: Any, field: str) -> Any:
    """The one error of a field, as it was raised."""
    [error] = form.errors[field].as_data()
    return error


def step_address(page: Page, name: str) -> str:
    task = page.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, task.pk])
