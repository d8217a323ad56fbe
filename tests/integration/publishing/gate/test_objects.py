"""What has no page passes the same checks: errors stop it, questions are confirmed for it."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from district_cms.audit_log.models import AuditEntry
from district_cms.checks.findings import CHECK_FAILED, Finding
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.publishing.content import faults
from district_cms.publishing.models import (
    AccessibilitySettings,
    Confirmation,
    subject_of,
)
from district_cms.publishing.objects import check_object
from district_cms.schools.models import SchoolPage
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

# A student's number is private, wherever it stands; eight words in capitals are a question.
PRIVATE = "Teacher of student ID 204981"
SHOUTED = "TEACHER OF SCIENCE AND MATHEMATICS IN THE FIFTH GRADE"
NUMBER, CAPITALS = "student-number", "caps-block"


@pytest.fixture
def administrator(school: SchoolPage) -> User:
    return make_account(Role.ADMINISTRATOR)


@pytest.fixture
def signed_in(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def staff(school: SchoolPage) -> Staff:
    return make_staff((Role.TEACHER, school), given_name="Elena", family_name="Rivera")


def question(subject: Any) -> Finding:
    """The one question about an object."""
    [found] = check_object(subject)
    assert (found.rule, found.asks) == (CAPITALS, True)
    return found


def staff_form(**values: Any) -> dict[str, Any]:
    return {
        "given_name": "Elena",
        "family_name": "Rivera",
        "title": "Teacher",
        "active": "on",
        "roles-TOTAL_FORMS": 0,
        "roles-INITIAL_FORMS": 0,
        **values,
    }


def ticks(*asked: str, ticked: bool = True, note: str = "") -> dict[str, Any]:
    """What the list below the form sends."""
    answers: dict[str, Any] = {"gate-asked": list(asked)}
    if ticked:
        answers["gate-confirm"] = list(asked)
        answers |= {f"gate-note-{mark}": note for mark in asked}
    return answers


def save(client: Client, staff: Staff, **values: Any) -> Any:
    answers = values.pop("answers", {})
    return client.post(reverse("staff:edit", args=[staff.pk]), staff_form(**values) | answers)


def shown_question(response: Any) -> str:
    """The fingerprint of the one question that the screen puts."""
    [mark] = re.findall(r'name="gate-asked" value="(\w{32})"', response.content.decode())
    return str(mark)


def title_of(staff: Staff) -> str:
    return Staff.objects.get(pk=staff.pk).title


# ---------------------------------------------------------------- what blocks
def test_an_error_refuses_the_form_at_its_field_in_the_usual_words(
    signed_in: Client, staff: Staff
) -> None:
    response = save(signed_in, staff, title=PRIVATE)

    [words] = response.context["form"].errors["title"]
    assert response.status_code == 200
    assert words.startswith("This looks like a student's number")
    assert "Remove the number, and give it to the family in person." in words
    assert words.endswith("(Student privacy (FERPA): must)")
    assert PRIVATE in response.content.decode()
    assert title_of(staff) == "Teacher"


def test_an_error_stops_a_record_that_is_new(signed_in: Client) -> None:
    response = signed_in.post(reverse("staff:add"), staff_form(title=PRIVATE))

    assert list(response.context["form"].errors) == ["title"]
    assert not Staff.objects.filter(family_name="Rivera").exists()


def test_what_nobody_reads_on_a_page_is_not_checked(staff: Staff) -> None:
    staff.source_id = "student ID 204981"

    assert check_object(staff) == []


@pytest.mark.parametrize("field", ["given_name", "family_name", "title"])
def test_code_that_validates_a_record_is_stopped_by_errors(field: str, staff: Staff) -> None:
    setattr(staff, field, PRIVATE)

    with pytest.raises(ValidationError) as refusal:
        staff.full_clean()

    assert list(refusal.value.message_dict) == [field]


def test_code_that_validates_a_record_is_asked_nothing(staff: Staff) -> None:
    staff.title = SHOUTED

    staff.full_clean()

    assert question(staff).field == "title"


def test_advice_that_the_district_has_raised_blocks(signed_in: Client, staff: Staff) -> None:
    AccessibilitySettings.objects.create(raised_rules=[CAPITALS])

    response = save(signed_in, staff, title=SHOUTED)

    [words] = response.context["form"].errors["title"]
    assert "this district requires it" in words
    assert title_of(staff) == "Teacher"


def test_a_crashed_check_blocks_and_logs_the_object(
    signed_in: Client,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(text: str) -> Any:
        raise RuntimeError(f"cannot read {text}")

    faults.clear_cache()
    monkeypatch.setattr(faults, "check_text", fail)

    response = save(signed_in, staff, title="Reading coach")

    assert [found.rule for found in response.context["form"].findings] == [CHECK_FAILED] * 3
    [words] = response.context["form"].errors["title"]
    assert "Tell the web team." in words
    assert "exception" not in words
    assert f"people.Staff {staff.pk}" in caplog.text
    assert "Reading coach" not in caplog.text


# ---------------------------------------------------------------- what is asked
def test_a_question_stops_the_form_and_is_put_below_it(signed_in: Client, staff: Staff) -> None:
    response = save(signed_in, staff, title=SHOUTED)

    form, page = response.context["form"], response.content.decode()
    assert [found.rule for found in form.unanswered] == [CAPITALS]
    assert form.non_field_errors()[0].startswith("Please check one thing")
    assert "title" not in form.errors
    assert shown_question(response) == form.unanswered[0].fingerprint
    assert 'name="gate-confirm"' in page
    assert title_of(staff) == "Teacher"


def test_a_tick_allows_saving_and_is_stored_with_name_note_and_entry(
    signed_in: Client, administrator: User, staff: Staff
) -> None:
    mark = shown_question(save(signed_in, staff, title=SHOUTED))

    response = save(signed_in, staff, title=SHOUTED, answers=ticks(mark, note="It is a name."))

    assert response.status_code == 302
    assert title_of(staff) == SHOUTED
    kept = Confirmation.objects.get()
    assert (kept.subject, kept.fingerprint) == (f"people.staff:{staff.pk}", mark)
    assert (kept.by_id, kept.note) == (administrator.pk, "It is a name.")
    entry = AuditEntry.objects.get(action="gate.confirm")
    assert entry.actor == str(administrator)
    assert entry.data == {
        "subject": kept.subject,
        "name": "Staff member: Elena Rivera",
        "rules": [CAPITALS],
    }
    assert entry.page_uuid is None


def test_a_new_record_is_saved_with_its_tick(signed_in: Client) -> None:
    address = reverse("staff:add")
    mark = shown_question(signed_in.post(address, staff_form(title=SHOUTED)))

    signed_in.post(address, staff_form(title=SHOUTED) | ticks(mark))

    made = Staff.objects.get(family_name="Rivera")
    assert Confirmation.objects.get().subject == f"people.staff:{made.pk}"


def test_a_confirmed_question_is_shown_and_not_asked_again(signed_in: Client, staff: Staff) -> None:
    mark = shown_question(save(signed_in, staff, title=SHOUTED))
    save(signed_in, staff, title=SHOUTED, answers=ticks(mark, note="It is a name."))

    shown = signed_in.get(reverse("staff:edit", args=[staff.pk])).content.decode()
    response = save(signed_in, staff, title=SHOUTED, family_name="Rivera Cruz")

    assert "It is a name." in shown
    assert "Checked by " in shown
    assert re.search(rf'name="gate-confirm" value="{mark}"[^>]* checked', shown)
    assert response.status_code == 302
    assert Confirmation.objects.in_force().count() == 1


def test_a_removed_tick_is_withdrawn_and_the_form_is_refused(
    signed_in: Client, staff: Staff
) -> None:
    mark = shown_question(save(signed_in, staff, title=SHOUTED))
    save(signed_in, staff, title=SHOUTED, answers=ticks(mark))

    stopped = save(signed_in, staff, title=SHOUTED, answers=ticks(mark, ticked=False))
    left = save(signed_in, staff, title="Teacher", answers=ticks(mark, ticked=False))

    assert stopped.status_code == 200
    assert left.status_code == 302
    assert not Confirmation.objects.in_force().exists()
    assert AuditEntry.objects.filter(action="gate.withdraw").count() == 1


def test_a_tick_for_one_person_does_not_count_for_another(signed_in: Client, staff: Staff) -> None:
    mark = shown_question(save(signed_in, staff, title=SHOUTED))
    save(signed_in, staff, title=SHOUTED, answers=ticks(mark))
    other = make_staff()

    response = save(signed_in, other, title=SHOUTED)

    assert response.status_code == 200
    assert title_of(other) == "Teacher"


# ---------------------------------------------------------------- settings
def setting(model: Any) -> str:
    options = model._meta
    return reverse("wagtailsettings:edit", args=[options.app_label, options.model_name, 1])


def statement(**values: Any) -> dict[str, Any]:
    return {
        "exception_days": 14,
        "fix_days": 60,
        "answer_days": 3,
        "known_limits": rich_text("<p>Older files have no tags.</p>"),
        **values,
    }


def test_the_accessibility_statement_passes_the_checks(signed_in: Client) -> None:
    AccessibilitySettings.objects.create(pk=1)
    private = rich_text("<p>Ask the parents of student ID 204981.</p>")
    shouted = rich_text(f"<p>{SHOUTED}</p>")

    blocked = signed_in.post(setting(AccessibilitySettings), statement(known_limits=private))
    asked = signed_in.post(setting(AccessibilitySettings), statement(known_limits=shouted))
    answers = ticks(shown_question(asked))
    saved = signed_in.post(
        setting(AccessibilitySettings), statement(known_limits=shouted) | answers
    )

    assert [found.rule for found in blocked.context["form"].findings] == [NUMBER]
    assert list(blocked.context["form"].errors) == ["known_limits"]
    assert (asked.status_code, saved.status_code) == (200, 302)
    chosen = AccessibilitySettings.objects.get()
    assert SHOUTED in chosen.known_limits
    assert Confirmation.objects.get().subject == subject_of(chosen)
