"""Notices in the editor: written, looked over, sent; permissions by object and by role."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.moderation.models import ReviewSettings
from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.models import Channel, ClassNotice, Standing, UrgentNotice
from notifications.screens.class_mail import set_offer
from tests.factories.district import District
from tests.factories.people import make_account
from tests.integration.conftest import Clock

from .conftest import ENGLISH, SPANISH, follow, urgent

pytestmark = pytest.mark.django_db

NEW = "notices:add"


def form_of(*schools: Any, **fields: str) -> dict[str, Any]:
    return {
        "what": "other",
        "schools": [str(school.pk) for school in schools],
        "sends": "on",
        "title_en": "Closed on Tuesday",
        "title_es": "Cerrado el martes",
        "text_en": ENGLISH,
        "text_es": SPANISH,
        "starts_at": "2026-11-10 05:30",
        "ends_at": "2026-11-10 18:00",
        "privacy_reason": "",
        **fields,
    }


def page_of(notice: UrgentNotice | ClassNotice) -> str:
    return reverse(f"{notice.kind}-notices:inspect", args=[notice.pk])


# ------------------------------------------------------------------ urgent


def test_a_waiting_notice_is_first_on_the_home_screen_of_people_who_may_send_it(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-10 05:00")
    notice = urgent(district.principal, [district.school])
    heading, home = "Urgent notices that wait for you", reverse("wagtailadmin_home")

    def shown_to(user: User) -> bool:
        client.force_login(user)
        page = client.get(home).text
        assert (page_of(notice) in page) is (heading in page)
        return heading in page

    office = make_account(Role.COMMUNICATIONS)
    assert shown_to(office)
    panels = re.findall(r'<section[^>]* id="([\w-]+)-section"', client.get(home).text)
    assert panels[0] == "waiting-notices", panels
    # Neither to its author, nor to people who decide about another school or none.
    assert not shown_to(district.principal)
    assert not shown_to(make_account(Role.PRINCIPAL, school=district.other_school))
    assert not shown_to(district.teacher)
    # Nor after it expired or was sent.
    clock("2026-11-10 19:00")
    assert not shown_to(office)
    clock("2026-11-10 05:00")
    assert shown_to(office)
    UrgentNotice.objects.update(standing=Standing.SENT)
    assert not shown_to(office)


def test_the_author_needs_a_reason_to_send_it_alone(district: District, client: Client) -> None:
    notice = urgent(district.principal, [district.school])
    client.force_login(district.principal)
    sent = {"send_alone": "1", "seen": notice.fingerprint}
    refused = client.post(page_of(notice), {**sent, "reason": ""})
    assert refused.status_code == 422
    assert "Say why it cannot wait." in refused.text
    client.post(page_of(notice), {"send": "1", "seen": notice.fingerprint})
    notice.refresh_from_db()
    assert notice.standing == Standing.WAITING
    client.post(page_of(notice), {**sent, "reason": "Smoke in the building."})
    notice.refresh_from_db()
    assert (notice.standing, notice.safety_reason) == (Standing.SENDING, "Smoke in the building.")
    entry = AuditEntry.objects.get(action="urgent_notice.sent")
    assert entry.data["without_second_person"] == "Smoke in the building."


def test_a_missing_child_may_be_named_and_the_reason_is_in_the_log(
    district: District, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    words = "Student Maria Lopez, born 4/12/2017, is missing. Call 911 if you see her."
    named = form_of(district.school, text_en=words, text_es="")
    asked = client.post(reverse(NEW), named)
    assert asked.status_code == 200
    assert "If the notice must say it anyway, write why" in asked.text
    assert not UrgentNotice.objects.exists()
    client.post(reverse(NEW), {**named, "privacy_reason": "The police asked us to."})
    assert UrgentNotice.objects.get().text_en == words
    entry = AuditEntry.objects.get(action="urgent_notice.named_a_student")
    assert entry.data["reason"] == "The police asked us to."
    assert entry.data["rules"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends_at": "2026-11-10 05:00"}, "That time has passed"),
        ({"ends_at": "2026-12-25 18:00"}, "31 days at most"),
        ({"schools": []}, "This field is required"),
    ],
)
def test_what_the_form_refuses(
    fields: dict[str, Any], said: str, district: District, client: Client
) -> None:
    client.force_login(district.principal)
    answer = client.post(reverse(NEW), {**form_of(district.school), **fields})
    assert said in answer.text
    assert not UrgentNotice.objects.exists()


def test_the_office_chooses_where_and_not_two_things_at_once(
    district: District, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    assert client.get(reverse(NEW)).context["form"]["whole_district"].value() is False
    answer = client.post(reverse(NEW), form_of(district.school, whole_district="on"))
    assert "Select the whole district or schools, not both." in answer.text
    assert not UrgentNotice.objects.exists()


def test_nobody_reaches_another_school_s_notices(district: District, client: Client) -> None:
    notice = urgent(district.other_principal, [district.other_school])
    whole = urgent(district.other_principal)
    client.force_login(district.principal)
    for one in (notice, whole):
        for address in (page_of(one), reverse("urgent-notices:edit", args=[one.pk])):
            assert client.get(address).status_code in {302, 403}, address
            sent = {"send": "1", "withdraw": "1", "seen": one.fingerprint}
            assert client.post(address, sent).status_code in {302, 403}
        one.refresh_from_db()
        assert one.standing == Standing.WAITING
    assert "Closed on Tuesday" not in client.get(reverse("notices:index")).text
    client.post(reverse(NEW), form_of(district.other_school))
    client.post(reverse(NEW), form_of(whole_district="on"))
    assert UrgentNotice.objects.count() == 2


def test_a_sent_notice_cannot_change_and_a_change_asks_the_second_person_again(
    district: District, client: Client
) -> None:
    office = make_account(Role.COMMUNICATIONS)
    notice = urgent(district.principal, [district.school])
    client.force_login(office)
    edit = reverse("urgent-notices:edit", args=[notice.pk])
    client.post(edit, form_of(district.school, text_en="Juniper Creek starts two hours late."))
    notice.refresh_from_db()
    assert (notice.text_en, notice.made_by) == ("Juniper Creek starts two hours late.", office)
    UrgentNotice.objects.update(standing=Standing.SENT)
    assert client.get(edit).status_code == 302
    client.post(edit, form_of(district.school, text_en="Something else."))
    notice.refresh_from_db()
    assert notice.text_en == "Juniper Creek starts two hours late."
    assert notice.standing == Standing.SENT


# ------------------------------------------------------------------ of a class


def test_a_teacher_writes_looks_over_and_sends_a_notice_to_their_class(
    district: District, client: Client
) -> None:
    ReviewSettings.load().read_later_schools.set([district.school])
    set_offer(classroom=district.classroom, offered=True, user=district.teacher)
    follow(district.classroom, number=3)
    follow(district.classroom, channel=Channel.TEXT)
    client.force_login(district.teacher)
    new = reverse("class-notices:add", args=[district.classroom.pk])
    explorer = client.get(reverse("wagtailadmin_explore", args=[district.classroom.pk]))
    assert new in explorer.text
    assert "Math 3" in client.get(new).text
    client.post(new, {"text_en": "Please bring a jacket on Wednesday.", "text_es": ""})
    notice = ClassNotice.objects.get()
    assert (notice.class_name, notice.school_name) == ("Math 3", "Juniper Creek Elementary")
    sheet = client.get(page_of(notice))
    assert "3 recipients" in sheet.text
    client.post(page_of(notice), {"send": "1", "seen": sheet.context["seen"]})
    notice.refresh_from_db()
    assert notice.standing == Standing.SENDING
    assert notice.expected == 3


def test_a_class_notice_must_pass_the_checks_like_a_page(
    district: District, client: Client
) -> None:
    client.force_login(district.teacher)
    new = reverse("class-notices:add", args=[district.classroom.pk])
    answer = client.post(new, {"text_en": "Call Maria Lopez, student ID 123456.", "text_es": ""})
    assert answer.status_code == 200
    assert not ClassNotice.objects.exists()


def test_a_class_that_is_over_or_not_live_has_no_notices(
    district: District, client: Client
) -> None:
    set_offer(classroom=district.classroom, offered=True, user=district.teacher)
    notice = ClassNotice.objects.create(
        classroom=district.classroom, text_en="Bring a jacket.", class_name="Math 3"
    )
    client.force_login(district.teacher)
    sheet = client.get(page_of(notice))
    assert "A class sends at most 3 notices a day; 0 so far today." in sheet.text
    new = reverse("class-notices:add", args=[district.classroom.pk])
    room = type(district.classroom).objects.filter(pk=district.classroom.pk)
    for gone in ({"live": False}, {"live": True, "ends_on": dt.date(2026, 11, 9)}):
        room.update(**gone)
        assert "This class is over" in client.get(new, follow=True).text
        answer = client.post(page_of(notice), {"send": "1", "seen": notice.fingerprint})
        assert "This class is over" in client.get(answer["Location"]).text
    notice.refresh_from_db()
    assert notice.standing == Standing.WAITING


@pytest.mark.parametrize(
    ("name", "may"),
    [("teacher", True), ("principal", True), ("other_principal", False), ("other", False)],
)
def test_who_may_write_to_a_class(name: str, may: bool, district: District, client: Client) -> None:
    if name == "other":
        client.force_login(make_account(Role.TEACHER, district.school))
    else:
        client.force_login(getattr(district, name))
    new = reverse("class-notices:add", args=[district.classroom.pk])
    client.post(new, {"text_en": "Please bring a jacket on Wednesday.", "text_es": ""})
    assert ClassNotice.objects.exists() is may
    notice = ClassNotice.objects.first() or ClassNotice.objects.create(
        classroom=district.classroom, text_en="Please bring a jacket.", class_name="Math 3"
    )
    assert (client.get(page_of(notice)).status_code == 200) is may
    assert (notice.text_en in client.get(reverse("notices:index")).text) is may
