"""Whom their family does not want named is not named, and a release counts while it is in force."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.checks.findings import Finding
from district_cms.people.roles import Role
from district_cms.publishing.answers import confirm_findings
from district_cms.publishing.gate import PublishBlocked
from district_cms.publishing.models import RevisionFindings
from district_cms.students.hiding import hide_on_live_pages
from district_cms.students.models import HiddenOnPage, Release, Student
from district_cms.students.releases import record_release, students_of, withdraw_releases
from notifications.notices.services import note_written
from tests.factories.district import District
from tests.factories.editor import make_picture
from tests.factories.pages import make_draft, make_update, update_content
from tests.factories.people import make_account
from tests.factories.students import hold_students, make_student
from tests.integration.notifications.notices.conftest import urgent

pytestmark = pytest.mark.django_db

NAMES, MAYBE, ENDED = "name-opted-out", "given-name-opted-out", "photo-release-ended"


@pytest.fixture
def sam(district: District) -> Student:
    """A student of the school whose family opted out, with the list on."""
    hold_students(check_opt_outs=True)
    return make_student(district.school, opted_out=True)


def draft(district: District, *words: str, **fields: Any) -> Any:
    lesson = [("prose", f"<p>{line}</p>") for line in words or ("We read.",)]
    content = update_content(district.curriculum, **{"lesson": lesson, **fields})
    return make_draft(district.classroom, owner=district.teacher, **content)


def findings(page: Any) -> list[Finding]:
    rules = {NAMES, MAYBE, ENDED}
    return [finding for finding in page.publish_findings() if finding.rule in rules]


def rules(page: Any) -> list[str]:
    return [finding.rule for finding in findings(page)]


def photo(keys: str = "100", **fields: Any) -> Any:
    value = {"people": "students", "source": "district", "release": True, "students": keys}
    named = {"image": make_picture(), "description": "Children with a kite.", **value, **fields}
    return ("picture", named)


def live_words(page: Any) -> str:
    page = type(page).objects.get(pk=page.pk)
    response = Client().get(page.url)
    assert response.status_code == 200
    return page.title + response.content.decode()


# ------------------------------------------------------------------------ the gate
@pytest.mark.parametrize(
    "words",
    [
        "Sam Lopez won.",
        "Lopez, Sam",
        "SAM J. LOPEZ won!",
        "<b>Sam</b> Lopez’s drawing",
        "<a href='/x/sam-lopez-essay.pdf'>An essay</a>",
        "<table><tr><td>Lopez</td><td>Sam</td></tr></table>",
        "S&aacute;m L&oacute;pez",
    ],
)
def test_a_full_name_always_stops_the_page(district: District, sam: Student, words: str) -> None:
    page = draft(district, words)
    assert rules(page) == [NAMES]
    with pytest.raises(PublishBlocked):
        page.save_revision().publish()


def test_only_students_of_that_school_count(district: District, sam: Student) -> None:
    Student.objects.update(school=district.other_school)
    assert rules(draft(district, "Sam Lopez won.")) == []
    assert rules(district.home.specific_class(title="Sam Lopez won.")) == [NAMES]


@pytest.mark.parametrize("off", ["hold_students", "check_opt_outs"])
def test_off_means_that_nothing_is_compared(district: District, off: str) -> None:
    hold_students(check_opt_outs=True)
    make_student(district.school, opted_out=True)
    settings = hold_students()
    type(settings).objects.update(**{off: False})
    assert rules(draft(district, "Sam Lopez won.")) == []


def test_a_first_name_alone_only_asks(district: District, sam: Student) -> None:
    page = draft(district, "Sam won, and Bea read.")
    assert rules(page) == [MAYBE]
    page.save_revision().publish()
    # Somebody else, and staff.
    assert rules(draft(district, "Sam Reed and Mr. Sam spoke.")) == []


@pytest.mark.parametrize(
    "name, words, expected",
    [
        ("Grace Hill", "Grace and hope. Meet at Grace Hill Road in May.", [MAYBE]),
        ("Grace Hill", "We thank Grace Hill.", [NAMES]),
        ("Will Young", "Will Young readers come? Will they?", [MAYBE]),
        ("May Day", "In May we meet. May is warm.", []),
        ("Summer Reed", "Summer is near. The Summer Reading Club meets in Summer.", []),
        ("Sam Lopez", "Bo Lopez, Sam Reed, Ana Sam", []),
        ("Ana Gil Torres", "Ana Torres won.", [NAMES]),
    ],
)
def test_words_never_cry_wolf(
    district: District, name: str, words: str, expected: list[str]
) -> None:
    hold_students(check_opt_outs=True)
    make_student(district.school, name=name, opted_out=True)
    assert rules(draft(district, words)) == expected


def test_the_author_records_that_it_is_another_person(district: District, sam: Student) -> None:
    page = draft(district, "Sam Lopez, who wrote our song, came.")
    confirm_findings(subject=page, findings=findings(page), user=district.teacher)
    page.save_revision().publish()
    # It holds while the name stands there, and for that student only.
    page.lesson = [("prose", "<p>On Friday came Sam Lopez.</p>")]
    page.save_revision().publish()
    make_student(district.school, "200", opted_out=True)
    with pytest.raises(PublishBlocked):
        page.save_revision().publish()


def test_the_author_ticks_that_it_is_another_person(
    district: District, sam: Student, client: Client
) -> None:
    page = draft(district, "Sam Lopez, who wrote our song, came with Sam.")
    assert {finding.tick for finding in findings(page)} == {"It is another person"}
    client.force_login(district.teacher)
    screen = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "data-gate-tick-words" in screen


def test_a_written_consent_makes_the_name_quiet_until_it_ends(
    district: District, sam: Student
) -> None:
    page = draft(district, "Sam Lopez won.")
    release = record_release(student=sam, kind="web", user=district.teacher)
    assert rules(page) == []
    assert release.recorded_by == district.teacher.get_full_name()
    Release.objects.update(until=dt.date(2020, 1, 1))
    assert rules(page) == [NAMES]
    # Also without an opt-out: the family took back its consent to the name.
    Student.objects.update(opted_out=False)
    assert rules(page) == [NAMES]
    Release.objects.update(kind="work")
    assert rules(page) == []


# ------------------------------------------------------------------------ pictures
def test_a_release_is_recorded_where_the_picture_is_placed(
    district: District, sam: Student
) -> None:
    page = draft(district, lesson=[photo(signed_by_student=True)])
    assert rules(page) == []
    page.save_revision(user=district.teacher).publish()
    release = Release.objects.get()
    assert (release.student, release.kind, release.by_student) == (sam, "photograph", True)
    assert release.recorded_by == district.teacher.get_full_name()
    page.save_revision(user=district.teacher).publish()
    assert Release.objects.count() == 1


def test_a_tick_never_renews_a_release_that_has_ended(district: District, sam: Student) -> None:
    record_release(student=sam, kind="photograph", user=None)
    withdraw_releases(student=sam, kind="photograph", user=district.teacher)
    page = draft(district, lesson=[photo()])
    with pytest.raises(PublishBlocked):
        page.save_revision(user=district.teacher).publish()
    assert rules(draft(district, lesson=[photo("999")])) == [ENDED]


def test_a_release_makes_the_picture_quiet_after_the_student_left_the_school(
    district: District, sam: Student
) -> None:
    record_release(student=sam, kind="photograph", user=None)
    page = draft(district, lesson=[photo()])
    Student.objects.update(school=district.other_school)
    assert rules(page) == []
    Student.objects.update(until=dt.date(2020, 1, 1))
    assert rules(page) == []
    Release.objects.all().delete()
    assert rules(page) == [ENDED]


def test_keys_are_never_on_the_page(district: District, sam: Student) -> None:
    sam.key = "K7734"
    sam.save()
    page = make_update(
        district.classroom, **update_content(district.curriculum, lesson=[photo("K7734")])
    )
    assert "K7734" not in live_words(page)


# ------------------------------------------------------------------------ hiding
def live(district: District, **fields: Any) -> Any:
    return make_update(district.classroom, **update_content(district.curriculum, **fields))


def test_the_night_after_an_opt_out_the_name_is_hidden_and_never_the_page(
    district: District,
) -> None:
    hold_students(check_opt_outs=True)
    sam = make_student(district.school)
    page = live(
        district,
        title="Sam Lopez wins",
        lesson=[
            ("prose", "<p>Well done, <b>Sam</b> J. Lopez! We add fractions.</p>"),
            ("prose", "<p>Bea Reed sang.</p>"),
        ],
    )
    assert hide_on_live_pages() == (0, None)
    Student.objects.update(opted_out=True)

    assert hide_on_live_pages() == (1, None)

    words = live_words(page)
    assert "Lopez" not in words
    assert "lopez" not in type(page).objects.get(pk=page.pk).url
    assert all(part in words for part in ("[…]", "We add fractions.", "Bea Reed sang."))
    assert [(row.page_id, row.student) for row in HiddenOnPage.objects.all()] == [(page.pk, sam)]
    assert "Lopez" not in str(AuditEntry.objects.get(action="students.hidden_on_page").data)
    # The draft is as it was; the gate stops it.
    draft_of = page.get_latest_revision_as_object()
    assert draft_of.title == "Sam Lopez wins"
    with pytest.raises(PublishBlocked):
        draft_of.save_revision().publish()
    assert hide_on_live_pages() == (0, None)
    record_release(student=sam, kind="web", user=None)
    draft_of.save_revision().publish()
    assert not HiddenOnPage.objects.exists()


def test_what_no_pattern_finds_goes_with_its_block(district: District) -> None:
    hold_students(check_opt_outs=True)
    make_student(district.school)
    rows = "<table><tr><th>Last</th><th>First</th></tr><tr><td>Lopez</td><td>Sam</td></tr></table>"
    page = live(district, lesson=[("prose", rows), ("prose", "<p>We add.</p>")])
    Student.objects.update(opted_out=True)
    assert hide_on_live_pages() == (1, None)
    words = live_words(page)
    assert "Lopez" not in words
    assert "We add." in words


@pytest.mark.parametrize("ending", ["withdrawn", "expired"])
def test_a_picture_is_hidden_when_its_release_ends(
    district: District, sam: Student, ending: str
) -> None:
    page = live(district, lesson=[("prose", "<p>We fly.</p>"), photo()])
    assert "Children with a kite" in live_words(page)
    if ending == "withdrawn":
        withdraw_releases(student=sam, kind="photograph", user=district.teacher)
    else:
        Release.objects.update(until=dt.date(2020, 1, 1))
    assert hide_on_live_pages() == (1, None)
    words = live_words(page)
    assert "Children with a kite" not in words
    assert "We fly." in words
    assert HiddenOnPage.objects.get().what == "picture"


def test_another_person_stays_visible(district: District, sam: Student) -> None:
    page = draft(district, "Sam Lopez, who wrote our song, came.")
    confirm_findings(subject=page, findings=findings(page), user=district.teacher)
    page.save_revision().publish()
    assert hide_on_live_pages() == (0, None)


# ------------------------------------------------------------------------ who learns of it
def test_an_opt_out_is_never_in_a_mail_a_log_or_the_evidence(
    district: District, sam: Student
) -> None:
    page = draft(district, "Sam Lopez won, said Sam.")
    mail.outbox.clear()
    with pytest.raises(PublishBlocked) as refused:
        page.save_revision().publish()
    confirm_findings(subject=page, findings=findings(page), user=district.teacher)
    page.save_revision().publish()
    kept = RevisionFindings.objects.get(page_uuid=page.translation_key).findings
    log = str([entry.data for entry in AuditEntry.objects.all()])
    assert not any(name in f"{kept}{log}" for name in (NAMES, MAYBE, "Lopez", "opt"))
    assert not mail.outbox
    assert "L" in refused.value.findings[0].excerpt
    assert "Lopez" not in refused.value.findings[0].excerpt


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL])
def test_only_the_office_lists_what_is_hidden(
    district: District, sam: Student, client: Client, role: Role
) -> None:
    client.force_login(make_account(role, district.school))
    assert client.get(reverse("students:index")).status_code == 302
    HiddenOnPage.objects.create(page=district.classroom, student=sam, what="name")
    make_student(district.school, "200")
    client.force_login(make_account(Role.COMMUNICATIONS))
    words = client.get(reverse("students:index"), {"hidden": "true"}).content.decode()
    assert f'/pages/{district.classroom.pk}/edit/">Math 3</a> (name)' in words
    assert words.count('/edit/">Math 3') == 1
    assert "export=" not in words


def test_releases_are_recorded_by_key_and_only_for_the_own_schools(
    district: District, sam: Student, client: Client
) -> None:
    url, form = reverse("students_release"), {"student": "100", "kind": "web", "by_student": "on"}
    elsewhere = make_account(Role.TEACHER, district.other_school)
    client.force_login(elsewhere)
    assert client.post(url, form).status_code == 302
    assert not Release.objects.exists()
    make_student(district.other_school, "200")
    assert "No student of your schools" in client.post(url, form).content.decode()
    assert list(students_of(elsewhere).values_list("key", flat=True)) == ["200"]

    client.force_login(district.teacher)
    client.post(url, form)
    release = Release.objects.get()
    assert (release.student, release.by_student) == (sam, True)
    client.post(url, {**form, "withdrawn": "on"})
    release.refresh_from_db()
    assert release.withdrawn_on
    assert AuditEntry.objects.filter(action="students.release_withdrawn").count() == 1


def test_an_urgent_notice_that_names_them_never_tells_the_log_of_the_opt_out(
    district: District, sam: Student
) -> None:
    office = make_account(Role.COMMUNICATIONS)
    found = findings(draft(district, "Sam Lopez is missing."))
    note_written(notice=urgent(office, [district.school]), user=office, findings=found)
    entry = AuditEntry.objects.get(action="urgent_notice.named_a_student")
    assert (NAMES in str(entry.data), entry.data["law"]) == (False, "34 CFR 99.36")
