"""The live check: what the gate would say of the form as it stands, and no trace of asking."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.people.roles import Role
from district_cms.publishing.editor import live_check
from district_cms.publishing.models import Confirmation, subject_of
from district_cms.web.rate_limits import Limit
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_teacher_page
from tests.factories.people import make_account

from .conftest import Ask, Form, OneForm, signed_in

pytestmark = pytest.mark.django_db

NUMBER = "<p>Hand it in with student ID 204981 on top.</p>"
RAW_LINK = (
    '<p>The page <a href="https://www.nasa.gov/moon">https://www.nasa.gov/moon</a> helps.</p>'
)


def findings(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.content
    told: list[dict[str, Any]] = response.json()["findings"]
    return told


def rules(response: Any) -> set[str]:
    return {finding["rule"] for finding in findings(response)}


def one(response: Any, rule: str) -> dict[str, Any]:
    [found] = [finding for finding in findings(response) if finding["rule"] == rule]
    return found


def with_ids(data: Form, field: str) -> list[str]:
    """Give the blocks of a field their ids, as the editor does."""
    ids = [str(uuid.uuid4()) for _ in range(int(data[f"{field}-count"]))]
    data.update({f"{field}-{place}-id": each for place, each in enumerate(ids)})
    return ids


# ------------------------------------------------------------------------------ what is told


def test_advice_asks_and_says_who_confirmed_it_and_when(
    ask: Ask, form: OneForm, draft: UpdatePage, district: District
) -> None:
    data = form(lesson=[("prose", RAW_LINK)])
    open_question = one(ask(data), "link-raw-url")
    assert open_question["severity"] == "warning"
    assert open_question["confirmed"] is None

    Confirmation.objects.create(
        subject=subject_of(draft),
        rule="link-raw-url",
        fingerprint=open_question["fingerprint"],
        note="We learn to read addresses.",
        by=str(district.teacher),
        by_id=district.teacher.pk,
    )

    confirmed = one(ask(data), "link-raw-url")["confirmed"]
    assert confirmed == {
        "by": str(district.teacher),
        "at": "Tuesday, November 10, 9:00 am",
        "note": "We learn to read addresses.",
    }


# ------------------------------------------------------------------------------ half typed


def test_a_half_typed_value_does_not_stop_other_checks(ask: Ask, form: OneForm) -> None:
    data = form(
        title="",
        lesson=[("prose", NUMBER)],
        curriculum=[("link", {"url": "htp:/", "text": "Read more"})],
        events=[("event", {"title": "Book fair", "date": ""}), ("event", {"title": NUMBER[3:40]})],
        events_none=False,
    )
    data["period_start"] = "tomorrow"
    links = with_ids(data, "curriculum")

    told = findings(ask(data))

    places = {(f["rule"], f["content_path"]) for f in told}
    assert ("student-number", "lesson.#0") in places
    assert ("student-number", "events.#1.title") in places
    assert ("curriculum-host", f"curriculum.{links[0]}.url") in places
    assert "check-failed" not in {f["rule"] for f in told}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"lesson-count": "many"}, id="a count that is no number"),
        pytest.param({"lesson-0-value": "{"}, id="a text that breaks off"),
        pytest.param({"lesson-0-value": "[1]"}, id="a text that is a list"),
        pytest.param({"lesson-count": "3"}, id="blocks that were announced and did not come"),
    ],
)
def test_data_that_is_not_the_pages_form_is_refused_with_a_sentence(
    broken: Form, ask: Ask, form: OneForm
) -> None:
    response = ask({**form(), **broken})
    assert response.status_code == 400
    assert response.json() == {"error": "What was sent is not the form for this page."}


def test_an_empty_request_is_refused_in_words(ask: Ask) -> None:
    response = ask({})
    assert response.status_code == 400
    assert response.json()["error"]


# ------------------------------------------------------------------------------ who may


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("teacher", 200),
        ("principal", 200),
        ("other_principal", 403),
        ("other teacher", 403),
        ("communications", 200),
    ],
)
def test_only_who_may_edit_the_page_may_have_it_checked(
    who: str, status: int, ask: Ask, form: OneForm, district: District
) -> None:
    if who == "other teacher":
        account = make_teacher_page(district.school).staff.user
    elif who == "communications":
        account = make_account(Role.COMMUNICATIONS)
    else:
        account = getattr(district, who)
    response = ask(form(), account)
    assert response.status_code == status
    assert (b"findings" in response.content) is (status == 200)


def test_nothing_is_shown_without_signing_in(draft: UpdatePage, form: OneForm) -> None:
    response = Client().post(reverse("publishing_live_check", args=[draft.pk]), form())
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_another_site_cannot_ask_in_someone_s_name(
    draft: UpdatePage, form: OneForm, district: District
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(district.teacher)
    address = reverse("publishing_live_check", args=[draft.pk])
    assert client.post(address, form()).status_code == 403


# ------------------------------------------------------------------------------ a new page


def new(model: str, parent: Any, app: str = "classroom") -> str:
    return reverse("publishing_live_check_new", args=[app, model, parent.pk])


def test_a_page_that_does_not_exist_yet_is_checked_and_not_made(
    district: District, form: OneForm
) -> None:
    before = Page.objects.count()
    response = signed_in(district.teacher).post(
        new("updatepage", district.classroom), form(assignments=[])
    )
    assert rules(response) == {"assignments-missing"}
    assert Page.objects.count() == before


def test_users_who_may_not_add_a_page_there_may_not_check_one(
    district: District, form: OneForm
) -> None:
    other = make_classroom(make_teacher_page(district.other_school))
    client = signed_in(district.teacher)
    assert client.post(new("updatepage", other), form()).status_code == 403
    assert (
        signed_in(district.other_principal)
        .post(new("updatepage", district.classroom), form())
        .status_code
        == 403
    )


@pytest.mark.parametrize(
    ("app", "model", "status"),
    [
        ("schools", "schoolpage", 403),  # not below a class
        ("people", "user", 404),
        ("wagtailcore", "page", 404),
        ("classroom", "spaceship", 404),
    ],
)
def test_only_a_type_of_page_that_may_be_made_there_is_checked(
    app: str, model: str, status: int, district: District, form: OneForm
) -> None:
    address = new(model, district.classroom, app)
    assert signed_in(district.principal).post(address, form()).status_code == status


# ------------------------------------------------------------------------------ bounds


def test_too_many_checks_in_a_minute_wait(
    ask: Ask, form: OneForm, monkeypatch: pytest.MonkeyPatch, district: District
) -> None:
    monkeypatch.setattr(live_check, "LIMIT", Limit("live-check", times=2, seconds=60))
    assert [ask(form()).status_code for _ in range(3)] == [200, 200, 429]
    response = ask(form())
    assert response["Retry-After"] == "60"
    assert response.json()["error"]
    # Someone else is not held up by it.
    assert ask(form(), district.principal).status_code == 200


def test_a_page_beyond_all_measure_is_not_checked_while_writing(
    ask: Ask, form: OneForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_check, "LONGEST", 1_000)
    response = ask(form(lesson=[("prose", f"<p>{'word ' * 300}</p>")]))
    assert response.status_code == 400
    assert "too long" in response.json()["error"]
