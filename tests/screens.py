"""Every page and screen, with who opens it and at which address."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from classroom.ledger.at_deadline.rules import TO_EXPLAIN
from classroom.ledger.at_deadline.views import WHY
from classroom.models import PostingSlot, RosterDelivery
from district_cms.brand.models import WebsiteLook
from district_cms.deviations.models import Authorization, Deviation
from district_cms.moderation.models import ReviewSettings
from district_cms.publishing.models import ProcedureSettings
from district_cms.reports.procedure_page.services import prepare, publish
from district_cms.reports.replay import services as replays
from notifications.families.tokens import family_page_token, preferences_token
from signatures.models import SignatureSettings
from tests import rows
from tests.factories.pages import make_school_year
from tests.factories.rosters import roster_plan
from tests.screen import Address, Screen, at, of_page, plain
from tests.world import World


def _key(name: str) -> Callable[[World], Any]:
    return lambda world: getattr(world, name).pk


def _own(name: str, more: str = "") -> Address:
    """A page behind the link to a family's choices."""
    return lambda w: reverse(name, args=[preferences_token(w.subscriber.uuid)]) + more


def _missed_day(world: World) -> str:
    """Of a class of the school that has no update for a posting day."""
    missed = PostingSlot.objects.filter(
        classroom__path__startswith=world.school.path, standing__in=TO_EXPLAIN
    )
    slot = missed.exclude(day=None)[0]
    return reverse(WHY, args=[slot.classroom_id, slot.day.isoformat()])


def _replay(world: World) -> str:
    """Of a draft that the queue has judged a school year by."""
    draft = "[[versions]]\nfrom = 2035-08-01\n[versions.figures]\nsmallest_number = 5\n"
    name = replays.request_replay(draft, world.classroom.school_year)
    replays.write_replay(name)
    return reverse("procedure_replay_result", args=[name])


def _explained(name: str, staff: Callable[[World], Any]) -> Address:
    """Something that this person did differently."""

    def address(world: World) -> str:
        row, _new = Deviation.objects.get_or_create(
            staff=staff(world),
            who=staff(world).full_name,
            school=world.school,
            requirement="district-senders",
            day=world.year.first_day,
            ground="emergency",
            words="A call from my own phone on a field trip.",
            defaults={"explained_at": timezone.now()},
        )
        return reverse(name, args=[row.uuid])

    return address


def _roster(world: World) -> str:
    """Of a delivery that waits, with one of its schools."""
    row, _new = RosterDelivery.objects.get_or_create(
        name="roster.zip", defaults={"plan": roster_plan(world.school)}
    )
    return f"{reverse('classroom_roster', args=[row.pk])}?school={world.school.pk}"


def _next_year(world: World) -> str:
    """Of a year that comes, so that there is one to fill."""
    year = make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 8))
    return f"{reverse('classroom_next_year')}?into={year.pk}&school={world.school.pk}"


def _authorized(world: World) -> str:
    """That this person may use something of their own."""
    row, _new = Authorization.objects.get_or_create(
        staff=world.staff,
        who=world.staff.full_name,
        school=world.school,
        resource="texts",
        purpose="The bus has no phone of the district.",
        reached="families of Math 3",
        first_day=world.year.first_day,
        last_day=world.year.last_day,
        state="granted",
        defaults={
            "asked_at": timezone.now() - dt.timedelta(days=21),
            "decided_at": timezone.now() - dt.timedelta(days=20),
        },
    )
    return reverse("authorizations:one", args=[row.uuid])


def _page_of_rules(world: World) -> str:
    """As the office published it."""
    publish(actor=world.accounts["office"], digest=prepare().digest)
    return reverse("procedure")


def _family_page(world: World) -> str:
    return reverse("notifications:family_page", args=[family_page_token(world.subscriber.uuid)])


