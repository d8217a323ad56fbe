"""Values that no form of ours sends are refused in words, never by "Server Error"."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.editor import make_picture, update_form
from tests.factories.pages import make_draft, update_content
from tests.factories.people import make_account, make_superuser

pytestmark = pytest.mark.django_db

NO_NUMBERS = [
    "x",
    "",
    "-1",
    "0",
    "1.5",
    "9" * 30,
    "\u0663",
    "null",
    "1\x00",
    "all",
    "[]",
    "é" * 300,
]

# Those which a database, a parser and an integer each refuse for a reason of their own.
WORST_NUMBERS = ["x", "9" * 30, "1\x00"]


def staff_form(district: District, **crafted: Any) -> tuple[str, dict[str, Any]]:
    staff = district.teacher_staff
    row = staff.roles.get()
    form = {
        "given_name": "Elena",
        "family_name": "Rivera",
        "title": "Teacher",
        "active": "on",
        "user": staff.user_id,
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "1",
        "roles-0-role": "teacher",
        "roles-0-school": row.school_id,
        "roles-0-id": row.pk,
    }
    return reverse("staff:edit", args=[staff.pk]), {**form, **crafted}


@pytest.mark.parametrize(
    ("name", "value"),
    [("roles-0-school", value) for value in NO_NUMBERS]
    + [
        (name, value)
        for name in ("roles-0-id", "user", "supervisor", "schools")
        for value in WORST_NUMBERS
    ],
)
def test_a_staff_form_with_a_crafted_row_is_refused(
    name: str, value: str, district: District, client: Client
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    address, form = staff_form(district, **{name: value})
    assert client.post(address, form).status_code in {200, 302, 400}
    assert district.teacher_staff.roles.count() == 1


@pytest.mark.parametrize("gone", ["roles-TOTAL_FORMS", "roles-INITIAL_FORMS"])
@pytest.mark.parametrize("value", [None, "x", "-1", "9" * 30])
def test_an_edit_without_its_counts_is_refused(
    gone: str, value: str | None, district: District, client: Client
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    address, form = staff_form(district)
    form = {**form, gone: value} if value is not None else form
    if value is None:
        del form[gone]
    assert client.post(address, form).status_code in {200, 400}
    assert district.teacher_staff.roles.count() == 1


@pytest.mark.parametrize(
    ("view", "value"),
    [("copy", value) for value in NO_NUMBERS] + [("move", value) for value in WORST_NUMBERS],
)
def test_a_crafted_new_parent_is_refused(
    view: str, value: str, district: District, client: Client
) -> None:
    update = make_draft(district.classroom, **update_content(district.curriculum))
    client.force_login(make_superuser())
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": value}
    address = reverse(f"wagtailadmin_pages:{view}", args=[update.pk])
    assert client.post(address, form).status_code in {200, 302, 400}
    del form["new_parent_page"]
    assert client.post(address, form).status_code in {200, 302, 400}


@pytest.mark.parametrize("value", ["x", "a b", "", "//", "//[", "/\x00", "?", "é", "javascript:1"])
def test_a_crafted_next_address_is_not_followed(value: str, client: Client) -> None:
    client.force_login(make_superuser())
    picture = make_picture()
    address = reverse("wagtailimages:edit", args=[picture.pk])
    form = {
        "title": "Number lines on a wall",
        "description": "Three number lines",
        "collection": picture.collection_id,
        "next": value,
    }
    for sent in (client.post(address, form), client.post(f"{address}?next={value}", form)):
        assert sent.status_code in {200, 302, 400}
        assert sent.headers.get("Location", "/admin/").startswith("/admin/")


def test_a_role_given_meanwhile_is_reported_at_its_row(district: District, client: Client) -> None:
    """Two administrators give the same role; the form of the second one knows nothing of it."""
    client.force_login(make_account(Role.ADMINISTRATOR))
    address, form = staff_form(district, **{"roles-INITIAL_FORMS": "0", "roles-0-id": ""})
    response = client.post(address, form)
    assert response.context["form"].formsets["roles"].errors == [
        {"role": ["This person already has this role there."]}
    ]
    assert district.teacher_staff.roles.count() == 1


@pytest.mark.parametrize("value", [None, "", "x", "-1", "9" * 30, "3"])
def test_an_update_without_the_counts_of_its_parts_is_refused(
    value: str | None, district: District, client: Client
) -> None:
    update = make_draft(district.classroom, **update_content(district.curriculum))
    form = update_form(update_content(district.curriculum))
    del form["lesson-count"]
    client.force_login(district.teacher)
    sent = form if value is None else {**form, "lesson-count": value}
    address = reverse("wagtailadmin_pages:edit", args=[update.pk])
    response = client.post(address, sent)
    assert response.status_code in {200, 302, 400}
    assert update.get_latest_revision_as_object().lesson[0].value.source


CHOOSERS = (
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailimages_chooser:chosen_multiple",
    "wagtaildocs_chooser:chosen_multiple",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_pages:search",
    "wagtailadmin_reports:site_history",
    "wagtailusers_users:index",
    "wagtailimages:index",
    "staff:index",
    "outbox:index",
    "search",
)


@pytest.mark.parametrize("value", WORST_NUMBERS)
@pytest.mark.parametrize("name", CHOOSERS)
def test_a_list_with_a_filter_that_is_no_number_reports_it(
    name: str, value: str, district: District, client: Client
) -> None:
    client.force_login(make_superuser())
    query = dict.fromkeys(
        ("id", "target_pages[]", "p", "q", "page_type", "collection_id", "ordering", "user"), value
    )
    for one in query.items():
        response = client.get(reverse(name), dict([one]))
        assert response.status_code in {200, 302, 400, 404}, one


@pytest.mark.parametrize(
    "path",
    [
        "/media/" + "a" * 300,
        "/media/" + "ä" * 300 + ".jpg",
        "/media/" + "a/" * 3000,
        "/media/%00",
        "/media/a%00b.jpg",
        "/media/images/" + "a" * 300 + ".jpg",
        "/documents/1/" + "a" * 3000,
        "/documents/" + "9" * 40 + "/a.pdf",
        "/" + "a" * 3000 + "/",
        "/%00/",
        "/%ff%fe/",
        "/search/?q=%00",
        "/accessibility/report/?page=%00",
        "/email/choose/%00/",
        "/static/%00",
    ],
)
def test_an_impossible_address_is_not_found(path: str, district: District) -> None:
    client = Client()
    assert client.get(path).status_code in {200, 400, 404}


Send = Callable[[Client, District, str], Any]


def to_subscribe(client: Client, district: District, address: str) -> Any:
    page = district.classroom.translation_key
    return client.post(reverse("notifications:subscribe", args=["class", page]), {"email": address})


def to_choices(client: Client, district: District, address: str) -> Any:
    return client.post(reverse("notifications:request_link"), {"email": address})


def to_sign_in(client: Client, district: District, address: str) -> Any:
    return client.post(reverse("wagtailadmin_login"), {"username": address, "password": "x"})


def to_reset(client: Client, district: District, address: str) -> Any:
    return client.post(reverse("wagtailadmin_password_reset"), {"email": address})


def to_report(client: Client, district: District, address: str) -> Any:
    return client.post(reverse("barriers:report"), {"what": "Too small", "email": address})


def to_account(client: Client, district: District, address: str) -> Any:
    client.force_login(make_account(Role.ADMINISTRATOR))
    form = {"first_name": "Ada", "last_name": "Finch", "email": address}
    return client.post(reverse("wagtailusers_users:add"), form)


ADDRESSES = [
    "straße@example.net",
    "ada@straße.example",
    "ADA@STRAẞE.EXAMPLE",
    "İ@example.net",
    "\u0131@example.net",
    "ada@İstanbul.example",
    "ǰ@example.net",
    "\u0391\u03a3@example.net",
    "ß" * 60 + "@example.net",
    "ﬃ" * 60 + "@example.net",
    "ada@" + "ß" * 60 + ".example.net",
    "ada@" + "İ" * 200 + ".net",
    "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".net",
    "a" * 300 + "@example.net",
    "ada@例え.jp",
    "ada@xn--r8jz45g.jp",
    "ada@xn--.example",
    "ada@\u00ad.example",
    "ada@exa\u200dmple.net",
    "\uff41\uff44\uff41\uff20\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45.net",
    "ada\x00@example.net",
    "ada@larkspur.example\x00",
    "ß" * 120 + "@larkspur.example",
    "İ" * 100 + "@larkspur.example",
    "Ada.Straße@Larkspur.Example",
    '"a b"@example.net',
    "ada@[127.0.0.1]",
    "\ud800@example.net",
    # What the form's pattern takes for letters of A to Z; what folds upwards; what becomes longer.
    "\u017f@example.net",
    "\u212a@example.net",
    "ada@\u13a0.net",
    "ada@" + ".".join(["ﬃ" * 60] * 3) + ".net",
]


# All of them where an address is written into a table of the families' and one of accounts'; the
# other forms read theirs by the same functions.
SENT = [
    *((send, address) for send in (to_subscribe, to_sign_in) for address in ADDRESSES),
    *(
        (send, address)
        for send in (to_choices, to_reset, to_report, to_account)
        for address in ADDRESSES[::4]
    ),
]


@pytest.mark.parametrize(
    ("send", "address"), SENT, ids=[f"{send.__name__}-{address!a}" for send, address in SENT]
)
def test_any_address_that_can_be_typed_gets_an_answer(
    send: Send, address: str, district: District, client: Client
) -> None:
    typed = address.encode("utf-8", "replace").decode()
    assert send(client, district, typed).status_code in {200, 302, 400, 429}
