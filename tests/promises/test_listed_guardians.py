"""Guardians whom the district listed: each sentence of issue 34 about them that says never, only or
always, with the test that holds it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.students.models import Student, StudentListSettings
from notifications.consent.services import stop_number
from notifications.guardians.importer import GuardianImporter
from notifications.guardians.reach import reachable
from notifications.guardians.urgent import listed_for
from notifications.models import Channel, Guardian, GuardianSettings, Message
from notifications.retention.purging import forget_people
from tests.factories.district import District
from tests.factories.guardians import exclude, make_guardian, make_student
from tests.factories.people import make_account
from tests.integration.notifications.guardians import test_contact_file as file
from tests.integration.notifications.guardians import test_reach as reach
from tests.integration.notifications.guardians import test_urgent as notices
from tests.integration.notifications.notices.conftest import urgent

pytestmark = pytest.mark.django_db

# The sentence, and the tests that hold it.
SENTENCES: dict[str, tuple[Any, ...]] = {
    "Each is off until the district turns it on.": (
        notices.test_as_delivered_no_guardian_gets_anything,
    ),
    "May contact by email, by text; default nobody.": (
        reach.test_a_relation_alone_is_no_permission,
        reach.test_each_channel_has_its_own_permission,
    ),
    "Exclusions win; a parent who is staff has two keys.": (
        reach.test_an_exclusion_wins_under_a_second_key_of_the_same_person,
        file.test_one_line_per_student_is_one_guardian_and_the_stricter_line_wins,
    ),
    "Urgent notices of a child's school go to contact-permitted guardians.": (
        notices.test_by_email_only_guardians_of_the_school_who_may_be_contacted,
    ),
    "Texts without a yes only for a closed list, off until all is recorded.": (
        notices.test_a_text_needs_a_kind_of_the_list_and_everything_that_must_be_recorded,
        file.test_texts_stay_off_until_all_is_recorded,
    ),
    "From approved words, no link but ours.": (
        notices.test_a_text_has_the_approved_words_and_no_link_but_ours,
    ),
    "Recorded each time.": (notices.test_texts_without_a_yes_are_recorded_each_time,),
    "STOP always holds, and email goes instead.": (
        notices.test_a_stop_holds_and_email_goes_instead,
        notices.test_a_text_that_stops_everything_stops_these_emails_too,
    ),
    "One message per address and channel.": (
        notices.test_who_also_signed_up_gets_one_message_per_address_and_channel,
    ),
    "A refusal or STOP survives every import.": (
        notices.test_the_link_of_a_mail_stops_it_for_good_and_only_this,
    ),
    "This does not replace 911: stands where urgent notices are written.": (
        notices.test_the_screens_say_what_stands_where_it_is_written_and_what_a_text_takes,
    ),
}


def test_each_sentence_has_its_tests() -> None:
    held = [test.__name__ for tests in SENTENCES.values() for test in tests]
    assert len(held) == len(set(held)) == 15


@pytest.fixture
def office(district: District) -> User:
    notices.turn_on(**notices.EMAIL_ON, **notices.TEXTS_ON)
    return make_account(Role.COMMUNICATIONS)


def test_an_exclusion_wins_whatever_else_is_listed(district: District, office: User) -> None:
    """A custody exclusion: of one child nothing, of the other at another school everything."""
    here, there = make_student(district.school), make_student(district.other_school, "S2")
    exclude(make_guardian(here, there, telephone=notices.NUMBER), here)
    make_guardian(here, key="STAFF", email="g1@home.example", telephone=notices.NUMBER)
    for schools, reached in (([district.school], 0), ([district.other_school], 1)):
        notice = urgent(office, schools, emergency="closed")
        listed, _last = listed_for(notice)
        assert sum(each.email or each.text for each in listed) == reached


def test_a_stop_before_the_import_still_holds_after_it(district: District, office: User) -> None:
    make_student(district.school)
    stop_number(notices.NUMBER, at=timezone.now())
    importer = GuardianImporter()
    for telephone in ("", "406-555-0123"):
        line = f"G1,S1,,a@home.example,{telephone},,yes,yes,\n"
        importer.apply(importer.read("contacts.csv", (file.HEAD + line).encode()))
    assert Guardian.objects.get().telephone == notices.NUMBER
    notices.send(urgent(office, emergency="closed"), make_account(Role.ADMINISTRATOR))
    assert not Message.objects.filter(channel=Channel.TEXT).exists()
    assert notices.sent() == ["a@home.example"]


def test_guardians_of_students_who_left_are_never_reached(district: District) -> None:
    make_guardian(make_student(district.school, until=dt.date(2026, 6, 12)))
    assert not reachable(Channel.EMAIL, on=dt.date(2026, 6, 13)).exists()
    assert reachable(Channel.EMAIL, on=dt.date(2026, 6, 12)).exists()
    Student.objects.all().delete()
    forget_people(timezone.now())
    assert not Guardian.objects.exists()


def test_everything_is_off_as_delivered(district: District) -> None:
    guardians, students = GuardianSettings.load(), StudentListSettings.load()
    assert not any((guardians.email_urgent, guardians.text_urgent, guardians.send_letters))
    assert not any((students.hold_students, students.check_opt_outs))
