"""Every way by which code makes an update live, as in `routes.py`."""

from wagtail.actions import RevertToPageRevisionAction
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.moderation.services import approve
from district_cms.schools.services.site import publish_new_page
from tests.integration.publishing.paths.routes import Route, Step
from tests.integration.publishing.paths.world import Content, World


def publishing_a_revision(w: World, content: Content) -> Step:
    revision = w.draft(content).get_latest_revision()
    return lambda: revision.publish()


def publishing_as_an_account(w: World, content: Content) -> Step:
    page = UpdatePage(**content)
    return lambda: publish_new_page(parent=w.district.classroom, page=page, user=w.office)


def publishing_through_a_plain_page(w: World, content: Content) -> Step:
    page = Page.objects.get(pk=w.draft(content).pk)
    return lambda: page.publish(page.get_latest_revision())


def approving_in_code(w: World, content: Content) -> Step:
    page = w.submitted(content)
    return lambda: approve(page=page, user=w.district.principal)


def going_back_in_code(w: World, content: Content) -> Step:
    page = w.older()
    old = w.changed(page, content)
    w.changed(page, w.good(title="Fractions, fixed"))
    revert = RevertToPageRevisionAction(page.get_latest_revision_as_object(), old)
    fixed = revert.execute(skip_permission_checks=True)
    return lambda: fixed.publish()


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
