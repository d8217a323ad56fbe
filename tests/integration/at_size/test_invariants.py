"""What holds of every district holds of one that was written in bulk."""

import random
from collections import Counter
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from wagtail.models import Page, ReferenceIndex, Revision, Workflow, WorkflowState
from wagtail.search.models import IndexEntry

from classroom.ledger.history import facts_of
from classroom.models import ClassroomPage, ClassroomStanding, Posting, PostingSlot, UpdatePage
from classroom.tasks import nightly
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import content_hash, school_title
from district_cms.demo.at_size.plans import Sizes
from district_cms.moderation.notices import tell_everyone
from district_cms.people.models import Staff, User
from district_cms.people.services import give_account_its_groups
from district_cms.publishing.models import RevisionFindings
from district_cms.schools.models import DistrictPage
from district_cms.web.addresses import fold_address
from notifications import sources
from notifications.models import ConsentRecord, MailOffer, Subscription, VerifiedAddress
from notifications.selectors import has_subscribers

# What is built here is used by benchmarks and by tests before a release.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("at-size"), pytest.mark.slow]

SAMPLE = 40


def rows(model: Any, *without: str) -> list[dict[str, Any]]:
    """Every row of a table in a fixed order."""
    names = [f.attname for f in model._meta.local_concrete_fields if f.attname not in without]
    return sorted(model._base_manager.values(*names), key=str)


def sample(model: Any) -> list[Any]:
    found = list(model.objects.order_by("pk"))
    return random.Random(1).sample(found, min(SAMPLE, len(found)))


def test_it_has_as_many_of_everything_as_was_asked_for(small: Sizes) -> None:
    assert UpdatePage.objects.count() == small.updates
    assert ClassroomPage.objects.live().count() == small.classes
    assert Staff.objects.with_role("teacher").count() == small.teachers  # type: ignore[arg-type]
    assert VerifiedAddress.objects.count() == small.subscribers


def test_the_tree_has_no_problems_and_every_address_is_what_wagtail_makes(small: Sizes) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    for page in Page.objects.filter(depth__gt=2).specific():
        stored = page.url_path
        assert page.set_url_path(page.get_parent()) == stored
        assert page.slug == stored.split("/")[-2] or isinstance(page, ClassroomPage)
        assert page.depth == len(page.path) // Page.steplen


def test_the_nightly_run_finds_the_ledger_as_it_is(small: Sizes) -> None:
    ledger = (Posting, PostingSlot, ClassroomStanding)
    before = [rows(model) for model in ledger]

    said = nightly()

    assert said == f"0 postings fixed; {small.classes} classes, 0 posting days changed"
    assert [rows(model) for model in ledger] == before


def test_every_posting_is_what_the_log_says(small: Sizes) -> None:
    names = (
        *("page_uuid", "classroom_id", "submitted_at", "returned_at", "published_at"),
        *("go_live_at", "last_published_at", "withdrawn_at", "revision_id"),
    )
    facts = facts_of(UpdatePage.objects.all())
    told = {tuple(getattr(fact, name) for name in names) for fact in facts}
    assert told == set(Posting.objects.values_list(*names))
    assert Posting.objects.filter(go_live_at__isnull=False, last_published_at=None).exists()


def test_some_classes_post_in_time_some_late_and_some_wait(small: Sizes) -> None:
    standings = set(PostingSlot.objects.values_list("standing", flat=True))
    assert {"met", "late", "missing", "awaited", "upcoming"} <= standings
    assert set(WorkflowState.objects.values_list("status", flat=True)) == {
        *("approved", "in_progress", "needs_changes")
    }


def references_of_pages() -> list[dict[str, Any]]:
    """Those of pages alone: Wagtail's admin counts further models, from when its screens load."""
    page = ContentType.objects.get_for_model(Page).pk
    return [row for row in rows(ReferenceIndex, "id") if row["base_content_type_id"] == page]


def test_search_and_reference_index_are_what_a_rebuild_makes(small: Sizes) -> None:
    entries, references = rows(IndexEntry, "id"), references_of_pages()

    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)

    assert references_of_pages() == references
    assert rows(IndexEntry, "id") == entries


