"""Every way by which an update can go live: what is there before, and the step that is tried.

A route is a function that prepares and returns the step. Preparing goes around the gate, as if
the district had tightened its rules since; the step itself is what a person or a program does.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from wagtail.actions import RevertToPageRevisionAction
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.governance.approval import approve
from district_cms.schools.services.site import publish_new_page
from tests.factories.editor import update_form
from tests.integration.publishing.world import Content, World, signed_in

Step = Callable[[], Any]
Route = Callable[[World, Content], Step]

PUBLISH = {"action-publish": "1"}


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# ---------------------------------------------------------------- the editor's form
def publishing_a_new_page(w: World, content: Content) -> Step:
    address = reverse(
        "wagtailadmin_pages:add", args=["classroom", "updatepage", w.district.classroom.pk]
    )
    return lambda: signed_in(w.district.principal).post(address, update_form(content, **PUBLISH))


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
    w.changed(page, w.good(title="Fractions, mended"))
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
def _task(page: Any, action: str = "approve") -> str:
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


# ---------------------------------------------------------------- code
def publishing_a_revision(w: World, content: Content) -> Step:
    revision = w.draft(content).get_latest_revision()
    return lambda: revision.publish()


def publishing_as_an_account(w: World, content: Content) -> Step:
    page = UpdatePage(**content)
    return lambda: publish_new_page(
        parent=w.district.classroom, page=page, user=w.district.principal
    )


def publishing_through_a_plain_page(w: World, content: Content) -> Step:
    page = Page.objects.get(pk=w.draft(content).pk)
    return lambda: page.publish(page.get_latest_revision())


def approving_in_code(w: World, content: Content) -> Step:
    page = w.submitted(content)
    return lambda: approve(page=page, user=w.district.principal)


def going_back_in_code(w: World, content: Content) -> Step:
    page = w.older()
    old = w.changed(page, content)
    w.changed(page, w.good(title="Fractions, mended"))
    revert = RevertToPageRevisionAction(page.get_latest_revision_as_object(), old)
    mended = revert.execute(skip_permission_checks=True)
    return lambda: mended.publish()


def copying(w: World, content: Content) -> Step:
    page = w.live(content)
    return lambda: page.copy(update_attrs={"slug": "copied"}, keep_live=True)


def copying_a_class(w: World, content: Content) -> Step:
    w.live(content)
    classroom = w.district.classroom
    return lambda: classroom.copy(recursive=True, update_attrs={"slug": "copied"}, keep_live=True)


def an_alias(w: World, content: Content) -> Step:
    page = w.live(content)
    return lambda: page.create_alias(update_slug="copied")


def an_alias_of_a_class(w: World, content: Content) -> Step:
    w.live(content)
    classroom = w.district.classroom
    return lambda: classroom.create_alias(recursive=True, update_slug="copied")


def publishing_what_has_an_alias(w: World, content: Content) -> Step:
    page = w.older()
    page.create_alias(update_slug="copied")
    revision = w.changed(page, content)
    return lambda: revision.publish()


def bringing_aliases_up_to_date(w: World, content: Content) -> Step:
    page = w.older()
    page.create_alias(update_slug="copied")
    changed = w.changed(page, content).as_object()
    return lambda: changed.update_aliases()


def saving(w: World, content: Content) -> Step:
    page = w.draft(content)
    page.live = True
    return lambda: page.save()


def saving_without_cleaning(w: World, content: Content) -> Step:
    page = w.draft(content)
    page.live = True
    return lambda: page.save(clean=False)


def saving_the_one_field(w: World, content: Content) -> Step:
    page = w.draft(content)
    page.live = True
    return lambda: page.save(update_fields=["live"])


def saving_the_one_field_from_a_generator(w: World, content: Content) -> Step:
    page = w.draft(content)
    page.live = True
    return lambda: page.save(update_fields=(name for name in ("live",)))


def saving_new_content_of_a_live_page(w: World, content: Content) -> Step:
    page = w.older()
    for name, value in content.items():
        setattr(page, name, value)
    return lambda: page.save(update_fields=["title", "lesson", "assignments"])


def saving_a_plain_page(w: World, content: Content) -> Step:
    page = Page.objects.get(pk=w.draft(content).pk)
    page.live = True
    return lambda: page.save()


def saving_the_one_field_of_a_plain_page(w: World, content: Content) -> Step:
    page = Page.objects.get(pk=w.draft(content).pk)
    page.live = True
    return lambda: page.save(update_fields=["live"])


def saving_a_page_read_in_part(w: World, content: Content) -> Step:
    page = Page.objects.get(pk=w.draft(content).pk).specific_deferred
    page.live = True
    return lambda: page.save(clean=False)


def adding_a_child(w: World, content: Content) -> Step:
    page = UpdatePage(live=True, **content)
    return lambda: w.district.classroom.add_child(instance=page)


def adding_a_sibling(w: World, content: Content) -> Step:
    older = w.older()
    page = UpdatePage(live=True, **content)
    return lambda: older.add_sibling(instance=page)


def bringing_it_back_by_a_manager(w: World, content: Content) -> Step:
    page = w.draft(content)
    return lambda: UpdatePage.objects.update_or_create(pk=page.pk, defaults={"live": True})


IN_CODE: tuple[Route, ...] = (
    publishing_a_revision,
    publishing_as_an_account,
    publishing_through_a_plain_page,
    approving_in_code,
    going_back_in_code,
    copying,
    copying_a_class,
    an_alias,
    an_alias_of_a_class,
    publishing_what_has_an_alias,
    bringing_aliases_up_to_date,
    saving,
    saving_without_cleaning,
    saving_the_one_field,
    saving_the_one_field_from_a_generator,
    saving_new_content_of_a_live_page,
    saving_a_plain_page,
    saving_the_one_field_of_a_plain_page,
    saving_a_page_read_in_part,
    adding_a_child,
    adding_a_sibling,
    bringing_it_back_by_a_manager,
)
