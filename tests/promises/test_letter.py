"""The letter: one to an address, nothing without its press, and never again after a no."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from classroom.models import Enrollment, RosterPage, RosterSection
from district_cms.students.models import Student
from notifications.families.own_data.views import data_page
from notifications.families.tokens import stop_url
from notifications.guardians.letter import services
from notifications.guardians.letter.services import write_letters
from notifications.models import (
    ConsentRecord,
    Guardian,
    GuardianSettings,
    GuardianStudent,
    Invitation,
    Message,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.retention.purging import forget_requests
from notifications.services import claim_batch, dispatch_batch
from notifications.suppressions.rules import Cause
from notifications.suppressions.services import ProviderReport, suppress
from tests.factories.district import District
from tests.fakes.providers import Mailbox
from tests.integration.conftest import Clock
from tests.integration.notifications.families.conftest import Family, everything, newest

pytestmark = pytest.mark.django_db
ANA, BEN = "ana@example.net", "ben@example.net"
BROWSER = Client(enforce_csrf_checks=True)


def turn_on(on: bool = True) -> None:
    choices = GuardianSettings.load()
    choices.send_letters = on
    choices.save()


def lists(key: str, email: str, student: Student, **fields: Any) -> GuardianStudent:
    own = {"may_email": True, "language": "en", "email": email, **fields}
    guardian, _new = Guardian.objects.update_or_create(key=key, defaults=own)
    pair, _new = GuardianStudent.objects.get_or_create(guardian=guardian, student=student)
    return pair


def enrolls(key: str, *rooms: Any, school: Any) -> Student:
    until = dt.date(2027, 6, 30)
    student = Student.objects.create(key=key, school=school, band="elementary", until=until)
    for room in rooms:
        page, _new = RosterPage.objects.get_or_create(key=room.slug, school=school, classroom=room)
        section, _new = RosterSection.objects.get_or_create(
            source_id=room.slug, defaults={"page": page, "data": {}}
        )
        Enrollment.objects.create(section=section, student=student)
    return student


@pytest.fixture
def child(offered: District) -> Student:
    turn_on()
    return enrolls("204981", offered.classroom, school=offered.school)


@pytest.fixture
def ana(child: Student) -> GuardianStudent:
    return lists("g1", ANA, child)


def letters(address: str = ANA) -> list[Message]:
    return list(Message.objects.filter(message_class="invitation", address=address))


def link(address: str = ANA, name: str = "letter") -> str:
    values = letters(address)[0].substitutions
    return re.sub(r"^https?://[^/]+", "", values[f"{name}_url"])


def presses(address: str = ANA) -> Any:
    page = BROWSER.get(link(address))
    keys = re.findall(r'name="class" value="([^"]+)"', page.content.decode())
    return BROWSER.post(link(address), {"class": keys})


def leave() -> None:
    dispatch_batch(claim_batch())


def test_nothing_is_sent_as_delivered(ana: GuardianStudent) -> None:
    turn_on(False)
    assert write_letters() == services.Written()
    assert not letters()


def test_the_letter_names_the_school_and_neither_child_nor_class(
    ana: GuardianStudent, provider: Mailbox
) -> None:
    write_letters()
    leave()
    (sent,) = provider.to(ANA)
    whole = " ".join([sent.subject, sent.text, sent.html])
    assert "Juniper Creek" in sent.subject
    for private in ("Math 3", "204981", "Rivera"):
        assert private not in whole
    assert sent.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_letter_is_in_the_language_of_the_home(child: Student) -> None:
    lists("g1", ANA, child, language="es")
    write_letters()
    assert letters()[0].language == "es"
    page = BROWSER.get(link())
    assert page["Content-Language"] == "es"


def test_opening_the_link_changes_nothing(ana: GuardianStudent) -> None:
    write_letters()
    before = [everything(), list(Invitation.objects.values())]
    page = BROWSER.get(link()).content.decode()
    assert "Math 3" in page
    assert "Nothing is sent to" in page
    assert BROWSER.get(link(name="never")).status_code == 200
    assert [everything(), list(Invitation.objects.values())] == before


def test_one_press_subscribes_that_address_only(ana: GuardianStudent, child: Student) -> None:
    lists("g2", BEN, child)
    write_letters()
    assert presses().status_code == 302
    assert list(VerifiedAddress.objects.values_list("address", "channel")) == [(ANA, "email")]
    (record,) = ConsentRecord.objects.all()
    assert (record.act, record.source, record.proof) == ("given", "letter", "button")
    assert record.wording.startswith("Press the button to get what is new in these classes")
    assert record.wording.endswith("Math 3 – Juniper Creek Elementary")
    assert "/email/choose/" in newest(ANA).text
    person = Subscriber.objects.get()
    page = data_page(person, person.created_at)
    assert f"To {ANA}, on" in page
    assert "an invitation to get class updates" in page
    before = everything()
    presses()
    assert everything() == before


def test_a_yes_by_email_never_starts_texts(child: Student) -> None:
    lists("g1", ANA, child, telephone="+14065550123", may_text=True)
    write_letters()
    presses()
    assert set(Subscription.objects.values_list("channel", flat=True)) == {"email"}


def test_only_the_listed_classes_begin(
    ana: GuardianStudent, offered: District, add_class: Callable[..., Any]
) -> None:
    other = add_class(offered.other_school, "Art 6")
    write_letters()
    keys = [f"class.{page.translation_key}" for page in (offered.classroom, other)]
    BROWSER.post(link(), {"class": keys})
    (begun,) = Subscription.objects.all()
    assert begun.page_uuid == offered.classroom.translation_key


def test_children_of_two_schools_are_one_letter(
    ana: GuardianStudent, offered: District, add_class: Callable[..., Any]
) -> None:
    other = add_class(offered.other_school, "Art 6")
    lists("g1", ANA, enrolls("204982", other, school=offered.other_school))
    write_letters()
    (letter,) = letters()
    assert "Juniper Creek Elementary, Larkspur Middle" in letter.subject
    presses()
    assert Subscription.objects.active().count() == 2


def test_the_link_ends_after_14_days(ana: GuardianStudent, clock: Clock) -> None:
    write_letters()
    clock("2026-11-24 08:59")
    assert BROWSER.get(link()).status_code == 200
    clock("2026-11-24 09:01")
    for answer in (BROWSER.get(link()), BROWSER.post(link(), {"class": ["x"]})):
        assert answer.status_code == 404
    assert not Subscription.objects.exists()


def test_there_is_one_reminder_at_most_and_with_the_same_link(
    ana: GuardianStudent, clock: Clock
) -> None:
    for day in ("17", "18", "23", "24", "25", "30"):
        clock(f"2026-11-{day} 10:23")
        write_letters()
    clock("2027-01-12 10:23")
    assert write_letters() == services.Written()
    first, second = letters()
    assert first.substitutions == second.substitutions
    assert {first.created_at.day, second.created_at.day} == {17, 24}


@pytest.mark.parametrize("answer", ["yes", "never"])
def test_an_answer_is_never_reminded(ana: GuardianStudent, clock: Clock, answer: str) -> None:
    write_letters()
    _ = presses() if answer == "yes" else BROWSER.post(link(name="never"))
    clock("2026-11-18 10:23")
    write_letters()
    assert len(letters()) == 1


@pytest.mark.parametrize("cut", [0, 1])
def test_never_invite_me_again_survives_every_import(
    ana: GuardianStudent, child: Student, clock: Clock, cut: int
) -> None:
    """By the page, or by one click in the mail program, which may have lost the last slash."""
    write_letters()
    never = link(name="never")
    answer = BROWSER.post(never[: len(never) - cut], {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    Guardian.objects.all().delete()
    lists("g7", ANA, child)
    clock("2026-11-18 10:23")
    write_letters()
    assert len(letters()) == 1
    assert presses()["Location"] == never
    assert not Subscription.objects.exists()


def test_nobody_is_invited_whom_the_district_may_not_contact(child: Student) -> None:
    lists("g1", ANA, child, may_email=False)
    pair = lists("g2", BEN, child)
    pair.must_not_contact = True
    pair.save()
    assert write_letters() == services.Written()


def test_an_exclusion_also_stops_the_letter_that_waits_and_its_page(
    ana: GuardianStudent, provider: Mailbox
) -> None:
    write_letters()
    GuardianStudent.objects.update(must_not_contact=True)
    leave()
    assert not provider.to(ANA)
    assert letters()[0].state == "canceled"
    assert BROWSER.get(link()).status_code == 404


def test_a_stop_survives_every_import(ana: GuardianStudent, child: Student, clock: Clock) -> None:
    write_letters()
    presses()
    BROWSER.post(re.sub(r"^https?://[^/]+", "", stop_url(Subscriber.objects.get().uuid)))
    for day in ("2026-11-18", "2027-01-12"):
        clock(f"{day} 10:23")
        forget_requests(dt.datetime.fromisoformat(f"{day}T17:00Z"))
        VerifiedAddress.objects.all().delete()
        Guardian.objects.all().delete()
        lists("g7", ANA, child)
        write_letters()
        presses()
    assert len(letters()) == 1
    assert not Subscription.objects.active().exists()


def test_whoever_stopped_before_the_first_file_is_never_invited(
    offered: District, family: Family, child: Student
) -> None:
    family.subscribes(offered.classroom, address=ANA)
    BROWSER.post(re.sub(r"^https?://[^/]+", "", stop_url(Subscriber.objects.get().uuid)))
    lists("g1", ANA, child)
    write_letters()
    VerifiedAddress.objects.all().delete()  # thirty days later
    write_letters()
    assert not letters()


def test_a_new_address_needs_a_new_yes(ana: GuardianStudent, child: Student) -> None:
    write_letters()
    presses()
    lists("g1", BEN, child)
    write_letters()
    assert len(letters(BEN)) == 1
    assert [each.address for each in VerifiedAddress.objects.all()] == [ANA]


def test_whoever_signed_up_or_complained_or_has_no_classes_is_not_invited(
    offered: District, family: Family, child: Student
) -> None:
    family.subscribes(offered.school, "school", address=ANA)
    lists("g1", ANA, child)
    lists("g2", BEN, enrolls("204983", school=offered.school))
    suppress([ProviderReport("cy@example.net", "email", Cause.COMPLAINT, dt.datetime.now(dt.UTC))])
    lists("g3", "cy@example.net", child)
    assert write_letters() == services.Written()


def test_a_run_that_breaks_off_invites_nobody_half(
    ana: GuardianStudent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: Any, **_options: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(services, "enqueue_many", killed)
        with pytest.raises(OSError, match="killed"):
            write_letters()
    assert not Invitation.objects.exists()
    assert write_letters().letters == 1
    assert write_letters() == services.Written()


def test_queries_do_not_grow_with_guardians(
    ana: GuardianStudent, child: Student, django_assert_max_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        write_letters()
    for number in range(60):
        lists(f"n{number}", f"n{number}@example.net", child)
    with django_assert_max_num_queries(len(few)):
        assert write_letters().letters == 60