PUBLIC = (
    Screen("home page", None, plain("/")),
    Screen("school", None, lambda w: str(w.school.url)),
    Screen("teacher page", None, lambda w: str(w.teacher_page.url)),
    Screen("class page", None, lambda w: str(w.classroom.url)),
    Screen("class page, second page", None, lambda w: f"{w.classroom.url}?page=2"),
    Screen("class feed", None, lambda w: f"{w.classroom.url}feed/"),
    Screen("update", None, lambda w: str(w.update.url)),
    Screen("calendar", None, at("calendars:district")),
    Screen("a school's calendar", None, at("calendars:school", lambda w: w.school.slug)),
    Screen("what is new in each school", None, at("calendars:schools")),
    Screen(
        "how to add a class to one's calendar",
        None,
        at("calendars:add", lambda w: "class", lambda w: w.classroom.translation_key),
    ),
    Screen(
        "calendar file of a class",
        None,
        at(
            "calendars:file",
            *(lambda w: "class", lambda w: w.classroom.translation_key, lambda w: "en"),
        ),
    ),
    Screen("calendar file of the district", None, at("calendars:district_file", lambda w: "en")),
    Screen("activity page", None, lambda w: str(w.activity.url)),
    Screen("post", None, lambda w: str(w.post.url)),
    Screen("plain page", None, lambda w: str(w.standard.url)),
    Screen("curriculum section", None, lambda w: str(w.section.url)),
    Screen("curriculum page", None, lambda w: str(w.curriculum.url)),
    Screen("search", None, plain("/search/?q=fractions")),
    Screen("search for a teacher", None, lambda w: f"/search/?q={w.staff.family_name}"),
    Screen("search without a result", None, plain("/search/?q=otters")),
    Screen("search suggestions", None, plain("/search/suggestions/?q=math")),
    Screen("page that is not there", None, lambda w: f"{w.classroom.url}no/such/", 404),
    Screen(
        "subscribe to a class",
        None,
        at("notifications:subscribe", lambda w: "class", lambda w: w.classroom.translation_key),
    ),
    Screen(
        "subscribe to a class by text",
        None,
        at("texts:subscribe", lambda w: "class", lambda w: w.classroom.translation_key),
    ),
    Screen("about our text messages", None, at("texts:about")),
    Screen("a family's page by a code", None, at("texts:family")),
    Screen("ask for the link to one's choices", None, at("notifications:request_link")),
    Screen("a family's choices", None, _own("notifications:preferences")),
    Screen("a family adds a class", None, _own("notifications:add", "?q=fractions")),
    Screen("a family pauses", None, _own("notifications:pause")),
    Screen("a family's data", None, _own("notifications:own_data")),
    Screen("a family's page", None, _family_page),
    Screen("accessibility statement", None, at("barriers:statement")),
    Screen("privacy", None, at("privacy")),
    Screen("page of rules", None, lambda w: _page_of_rules(w)),
    Screen("report a barrier", None, at("barriers:report")),
)
HOMES = tuple(
    Screen(f"admin home of the {role}", role, at("wagtailadmin_home"))
    for role in ("teacher", "principal", "office", "administrator", "superuser")
)
EDITOR = (
    Screen("teacher's class in the explorer", "teacher", lambda w: _explore(w.classroom)),
    Screen("principal's school in the explorer", "principal", lambda w: _explore(w.school)),
    Screen("office's site in the explorer", "office", lambda w: _explore(w.home)),
    Screen("new update", "teacher", lambda w: _add(w)),
    Screen("edit an update", "teacher", lambda w: _edit(w.update)),
    Screen("edit a class", "teacher", lambda w: _edit(w.classroom)),
    Screen("edit what waits", "principal", lambda w: _edit(w.waiting)),
    Screen("edit a school", "office", lambda w: _edit(w.school)),
    Screen("history of an update", "principal", lambda w: of_page("history", w.update)),
    Screen("search among pages", "office", plain("/admin/pages/search/?q=fractions")),
    Screen("choose a page", "office", at("wagtailadmin_choose_page")),
    Screen(
        "post to other sections", "teacher", at("classroom_other_sections", lambda w: w.update.pk)
    ),
    Screen("take an update back", "teacher", at("classroom_take_back", lambda w: w.update.pk)),
    Screen(
        "write an update",
        "teacher",
        lambda w: f"{reverse('classroom_compose')}?class={w.classroom.pk}",
    ),
    Screen("go on with a draft", "teacher", at("classroom_compose_draft", lambda w: w.update.pk)),
    Screen("mail of a class", "teacher", at("notifications_class_mail", lambda w: w.classroom.pk)),
    Screen(
        "new post",
        "principal",
        lambda w: reverse("wagtailadmin_pages:add", args=["activities", "postpage", w.activity.pk]),
    ),
    Screen("edit a post", "principal", lambda w: _edit(w.post)),
    Screen("edit an activity", "principal", lambda w: _edit(w.activity)),
    Screen("who may post", "principal", at("activities_leaders", lambda w: w.activity.pk)),
    Screen(
        "mail of an activity",
        "principal",
        at("notifications_class_mail", lambda w: w.activity.pk),
    ),
    Screen("take an update down", "teacher", at("moderation_take_down", lambda w: w.update.pk)),
    Screen("guides", "teacher", at("guides")),
    Screen("a guide", "office", at("guide", lambda w: "communications-office")),
    Screen("the longest guide", "administrator", at("guide", lambda w: "communications-office")),
    Screen("pictures", "office", at("wagtailimages:index")),
    Screen("documents", "office", at("wagtaildocs:index")),
)
OFFICE = (
    Screen("principal's review queue", "principal", at("moderation_review")),
    Screen("superuser's review queue", "superuser", at("moderation_review")),
    Screen("what waits, read whole", "principal", lambda w: _read(w)),
    Screen("who stands in", "principal", at("moderation_stand_ins", lambda w: w.school.pk)),
    Screen("a school's posting days", "principal", at("classroom_school", lambda w: w.school.pk)),
    Screen("a class's posting days", "teacher", at("classroom_record", lambda w: w.classroom.pk)),
    Screen(
        "what stood on a class page",
        "principal",
        at("classroom_evidence", lambda w: w.classroom.pk, lambda w: "2026-11-03"),
    ),
    Screen("why there was no update", "principal", lambda w: _missed_day(w)),
    Screen("numbers of a school", "administrator", at("classroom_school", lambda w: w.school.pk)),
    Screen("how the district is doing", "office", at("figures_report")),
    Screen("how a school is doing", "principal", at("figures_report")),
    Screen("try a new procedure", "office", at("procedure_replay")),
    Screen("what a new procedure would change", "office", lambda w: _replay(w)),
    Screen("review settings", "office", lambda w: _review_settings()),
    Screen("accessibility report", "office", at("site_audit_report")),
    Screen("pages to fix", "office", at("site_audit_pages_to_fix")),
    Screen("pages in Spanish", "office", at("pages_in_spanish")),
    Screen("exceptions from the gate", "administrator", at("publishing_exceptions")),
    Screen("gate records", "office", at("publishing_record")),
    Screen(
        "gate record of a page",
        "office",
        at("publishing_page_record", lambda w: w.update.translation_key),
    ),
    Screen("reported barriers", "office", at("barriers_office:index")),
    Screen("outbox", "office", at("outbox:index")),
    Screen("suppressed addresses", "office", at("suppressions:index")),
    Screen("deliveries", "office", at("deliveries:index")),
    Screen("deliveries of a window", "office", at("deliveries:window", lambda w: w.digest)),
    Screen("deletion of old messages", "administrator", at("notifications_retention")),
    Screen("the log", "administrator", at("the_log")),
    Screen("signatures of staff", "office", at("signatures_of_staff:index")),
    Screen("a signature of staff", "office", at("signatures_of_staff:one", lambda w: w.staff.pk)),
    Screen("high-school students", "office", at("high_school_students:index")),
    Screen("import of high-school students", "office", at("high_school_students:import")),
    Screen("students", "office", at("students:index")),
    Screen("import of opt-outs", "office", at("students:import")),
    Screen("staff", "administrator", at("staff:index")),
    Screen("staff, searched", "administrator", lambda w: f"/admin/staff/?q={w.staff.family_name}"),
    Screen("edit a staff member", "administrator", at("staff:edit", lambda w: w.staff.pk)),
    Screen("new staff member", "administrator", at("staff:add")),
    Screen("import of staff", "administrator", at("staff:import")),
    Screen("someone leaves", "administrator", at("classroom_leaving", lambda w: w.staff.pk)),
    Screen("someone is on leave", "administrator", at("classroom_leave", lambda w: w.staff.pk)),
    Screen("set-up checklist", "office", at("setting_up")),
    Screen("invitations", "administrator", at("invitations")),
    Screen("an invitation", "administrator", at("invitation", lambda w: w.staff.user_id)),
    Screen("class assignments", "administrator", at("class-assignments:index")),
    Screen("new class assignment", "administrator", at("class-assignments:add")),
    Screen("new teacher and classes", "administrator", at("classroom_new_teacher")),
    Screen("next school year", "administrator", at("classroom_school_year")),
    Screen("classes of the next school year", "administrator", _next_year),
    Screen("rosters", "administrator", at("classroom_rosters")),
    Screen("what a roster changes", "administrator", _roster),
    Screen("accounts", "administrator", at("wagtailusers_users:index")),
    Screen("notices", "principal", at("notices:index")),
    Screen("new notice", "principal", at("notices:add")),
    Screen("notices of the district", "office", at("notices:index")),
    Screen("new class notice", "teacher", at("class-notices:add", lambda w: w.classroom.pk)),
    Screen("school years", "office", at("school-years:index")),
    Screen("edit a school year", "office", at("school-years:edit", lambda w: w.year.pk)),
    Screen("calendar import", "office", at("school-years:import_calendar", lambda w: w.year.pk)),
    Screen("search words", "office", at("search-words:index")),
    Screen("new search words", "office", at("search-words:add")),
    Screen("logos", "office", at("logos:index")),
    Screen("new logo", "office", at("logos:add")),
    Screen("statements", "office", at("statements:index")),
    Screen("new statement", "office", at("statements:add")),
    Screen("look of the website", "office", lambda w: _look()),
    Screen("procedure settings", "office", lambda w: _settings()),
    Screen("publish the page of rules", "office", at("procedure_page")),
    Screen("redirects", "office", at("wagtailredirects:index")),
    Screen("new redirect", "office", at("wagtailredirects:add")),
    Screen("report: workflows", "superuser", at("wagtailadmin_reports:workflow")),
    Screen("report: workflow tasks", "superuser", at("wagtailadmin_reports:workflow_tasks")),
    Screen("report: site history", "superuser", at("wagtailadmin_reports:site_history")),
    Screen("report: aging pages", "superuser", at("wagtailadmin_reports:aging_pages")),
    Screen("report: locked pages", "superuser", at("wagtailadmin_reports:locked_pages")),
    Screen("how the site is doing", "administrator", at("site_report")),
    Screen("memberships, credentials and quotes", "office", at("entitlements:index")),
    Screen("signature settings", "office", lambda w: _signature_settings()),
    Screen("signature templates", "office", at("signature_templates:index")),
    Screen("new signature template", "office", at("signature_templates:add")),
    Screen("class page templates", "office", at("class_templates:index")),
    Screen("new class page template", "office", at("class_templates:add")),
    Screen(
        "class page template of a class",
        "teacher",
        at("classroom_template", lambda w: w.classroom.pk),
    ),
    Screen("signatures taken", "office", at("signatures_issued:index")),
    Screen("my signature", "teacher", at("signatures:my_signature")),
    Screen("check my signature", "teacher", at("signatures:check")),
    Screen("my memberships and credentials", "teacher", at("signatures:entitlements")),
    Screen("add a membership or credential", "teacher", at("signatures:entitlement_new")),
    Screen("write a quote", "teacher", at("signatures:quote_new")),
    Screen("classes I follow", "teacher", at("caseload")),
    Screen("choose classes to follow", "teacher", plain("/staff/classes/choose/?q=math")),
    Screen("what I did differently", "teacher", at("deviations:own")),
    Screen("explain something else", "teacher", at("deviations:new")),
    Screen("my explanation", "teacher", _explained("deviations:one", lambda w: w.staff)),
    Screen("what others did differently", "principal", at("deviations:others")),
    Screen("ask in the staff area", "principal", at("deviations:ask")),
    Screen(
        "someone’s explanation in the staff area",
        "principal",
        _explained("deviations:other", lambda w: w.staff),
    ),
    Screen("my personal phone or account", "teacher", at("authorizations:own")),
    Screen("ask my supervisor", "teacher", at("authorizations:new")),
    Screen("my authorization", "teacher", _authorized),
    Screen("personal phones of others", "principal", at("authorizations:others")),
    Screen("someone’s authorization", "principal", _authorized),
    Screen("guides in the staff area", "teacher", at("staff_guides")),
    Screen("a guide in the staff area", "teacher", at("staff_guide", lambda w: "counselor")),
)
# Screens of Wagtail's own that list or count what a large district has much of.
OF_WAGTAIL = (
    Screen("where a curriculum page is used", "office", lambda w: of_page("usage", w.curriculum)),
    Screen("delete a class", "office", lambda w: of_page("delete", w.classroom)),
    Screen("delete a curriculum page", "office", lambda w: of_page("delete", w.curriculum)),
    Screen("take a school off the site", "office", lambda w: of_page("unpublish", w.school)),
    Screen("move a class", "office", lambda w: of_page("move", w.classroom)),
    Screen("copy a class", "office", lambda w: of_page("copy", w.classroom)),
    Screen("who may see a page", "office", lambda w: of_page("set_privacy", w.classroom)),
    Screen("reviews of an update", "office", lambda w: of_page("workflow_history", w.update)),
    Screen(
        "choose a page of a school", "office", at("wagtailadmin_choose_page_child", _key("school"))
    ),
    Screen(
        "search the pages to choose from", "office", plain("/admin/choose-page/search/?q=fractions")
    ),
    Screen("choose a picture", "teacher", at("wagtailimages_chooser:choose")),
    Screen("choose a document", "teacher", at("wagtaildocs_chooser:choose")),
    Screen("choose a person", "administrator", at("choose_staff:choose")),
    Screen("choose an account", "administrator", at("choose_account:choose")),
    Screen("an account", "administrator", at("wagtailusers_users:edit", lambda w: w.staff.user_id)),
    Screen(
        "pages of a type",
        "superuser",
        at("wagtailadmin_pages:type_use", lambda w: "classroom", lambda w: "updatepage"),
    ),
    Screen("report: types of pages", "superuser", at("wagtailadmin_reports:page_types_usage")),
    Screen("groups", "superuser", at("wagtailusers_groups:index")),
    Screen("collections", "superuser", at("wagtailadmin_collections:index")),
    Screen("workflows", "superuser", at("wagtailadmin_workflows:index")),
    Screen("the root of all pages", "superuser", at("wagtailadmin_explore_root")),
)
# Lists in another order, or of a part of what they list.
NARROWED = (
    Screen(
        "principal's school in the explorer, by title",
        "principal",
        lambda w: f"{_explore(w.school)}?ordering=title",
    ),
    Screen(
        "accounts of one role",
        "administrator",
        lambda w: (
            reverse("wagtailusers_users:index")
            + f"?group={w.accounts['teacher'].groups.all()[0].pk}&ordering=-name"
        ),
    ),
)
ALL = (*PUBLIC, *HOMES, *EDITOR, *OFFICE, *OF_WAGTAIL, *NARROWED, *rows.PUBLIC, *rows.SCREENS)
SCREENS = {screen.name: screen for screen in ALL}


def _settings() -> str:
    chosen = ProcedureSettings.load()
    return reverse("wagtailsettings:edit", args=["publishing", "proceduresettings", chosen.pk])


def _review_settings() -> str:
    chosen = ReviewSettings.load()
    return reverse("wagtailsettings:edit", args=["moderation", "reviewsettings", chosen.pk])


def _read(world: World) -> str:
    return reverse("moderation_read", args=[world.waiting.current_workflow_task_state.pk])


def _signature_settings() -> str:
    chosen = SignatureSettings.load()
    return reverse("wagtailsettings:edit", args=["signatures", "signaturesettings", chosen.pk])


def _look() -> str:
    return reverse("wagtailsettings:edit", args=["brand", "websitelook", WebsiteLook.load().pk])


def _edit(page: Any) -> str:
    return of_page("edit", page)


def _explore(page: Any) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


def _add(world: World) -> str:
    return reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", world.classroom.pk])
