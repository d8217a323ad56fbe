"""A closing is the first line that a family reads, in their language, and ends by itself."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.schools.banners.services import keep_banner
from district_cms.schools.banners.showing import notices
from district_cms.schools.banners.viewsets import own_banner
from district_cms.schools.banners.wording import USUAL, usual_end, words_of
from district_cms.schools.models import Banner, NoSchoolDay
from tests.factories.district import District
from tests.factories.people import fresh, make_account, make_superuser
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

ENGLISH = "All schools are closed today because of the snow."
SPANISH = "Todas las escuelas están cerradas hoy por la nieve."


def put_up(**fields: Any) -> Banner:
    values = {
        "text_en": ENGLISH,
        "text_es": SPANISH,
        "starts_at": moment("2026-11-10 05:30"),
        "ends_at": moment("2026-11-10 18:00"),
        **fields,
    }
    return keep_banner(banner=Banner(**values), user="test")


def read(client: Client, address: str, language: str = "en") -> str:
    return client.get(address, headers={"accept-language": language}).content.decode()


# ------------------------------------------------------------------ what families see


def test_it_is_the_first_thing_on_every_page_of_the_district(
    district: District, client: Client
) -> None:
    put_up()
    for address in ("/", district.classroom.get_url(), "/search/", "/accessibility/", "/nowhere/"):
        html = read(client, address)
        assert ENGLISH in html, address
        assert html.index(ENGLISH) < html.index("<header"), address
        assert 'aria-label="Urgent notice"' in html


def test_a_school_s_is_on_its_own_pages_and_urgent_ones_at_the_front_door(
    district: District, client: Client
) -> None:
    put_up(school=district.school)
    plain = put_up(school=district.school, tone="plain", text_en="Bring boots.", text_es="")
    for address in (district.school.get_url(), district.classroom.get_url()):
        html = read(client, address)
        assert ENGLISH in html
        assert "Juniper Creek Elementary</strong>" in html
        assert html.index(ENGLISH) < html.index(plain.text_en)  # urgent first
    assert ENGLISH not in read(client, district.other_school.get_url())
    front = read(client, "/")
    assert ENGLISH in front
    assert plain.text_en not in front


def test_families_read_it_in_their_language_and_a_voice_speaks_it_right(
    district: District, client: Client
) -> None:
    put_up()
    html = read(client, "/", "es")
    assert '<p class="notice__text" lang="es">' in html
    assert SPANISH in html
    assert ENGLISH not in html


def test_without_spanish_the_english_is_shown_as_english(
    district: District, client: Client
) -> None:
    put_up(text_es="")
    html = read(client, "/", "es")
    assert '<p class="notice__text" lang="en">' in html
    assert ENGLISH in html


def test_it_comes_and_goes_at_its_moment_without_a_job(
    district: District, client: Client, clock: Clock
) -> None:
    put_up()
    shown = []
    for time in ("05:29", "05:30", "17:59", "18:00"):
        clock(f"2026-11-10 {time}")
        shown.append(ENGLISH in read(client, "/"))
    assert shown == [False, True, True, False]


def test_it_costs_at_most_one_query_a_page(district: District) -> None:
    put_up()
    with CaptureQueriesContext(connection) as queries:
        assert len(notices(district.school.path)) == 1
    assert len(queries) == 1


# ------------------------------------------------------------------ who puts it up

T, _ = True, False
MAY = {
    # role: (the district, Juniper Creek, Larkspur Middle)
    "teacher": (_, _, _),
    "principal": (_, T, _),
    "other_principal": (_, _, T),
    "office": (T, T, T),
    "administrator": (T, T, T),
    "counselor": (_, _, _),
    "superuser": (T, T, T),
}


def account(name: str, district: District) -> Any:
    if name in {"teacher", "principal", "other_principal"}:
        return getattr(district, name)
    if name == "superuser":
        return make_superuser()
    role = {
        "office": Role.COMMUNICATIONS,
        "administrator": Role.ADMINISTRATOR,
        "counselor": Role.COUNSELOR,
    }[name]
    return make_account(role)


@pytest.mark.parametrize("name", MAY)
def test_who_may_put_a_notice_where(name: str, district: District, client: Client) -> None:
    user = account(name, district)
    client.force_login(user)
    places = (None, district.school, district.other_school)
    for place, may in zip(places, MAY[name], strict=True):
        before = Banner.objects.count()
        client.post(reverse("notices:add"), form_of(school=place))
        assert (Banner.objects.count() > before) is may, place
        banner = put_up(school=place)
        edit = reverse("notices:edit", args=[banner.pk])
        assert (client.get(edit).status_code == 200) is may, place
        client.post(reverse("notices:end", args=[banner.pk]))
        banner.refresh_from_db()
        assert (banner.standing() == "over") is may, place
        if not may:
            with pytest.raises(PermissionDenied):
                own_banner(fresh(user), banner)


def test_a_principal_lists_only_the_own_schools(district: District, client: Client) -> None:
    put_up(school=district.school, text_en="Ours is closed.")
    put_up(school=district.other_school, text_en="Theirs is closed.")
    client.force_login(district.principal)
    html = client.get(reverse("notices:index")).content.decode()
    assert "Ours is closed." in html
    assert "Theirs is closed." not in html


def test_nothing_is_deleted(district: District, client: Client) -> None:
    banner = put_up()
    client.force_login(make_account(Role.COMMUNICATIONS))
    client.post(reverse("notices:delete", args=[banner.pk]))
    assert Banner.objects.filter(pk=banner.pk).exists()


# ------------------------------------------------------------------ the form


def form_of(**fields: Any) -> dict[str, str]:
    school = fields.pop("school", None)
    values = {
        "school": str(school.pk) if school is not None else "",
        "tone": "urgent",
        "text_en": ENGLISH,
        "text_es": SPANISH,
        "starts_at": "2026-11-10 05:30",
        "ends_at": "2026-11-10 18:00",
    }
    return {**values, **fields}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"starts_at": "2026-11-11 06:00", "ends_at": "2026-11-11 05:00"},
            "It would end before it begins.",
        ),
        ({"ends_at": "2026-11-10 08:00"}, "That time has passed."),
        ({"ends_at": "2026-12-25 18:00"}, "31 days at most"),
        ({"ends_at": ""}, "This field is required."),
        ({"text_en": "Call Maria Lopez, student ID 123456."}, "student"),
    ],
)
def test_what_the_form_refuses(
    fields: dict[str, str], said: str, district: District, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    answer = client.post(reverse("notices:add"), form_of(**fields))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Banner.objects.exists()


def test_the_spanish_text_is_no_language_fault_and_english_in_its_place_is_asked_about(
    district: District, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    client.post(reverse("notices:add"), form_of())
    assert Banner.objects.count() == 1
    wrong = "All the schools in the valley are closed today because there is too much snow outside."
    answer = client.post(reverse("notices:add"), form_of(text_es=wrong))
    assert Banner.objects.count() == 1
    assert "This looks like English, and is read as Spanish" in answer.content.decode()


def test_each_step_is_in_the_log(district: District, client: Client) -> None:
    client.force_login(district.principal)
    client.post(reverse("notices:add"), form_of(school=district.school))
    banner = Banner.objects.get()
    edit = reverse("notices:edit", args=[banner.pk])
    client.post(edit, form_of(school=district.school, text_en="Juniper Creek is closed."))
    client.post(reverse("notices:end", args=[banner.pk]))
    entries = AuditEntry.objects.filter(action__startswith="notice.").order_by("pk")
    assert [entry.action for entry in entries] == [
        "notice.put_up",
        "notice.changed",
        "notice.ended",
    ]
    assert entries[1].data["text_en"] == "Juniper Creek is closed."
    assert {entry.school for entry in entries} == {"Juniper Creek Elementary"}


# ------------------------------------------------------------------ in under a minute


@pytest.mark.parametrize("usual", [usual.key for usual in USUAL])
@pytest.mark.parametrize("who", ["principal", "office"])
def test_a_usual_notice_is_put_up_as_it_is_offered(
    who: str, usual: str, district: District, client: Client
) -> None:
    user = account(who, district)
    client.force_login(user)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    address = f"{reverse('notices:add')}?usual={usual}"
    assert address in home
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent["school"] = getattr(sent["school"], "pk", sent["school"]) or ""
    for name in ("starts_at", "ends_at"):
        sent[name] = sent[name].strftime("%Y-%m-%d %H:%M")
    client.post(reverse("notices:add"), sent)
    banner = Banner.objects.get()
    assert banner.standing() == "shown"
    assert "Tuesday, November 10" in banner.text_en
    assert "martes 10 de noviembre" in banner.text_es
    assert (banner.school == district.school) is (who == "principal")


def test_a_closing_that_goes_on_another_day_is_offered_the_words_for_that_day(
    district: District, client: Client
) -> None:
    school = district.school
    day = dt.date(2026, 11, 10)
    banner = put_up(school=school, **words_of("closed", school.title, day))
    client.force_login(district.principal)
    edit = reverse("notices:edit", args=[banner.pk])
    sent = form_of(school=school, text_en=banner.text_en, text_es=banner.text_es)
    offered = client.post(edit, {**sent, "ends_at": "2026-11-11 18:00"})
    assert "This named Tuesday, November 10." in offered.text
    banner.refresh_from_db()
    assert "Tuesday" in banner.text_en
    words = {name: offered.context["form"][name].value() for name in ("text_en", "text_es")}
    assert words == words_of("closed", school.title, day + dt.timedelta(days=1))
    client.post(edit, {**sent, **words, "ends_at": "2026-11-11 18:00"})
    banner.refresh_from_db()
    assert "is closed on Wednesday, November 11." in banner.text_en
    assert "el miércoles 11 de noviembre" in banner.text_es


def test_it_ends_in_the_evening_unless_someone_says_otherwise(clock: Clock) -> None:
    ends = []
    for time in ("05:00", "15:59", "16:01", "23:00"):
        now = clock(f"2026-11-10 {time}")
        ends.append(timezone.localtime(usual_end(now)).strftime("%d %H:%M"))
    assert ends == ["10 18:00", "10 18:00", "11 18:00", "11 18:00"]


def test_a_usual_notice_is_for_a_school_day(district: District, clock: Clock) -> None:
    NoSchoolDay.objects.create(
        school_year=district.year, day=dt.date(2026, 11, 11), name="Veterans Day"
    )
    clock("2026-11-10 21:00")
    words = words_of("late")
    assert words["text_en"].startswith("All schools start two hours late on Thursday, November 12.")


def test_the_form_shows_what_families_read_already(district: District, client: Client) -> None:
    put_up()
    client.force_login(district.principal)
    shown = client.get(reverse("notices:add"))
    assert f"“{ENGLISH}”" in shown.text


def test_the_list_says_days_as_people_do(district: District, client: Client, clock: Clock) -> None:
    clock("2026-11-10 12:00")
    put_up(school=district.school, ends_at=moment("2026-11-10 18:00"))
    client.force_login(district.principal)
    assert "Tuesday, November 10, 6:00 pm" in client.get(reverse("notices:index")).text


def test_a_key_that_is_none_fills_in_nothing() -> None:
    assert words_of("../../") == {}


def test_a_reader_of_another_language_gets_the_english(district: District) -> None:
    put_up()
    with translation.override("fr"):
        assert notices()[0]["body"] == ENGLISH


def test_in_the_evening_the_usual_words_name_the_next_day(clock: Clock) -> None:
    clock("2026-11-10 21:00")
    words = words_of("closed")
    assert words["text_en"].startswith("All schools are closed on Wednesday, November 11.")
    assert "el miércoles 11 de noviembre" in words["text_es"]


def test_the_school_is_named_once(district: District) -> None:
    words = words_of("closed", "Juniper Creek Elementary")
    put_up(school=district.school, **words)
    assert notices(district.school.path)[0]["title"] == ""