def test_text_on_a_page_is_found(small: Sizes, client: Client) -> None:
    teacher = ClassroomPage.objects.first().teaching.get().staff
    for words in (teacher.family_name, "library book on Thursday", "Reading"):
        assert client.get("/search/", {"q": words}).context["total"] > 0


def test_every_live_page_has_its_revision_and_evidence(small: Sizes) -> None:
    live = Page.objects.live().filter(depth__gt=2)
    assert not live.exclude(live_revision=F("latest_revision")).exists()
    passed = Counter(
        RevisionFindings.objects.filter(outcome="went_live").values_list("revision_id", flat=True)
    )
    assert set(live.values_list("live_revision_id", flat=True)) <= set(passed)
    assert set(passed.values()) == {1}
    for page in sample(Page):
        if page.depth > 2:
            assert page.get_latest_revision().as_object().title == page.title


def test_the_gate_lets_every_page_of_a_sample_pass(small: Sizes) -> None:
    for model in (UpdatePage, ClassroomPage):
        for page in sample(model):
            assert isinstance(page, DistrictPage)
            page.full_clean()
            assert page.blocking_findings() == []
            told = RevisionFindings.objects.filter(page_uuid=page.translation_key)
            advised = [finding.fingerprint for finding in page.publish_findings()]
            for record in told:
                assert [row["fingerprint"] for row in record.findings] == advised


def test_nobody_gets_another_mail_about_work_that_is_over(small: Sizes) -> None:
    assert tell_everyone() == 0


def test_the_principal_of_the_school_approved_what_is_live(small: Sizes) -> None:
    workflow = Workflow.objects.get(name="School approval")
    for update in sample(UpdatePage):
        for state in update.workflow_states:
            assert state.workflow == workflow
            task = state.current_task_state.specific
            assert task.revision.object_id == str(update.pk)
            principal = task.finished_by
            if principal is not None:
                school = principal.staff.roles.get().school
                assert update.path.startswith(school.path)


def test_every_entry_of_the_record_names_its_page_as_the_record_does(small: Sizes) -> None:
    entries = AuditEntry.objects.filter(action="class_mail.on")
    assert entries
    for entry in entries:
        page = Page.objects.get(translation_key=entry.page_uuid).specific
        assert entry.content_hash == content_hash(page)
        assert (entry.title, entry.school) == (page.title, school_title(page))
        assert entry.revision_id == page.live_revision_id


def test_accounts_have_the_groups_of_their_roles(small: Sizes) -> None:
    before = {user.pk: set(user.groups.all()) for user in User.objects.all()}
    for staff in Staff.objects.all():
        staff.full_clean()
        give_account_its_groups(staff=staff)
    assert {user.pk: set(user.groups.all()) for user in User.objects.all()} == before


def test_a_teacher_edits_the_classes_that_the_rows_name_and_no_others(small: Sizes) -> None:
    classes = list(ClassroomPage.objects.all())
    for classroom in classes:
        taught = set(classroom.teaching.values_list("staff__user", flat=True))
        for other in classes[:6]:
            for user in User.objects.filter(pk__in=taught):
                own = other.teaching.filter(staff__user=user).exists()
                assert other.permissions_for_user(user).can_edit() == own


def test_families_get_what_they_asked_for(small: Sizes) -> None:
    active = Subscription.objects.active()
    for subscription in active.select_related("subscriber"):
        address = subscription.subscriber.addresses.get().address
        assert address == fold_address(address)
        assert has_subscribers(address=address, channel="email")
        place = sources.place(subscription.scope, subscription.page_uuid)
        assert place is not None
        assert place.offers
    given = ConsentRecord.objects.filter(act="given").count()
    stopped = ConsentRecord.objects.filter(act="withdrawn").count()
    assert (given, given - stopped) == (Subscription.objects.count(), active.count())
    assert MailOffer.objects.filter(offered=True).count() == len(
        AuditEntry.objects.filter(action="class_mail.on")
    )


def test_a_new_page_can_be_added_by_the_services(small: Sizes) -> None:
    classroom = ClassroomPage.objects.last()
    page = classroom.add_child(instance=UpdatePage(title="One more", live=False))
    page.save_revision()
    assert Revision.objects.filter(object_id=str(page.pk)).count() == 1
    assert Page.objects.get(pk=classroom.pk).numchild == classroom.get_children().count()
