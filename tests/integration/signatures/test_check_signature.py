""" "Check my signature": for everyone with a staff record; stores nothing of the pasted text."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.deviations.models import Authorization
from district_cms.people.models import Staff
from district_cms.web.rate_limits import Limit
from signatures.checking import views
from signatures.checking.source import MOST_CHARACTERS
from tests.factories.people import make_staff, make_superuser
from tests.integration.conftest import Clock
from tests.integration.signatures.conftest import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/staff/signature/check/"
TEXT = "Noor Haddad\nTeacher\nnoor@larkspur.example\n"


@pytest.fixture
def person() -> Staff:
    return make_staff(
        given_name="Noor",
        family_name="Haddad",
        title="Teacher",
        email="noor@larkspur.example",
        phone="406-555-0112",
    )


def page_of(client: Client, status: int = 200, **sent: object) -> str:
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_account_without_a_staff_record_can_check_a_signature() -> None:
    client = signed_in(make_superuser())
    assert "There is no staff record for your account" in client.get(ADDRESS).content.decode()
    page = page_of(client, text="Ana Silva\nTeacher\nana@mail.example\n")
    assert "We found" in page
    assert "is not an address of the district" in page
    assert "Make mine from my record" not in page
    no_record = client.get(reverse("signatures:my_signature"))
    assert no_record.status_code == 404
    assert f'href="{ADDRESS}"' in no_record.content.decode()


def test_pasted_text_is_returned_only_as_escaped_quotations(person: Staff) -> None:
    pasted = f'<p>{TEXT}<script>alert(1)</script><img src="https://img.example.net/a.png"></p>'
    page = page_of(signed_in(person.user), html=pasted)
    assert "alert(1)" not in page
    assert "img.example.net/a.png" in page
    assert 'src="https://img.example.net' not in page


def test_an_empty_form_is_refused(person: Staff) -> None:
    page = page_of(signed_in(person.user), 422, text=" ")
    assert "Paste your signature." in page
    assert "Paste your signature: " not in page


def test_a_paste_that_is_far_too_long_is_refused_kindly(person: Staff) -> None:
    pasted = "<!--" * (MOST_CHARACTERS // 4) + TEXT
    page = page_of(signed_in(person.user), 422, html=pasted, text=TEXT)
    assert "Paste only your signature." in page


def test_wallpaper_and_an_account_are_one_point_each(person: Staff) -> None:
    pasted = (
        f'<body background="cid:paper.jpg"><p>{TEXT}</p><v:fill src="image001.jpg">'
        '<a href="https://facebook.com/noor">Find me on Facebook</a>'
    )
    page = page_of(signed_in(person.user), html=pasted)
    for part in ("We found 2 things", "Advice: 1.", "Questions: 1.", "Where it is (2 places)"):
        assert part in page


def test_checks_are_rate_limited(person: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "OFTEN", Limit("signature-check", 1, 60))
    client = signed_in(person.user)
    page_of(client, text=TEXT)
    answer = client.post(ADDRESS, {"text": TEXT})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_a_cross_site_form_is_refused(person: Staff) -> None:
    client = Client(enforce_csrf_checks=True)
    assert person.user
    client.force_login(person.user)
    assert client.post(ADDRESS, {"text": TEXT}).status_code == 403


def test_people_without_an_account_and_people_who_left_are_refused(person: Staff) -> None:
    assert signed_in(None).get(ADDRESS).status_code == 302
    Staff.objects.filter(pk=person.pk).update(active=False)
    assert signed_in(person.user).get(ADDRESS).status_code == 404


def test_an_authorized_phone_causes_no_finding_until_its_last_day(
    person: Staff, clock: Clock
) -> None:
    Authorization.objects.create(
        staff=person, who=person.full_name, resource="phone", state="granted", purpose="Trips",
        first_day=dt.date(2026, 11, 2), last_day=dt.date(2026, 12, 18),
    )  # fmt: skip
    text = f"{TEXT}Cell: 406-555-0199\n"
    clock("2026-12-18 21:00")
    assert "We found nothing to change" in page_of(signed_in(person.user), text=text)
    assert "looks like a personal address" in page_of(
        signed_in(person.user), text=f"{text}noor@gmail.com\n"
    )
    clock("2026-12-19 07:00")
    assert "your own phone?" in page_of(signed_in(person.user), text=text)
