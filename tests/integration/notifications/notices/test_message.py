"""One message: approved words at once, own words with a second person, replaced by one press."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.banners.wording import words_of
from district_cms.schools.models import Banner
from notifications.models import Channel, ClassNotice, Message, Scope, Standing, UrgentNotice
from notifications.notices.previewing import sheet_of
from notifications.notices.services import send_urgent_notice
from notifications.notices.wording import text_of, where_of
from notifications.notices.writing import write_all
from tests.factories.district import District
from tests.factories.people import make_account
from tests.integration.conftest import Clock

from .conftest import follow, urgent
from .test_screens import form_of, page_of

pytestmark = pytest.mark.django_db
NEW = "notices:add"


@pytest.fixture(autouse=True)
def morning(clock: Clock) -> None:
    clock("2026-11-10 05:30")


@pytest.fixture
def principal(district: District, client: Client) -> Client:
    client.force_login(district.principal)
    return client


@pytest.fixture
def office(district: District) -> Client:
    client = Client()
    client.force_login(make_account(Role.COMMUNICATIONS))
    return client


def opened(client: Client, query: str) -> dict[str, Any]:
    """Returns what a browser sends for the form as it opens."""
    page = client.get(reverse(NEW) + query)
    form, sent = page.context["form"], {}
    for field in form:
        value = field.field.widget.format_value(field.value()) if field.value() else None
        if field.name == "schools":
            value = [str(pk) for pk in field.value() or ()]
        if field.name in {"whole_district", "sends"}:
            value = "on" if field.value() else None
        sent |= {} if value in (None, [], "") else {field.name: value}
    sent["offered"] = [str(each.pk) for each in page.context.get("alike", ())]
    sent["what"] = form["what"].value()
    return sent


def posted(client: Client, query: str = "?usual=closed", **more: Any) -> UrgentNotice:
    client.post(reverse(NEW), {**opened(client, query), "post": "1", **more})
    return UrgentNotice.objects.order_by("pk").last() or UrgentNotice()


def test_a_closing_is_on_the_website_with_two_presses_from_home(
    principal: Client, district: District
) -> None:
    follow(district.school, Scope.SCHOOL)
    home = principal.get(reverse("wagtailadmin_home")).text
    for usual in ("closed", "late", "early"):
        assert f"{reverse(NEW)}?usual={usual}" in home
    notice = posted(principal)
    words = "Closed on Tuesday, November 10. There are no classes and no buses."
    page = Client().get(district.classroom.url)
    assert words in page.text
    assert notice.standing == Standing.SENT
    assert not Message.objects.exists()
    entry = AuditEntry.objects.get(action="urgent_notice.on_website")
    assert entry.data["approved_words"] is True
    assert (
        "On the website until Tuesday, November 10, 6:00 pm" in principal.get(page_of(notice)).text
    )


def test_one_more_choice_sends_approved_words_without_a_second_person(
    principal: Client, district: District
) -> None:
    family = follow(district.school, Scope.SCHOOL)
    others = follow(district.other_school, Scope.SCHOOL)
    notice = posted(principal, sends="on")
    assert notice.standing == Standing.SENDING
    write_all(notice)
    assert list(Message.objects.values_list("address", flat=True)) == family != others
    assert Banner.objects.get().standing() == "shown"


def test_the_office_closes_all_schools_with_two_presses(office: Client, district: District) -> None:
    notice = posted(office)
    assert notice.whole_district
    assert notice.text_en.startswith("All schools are closed on Tuesday")
    assert Banner.objects.get().school is None


@pytest.mark.parametrize("what", ["closed", "other"])
def test_own_words_wait_for_a_second_person(
    what: str, principal: Client, district: District
) -> None:
    approved = words_of("closed", all_schools=False)
    changed = {**approved, "text_en": f"{approved['text_en']} See you on Monday."}
    notice = posted(principal, what=what, **changed)
    assert notice.standing == Standing.WAITING
    assert not Banner.objects.exists()
    second = make_account(Role.COMMUNICATIONS)
    send_urgent_notice(notice=notice, user=second, seen=notice.fingerprint)
    assert Banner.objects.get().text_en == changed["text_en"]


def test_approved_words_of_another_day_or_place_are_own_words(
    principal: Client, district: District
) -> None:
    for words in (
        words_of("closed"),
        words_of("closed", all_schools=False, day=dt.date(2027, 1, 4)),
    ):
        assert posted(principal, **words).standing == Standing.WAITING


def test_the_text_a_family_gets_names_every_school(district: District) -> None:
    notice = urgent(
        None, [district.school, district.other_school], **words_of("closed", all_schools=False)
    )
    text = text_of(notice, "en", where_of(notice))
    assert text.startswith("URGENT, Juniper Creek Elementary, Larkspur Middle: Closed on")


def test_closing_early_names_the_time_that_was_typed(principal: Client, district: District) -> None:
    notice = posted(principal, "?usual=early", closes_at="1:30 pm")
    assert "at 1:30 pm. Buses" in notice.text_en
    assert notice.standing == Standing.SENT


def test_good_to_know_is_on_the_website_at_once_and_never_sent(
    principal: Client, district: District
) -> None:
    follow(district.school, Scope.SCHOOL)
    words = {"what": "plain", "text_en": "Picture day is Thursday.", "sends": "on"}
    notice = posted(principal, **words)
    assert (notice.standing, notice.sends, notice.emergency) == (Standing.SENT, False, "")
    assert Banner.objects.get().tone == Banner.Tone.PLAIN
    named = "Call Maria Lopez, student ID 123456."
    refused = form_of(district.school, what="plain", text_en=named, privacy_reason="She asked.")
    assert principal.post(reverse(NEW), refused).status_code == 200
    assert UrgentNotice.objects.count() == 1


# ------------------------------------------------------------------ replaced


def test_a_live_message_like_it_is_offered_and_ends_by_one_press(
    principal: Client, district: District
) -> None:
    old = posted(principal)
    # Written without having seen the other one.
    blind = {**opened(principal, "?usual=closed"), "offered": [], "post": "1"}
    assert "is on the website already" in principal.post(reverse(NEW), blind, follow=True).text
    assert UrgentNotice.objects.count() == 1
    page = principal.get(reverse(NEW) + "?usual=closed")
    assert page.context["alike"] == [old]
    assert 'name="replace"' in page.text
    new = posted(principal, replace="1")
    old.refresh_from_db()
    assert (old.standing, new.standing) == (Standing.REPLACED, Standing.SENT)
    assert [banner.standing() for banner in old.banners.all()] == ["over"]
    assert Banner.objects.not_over().count() == 1
    assert AuditEntry.objects.filter(action="urgent_notice.replaced").count() == 1
    # "Post it as well" ends nothing.
    posted(principal)
    assert Banner.objects.not_over().count() == 2


@pytest.mark.parametrize(
    "other", [{"what": "late"}, {"ends_at": "2026-11-11 18:00"}, {"school": 1}]
)
def test_another_kind_day_or_school_is_not_offered(
    other: dict[str, Any], office: Client, district: District
) -> None:
    schools = [str((district.other_school if "school" in other else district.school).pk)]
    posted(office, whole_district="", schools=schools, **other)
    here = {"whole_district": "", "schools": [str(district.school.pk)], "preview": "1"}
    page = office.post(reverse(NEW), {**opened(office, "?usual=closed"), **here})
    assert page.context["alike"] == []


def test_nobody_replaces_a_message_of_others(principal: Client, district: District) -> None:
    foreign = urgent(district.other_principal, [district.other_school], sends=False)
    send_urgent_notice(
        notice=foreign, user=district.other_principal, seen=foreign.fingerprint, reason="Smoke."
    )
    posted(principal, instead=str(foreign.pk), offered=[str(foreign.pk)], replace="1")
    waiting = urgent(district.principal, [district.school])
    sent = {"send_alone": "1", "reason": "Smoke.", "seen": waiting.fingerprint}
    principal.post(page_of(waiting), {**sent, "replace": str(foreign.pk)})
    foreign.refresh_from_db()
    assert foreign.standing == Standing.SENT
    assert foreign.banners.get().standing() == "shown"


def test_a_message_can_be_said_differently(principal: Client, district: District) -> None:
    old = posted(principal, what="plain", text_en="Picture day is Thursday.")
    change = f"?instead={old.pk}"
    assert f"{reverse(NEW)}{change}".replace("&", "&amp;") in principal.get(page_of(old)).text
    typed = opened(principal, change)
    assert (typed["what"], typed["text_en"]) == ("plain", "Picture day is Thursday.")
    more = {"instead": str(old.pk), "ends_at": "2026-11-12 18:00", "replace": "1"}
    posted(principal, change, **more, text_en="Picture day is Friday.")
    assert [each.text_en for each in Banner.objects.not_over()] == ["Picture day is Friday."]


def test_the_second_person_replaces_the_live_one_too(principal: Client, district: District) -> None:
    old = posted(principal, what="closed")
    own = posted(principal, what="closed", text_en="Closed on Tuesday: the boiler broke.")
    assert own.standing == Standing.WAITING
    second = Client()
    second.force_login(make_account(Role.COMMUNICATIONS))
    assert second.get(page_of(own)).context["alike"] == [old]
    second.post(page_of(own), {"send": "1", "seen": own.fingerprint, "replace": str(old.pk)})
    old.refresh_from_db()
    assert old.standing == Standing.REPLACED


# ------------------------------------------------------------------ the preview


def test_the_preview_shows_every_channel_in_both_languages_and_saves_nothing(
    office: Client, district: District
) -> None:
    follow(district.classroom, number=5)
    follow(district.classroom, number=4, channel=Channel.TEXT, language="es")
    page = office.post(reverse(NEW), {**opened(office, "?usual=late"), "preview": "1"})
    shown = " ".join(page.text.split())
    for words in (
        *("All schools start two hours late", "todas las escuelas y los autobuses"),
        *("Email: 5 recipients", "Text message: 4 recipients"),
        *("Email, Spanish", "Text message, English", "segments", "No rate is set"),
        *("Larkspur Valley Public Schools: All schools", "data-copy-address"),
    ):
        assert words in shown, words
    assert not UrgentNotice.objects.exists()


def test_the_time_to_send_counts_segments(district: District, settings: Any) -> None:
    settings.SENDING_PER_MINUTE = {"email": 10, "text": 1}
    follow(district.classroom, number=30)
    notice = urgent(district.principal, [district.school])
    assert sheet_of(notice).minutes == 3
    follow(district.classroom, number=4, channel=Channel.TEXT)
    length = next(each.length for each in sheet_of(notice).previews if each.length)
    assert sheet_of(notice).minutes == 4 * length.segments


def test_the_approved_words_can_be_the_start_of_own_ones(
    principal: Client, district: District
) -> None:
    page = principal.post(reverse(NEW), {**opened(principal, "?usual=closed"), "own": "1"})
    assert page.context["form"]["text_en"].value().startswith("Closed on Tuesday")
    assert not UrgentNotice.objects.exists()


# ------------------------------------------------------------------ the list


def listed(client: Client, query: str = "") -> str:
    page = client.get(reverse("notices:index") + query).text
    return " ".join(page[page.index("listing-results") :].split())


def test_the_list_says_what_became_of_each(
    principal: Client, office: Client, district: District, clock: Clock
) -> None:
    follow(district.school, Scope.SCHOOL, number=4)
    posted(principal)
    write_all(posted(principal, "?usual=late", sends="on"))
    Message.objects.filter(message_class="urgent").update(state="accepted")
    posted(principal, what="other", title_en="Boiler", text_en="The boiler broke.")
    posted(principal, what="plain", text_en="Old.", replace="1")
    posted(principal, starts_at="2026-11-12 06:00", ends_at="2026-11-12 18:00")
    line = Banner.objects.create(
        text_en="A line of before.", ends_at=timezone.now() + dt.timedelta(1)
    )
    ClassNotice.objects.create(
        classroom=district.classroom, text_en="Bring a jacket.", class_name="Math 3"
    )
    own, whole = listed(principal), listed(office)
    for words in (
        *("On the website until Tuesday, November 10, 6:00 pm", "sent to 4 by email"),
        *("Waits for a second person", "Planned for Thursday, November 12, 6:00 am"),
        *("Bring a jacket.", "Good to know", "Not sent yet"),
    ):
        assert words in own, words
    assert line.text_en not in own
    assert line.text_en in whole
    clock("2026-11-11 05:30")
    assert "Ended" in listed(principal)
    assert "Never posted: its time passed" in listed(principal)


def test_so_few_that_someone_could_be_identified_are_not_counted(
    principal: Client, office: Client, district: District
) -> None:
    follow(district.school, Scope.SCHOOL, number=2)
    write_all(posted(principal, sends="on"))
    Message.objects.update(state="accepted")
    assert "sent to 2 by email" in listed(office)
    assert "sent to 2" not in listed(principal)
    assert "fewer than 3" in listed(principal)


def test_a_teacher_sees_only_notices_to_their_classes(
    principal: Client, district: District, client: Client
) -> None:
    posted(principal)
    ClassNotice.objects.create(
        classroom=district.classroom, text_en="Bring a jacket.", class_name="Math 3"
    )
    own = Client()
    own.force_login(district.teacher)
    page = listed(own)
    assert "Bring a jacket." in page
    assert "Closed on" not in page
    assert own.get(reverse(NEW)).status_code == 302


def test_the_list_of_one_school_and_its_queries(
    office: Client, district: District, django_assert_max_num_queries: Any
) -> None:
    for school in (district.school, district.other_school):
        for number in range(8):
            urgent(None, [school], title_en=f"{school.title} {number}")
    page = listed(office, f"?school={district.school.pk}")
    assert "Juniper Creek Elementary 7" in page
    assert "Larkspur Middle 7" not in page
    with django_assert_max_num_queries(40):
        listed(office)


@pytest.mark.parametrize(
    ("name", "may"), [("principal", True), ("other_principal", False), ("teacher", False)]
)
def test_who_may_end_a_line_without_a_message(
    name: str, may: bool, district: District, client: Client
) -> None:
    end = timezone.now() + dt.timedelta(hours=5)
    line = Banner.objects.create(school=district.school, text_en="Closed.", ends_at=end)
    user: User = getattr(district, name)
    client.force_login(user)
    address = reverse("notices:line", args=[line.pk])
    assert (client.get(address).status_code == 200) is may
    client.post(address)
    line.refresh_from_db()
    assert (line.standing() == "over") is may
