"""A closing is the first line that a family reads, in their language, and ends by itself."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from district_cms.people.roles import Role
from district_cms.schools.banners.services import keep_banner
from district_cms.schools.banners.viewsets import own_banner
from district_cms.schools.banners.visible import notices
from district_cms.schools.banners.wording import usual_end, words_of
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


def test_who_has_no_school_today_is_offered_no_new_notice(
    district: District, client: Client
) -> None:
    add = reverse("notices:add")
    client.force_login(district.principal)
    assert add in client.get(reverse("notices:index")).content.decode()
    client.force_login(make_account(Role.STAND_IN))
    assert add not in client.get(reverse("notices:index")).content.decode()


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


# ------------------------------------------------------------------ in under a minute


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
    assert "The notice named Tuesday, November 10." in offered.text
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
