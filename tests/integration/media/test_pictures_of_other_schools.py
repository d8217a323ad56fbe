"""Which pictures and documents an account may choose: those of its schools, its own, and those on
pages that it may read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import Collection, PageViewRestriction
from wagtail.permissions import policy_registry

from classroom.models import ClassroomPage, ClassroomTeacher
from district_cms.media.places import shared_collection
from district_cms.people.leaving import end_account
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.editor import make_document, make_picture
from tests.factories.pages import (
    make_classroom,
    make_draft,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.factories.people import fresh, make_account, make_staff, make_superuser

pytestmark = pytest.mark.django_db
SECRET = "of a class that is not shown"
KINDS = {"picture": make_picture, "document": make_document}


@dataclass
class Library:
    """Files by their relation to a teacher of Juniper Creek."""

    files: dict[str, Any] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def chosen_by(self, person: str) -> set[str]:
        user = fresh(self.people[person])
        model = type(next(iter(self.files.values())))
        policy = policy_registry.get_by_type(model)
        listed = {item.title for item in policy.instances_user_has_permission_for(user, "choose")}
        single = {
            name
            for name, item in self.files.items()
            if policy.user_has_permission_for_instance(user, "choose", item)
        }
        assert listed == single
        return listed


def shown(kind: str, item: Any) -> tuple[str, Any]:
    if kind == "picture":
        value = {"image": item, "description": "A pond", "source": "staff", "people": "none"}
        return "picture", value
    return "document", {"document": item, "text": "Supplies"}


def content_with(district: District, kind: str, item: Any, **more: Any) -> dict[str, Any]:
    lesson = [("prose", "<p>We look at ponds.</p>"), shown(kind, item)]
    return update_content(district.curriculum, lesson=lesson, **more)


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def other_class(district: District) -> ClassroomPage:
    return make_classroom(make_teacher_page(district.other_school, title="Mr. Lind"))


@pytest.fixture
def library(district: District, other_class: ClassroomPage, kind: str) -> Library:
    here, there = district.school.collection, district.other_school.collection
    office_only = Collection.get_first_root_node()
    colleague = make_teacher_page(district.school, title="Ms. Okafor")
    colleagues_class = make_classroom(colleague, title="Reading 3")
    their = account_of(other_class.get_parent().specific.staff)
    gone = make_staff((Role.TEACHER, district.school))
    found = Library()

    def put(title: str, place: Any, user: User | None = None) -> Any:
        item = KINDS[kind](title, collection=place, uploaded_by_user=user)
        found.files[title] = item
        return item

    put("own", here, district.teacher)
    put("own of before", there, district.teacher)
    put("colleague's", here, account_of(colleague.staff))
    put("of who left", here, account_of(gone))
    end_account(staff=gone, actor="test")
    put("for all schools", shared_collection())
    put("office's", office_only)
    put(SECRET, there, their)
    pages = (
        ("office's, on an own draft", office_only, district.classroom, make_draft),
        ("office's, on a colleague's draft", office_only, colleagues_class, make_draft),
        ("other school's, on a draft", there, other_class, make_draft),
        ("other school's, on a live page", there, other_class, make_update),
    )
    for title, place, classroom, make in pages:
        make(classroom, **content_with(district, kind, put(title, place, their)))
    hidden = make_classroom(make_teacher_page(district.other_school), title="Behind a door")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    item = put("other school's, on a page behind a sign-in", there, their)
    make_update(hidden, **content_with(district, kind, item))
    found.people = {
        "teacher": district.teacher,
        "principal": district.principal,
        "teacher of the other school": their,
        "principal of the other school": district.other_principal,
        "stand-in": make_account(Role.STAND_IN),
        "office": make_account(Role.COMMUNICATIONS),
        "administrator": make_account(Role.ADMINISTRATOR),
        "superuser": make_superuser(),
        "counselor": account_of(make_staff((Role.COUNSELOR, district.school))),
    }
    return found


PUBLIC = {"for all schools", "other school's, on a live page"}
OF_SCHOOL = {"own", "colleague's", "of who left"}
OF_OTHER = {
    *("own of before", SECRET, "other school's, on a draft"),
    "other school's, on a page behind a sign-in",
}
# Uploaded by the other school's teacher, as that person's own.
UPLOADED_THERE = {"office's, on an own draft", "office's, on a colleague's draft"}
CHOSEN = {
    "teacher": PUBLIC | OF_SCHOOL | {"own of before", "office's, on an own draft"},
    "principal": PUBLIC | OF_SCHOOL | UPLOADED_THERE,
    "teacher of the other school": PUBLIC | OF_OTHER | UPLOADED_THERE,
    "principal of the other school": PUBLIC | OF_OTHER,
    "stand-in": PUBLIC,
    "counselor": set[str](),
}


def test_the_files_of_a_page_move_with_it_to_another_school(
    district: District, other_class: ClassroomPage, library: Library
) -> None:
    other_class.move(district.teacher_page, pos="last-child")
    ClassroomTeacher.objects.create(classroom=other_class, staff=district.teacher_staff)
    more = library.chosen_by("teacher") - CHOSEN["teacher"]
    assert more == {"other school's, on a draft"}


def test_the_collection_of_a_school_is_not_deleted(district: District) -> None:
    place = district.school.collection
    address = reverse("wagtailadmin_collections:delete", args=[place.pk])
    client = signed_in(make_superuser())
    assert "Juniper Creek Elementary" in client.get(address, follow=True).text
    client.post(address)
    assert Collection.objects.filter(pk=place.pk).exists()


# ---------------------------------------------------------------- at the addresses


def signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


PREFIXES = {"picture": "wagtailimages", "document": "wagtaildocs"}
API = {"picture": "images", "document": "documents"}
NUMBERED = {
    "picture": (
        *("wagtailimages:edit", "wagtailimages:delete", "wagtailimages:image_usage"),
        *("wagtailimages:edit_multiple", "wagtailimages:delete_multiple"),
        *("wagtailimages_chooser:chosen", "wagtailimages_chooser:select_format"),
    ),
    "document": (
        *("wagtaildocs:edit", "wagtaildocs:delete", "wagtaildocs:document_usage"),
        *("wagtaildocs:edit_multiple", "wagtaildocs:delete_multiple"),
        "wagtaildocs_chooser:chosen",
    ),
}
NOBODYS = 987_654


def test_another_persons_file_responds_as_if_it_did_not_exist(kind: str, library: Library) -> None:
    item = library.files[SECRET]
    for person, name in product(("teacher", "principal", "stand-in", "counselor"), NUMBERED[kind]):
        client = signed_in(library.people[person])
        asks: tuple[Callable[..., Any], ...] = (client.get, client.post)
        for ask in asks:
            answers = [ask(reverse(name, args=[key])) for key in (item.pk, NOBODYS)]
            assert answers[0].status_code == answers[1].status_code, (person, name)
            if person != "counselor":
                assert answers[0].status_code == 404, (person, name)
            assert SECRET not in answers[0].text
    assert type(item).objects.filter(pk=item.pk).exists()


@pytest.mark.parametrize(
    "person, sees", [("teacher", False), ("principal of the other school", True)]
)
def test_no_window_list_or_script_names_a_file_of_another_school(
    person: str, sees: bool, kind: str, library: Library
) -> None:
    client, item = signed_in(library.people[person]), library.files[SECRET]
    chooser = f"{PREFIXES[kind]}_chooser"
    app, model = type(item)._meta.app_label, type(item)._meta.model_name
    queries: tuple[dict[str, Any], ...] = (
        *({}, {"q": "class"}, {"multiple": 1}),
        {"collection_id": item.collection_id},
    )
    asked = {
        **{
            f"{view} {query}": client.get(reverse(f"{chooser}:{view}"), query).text
            for view in ("choose", "choose_results")
            for query in queries
        },
        "several": client.get(reverse(f"{chooser}:chosen_multiple"), {"id": [item.pk]}).text,
        "api": client.get(f"/admin/api/main/{API[kind]}/").text,
        "api search": client.get(f"/admin/api/main/{API[kind]}/", {"search": "class"}).text,
        "api one": client.get(f"/admin/api/main/{API[kind]}/{item.pk}/").text,
    }
    told = {what for what, text in asked.items() if SECRET in text}
    assert told == (set(asked) if sees else set())
    for action in ("delete", "add_tags", "add_to_collection"):
        address = reverse("wagtail_bulk_action", args=[app, model, action])
        for query in ({"id": [item.pk]}, {"id": "all"}):
            text = client.get(address, query).text
            assert sees or (f"{SECRET}<" not in text and f'{SECRET}"' not in text)
    listing = client.get(reverse(f"{PREFIXES[kind]}:index")).text
    assert SECRET not in listing


@pytest.mark.parametrize("kind", KINDS)
def test_a_window_counts_only_the_newest(
    kind: str, district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("district_cms.web.tables.MOST_LISTED", 1)
    for title in ("One", "Two"):
        KINDS[kind](title=title)
    client.force_login(make_superuser())
    window = client.get(reverse(f"{PREFIXES[kind]}_chooser:choose"))
    assert window.context["results"].paginator.count == 1
