"""What is not published yet is read by those who work on it, at no address by anyone else.

Drafts with a word of their own lie everywhere in a district; every address of the editor is asked
by every role, about each of them, and no answer may hold a word of a draft that is not theirs.
"""

import datetime as dt
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, get_page_models

from classroom.models import ClassroomPage, ClassroomTeacher
from district_cms.moderation.services import submit_for_approval
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.choosing import titles
from district_cms.schools.models import CurriculumPage, SchoolPage, StandardPage
from tests.addresses import Route, admin_routes
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District, account_of
from tests.factories.pages import (
    make_classroom,
    make_draft,
    make_school_year,
    make_standard_page,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

COMMON = "Heronword"  # in every draft's title, to search for
# What only asks a person about themselves, or leaves.
LEFT_OUT = {
    *("wagtailadmin_logout", "wagtailadmin_error_test"),
    *("openid_connect_login", "openid_connect_callback"),
}
BULK = "wagtail_bulk_action"  # asked about pages in a way of its own
OF_MESSAGES = {"outbox:inspect", "outbox:html", "outbox:reply"}  # by a key that no page has


@dataclass
class Draft:
    """A page that is not published, or not as it stands, and the word in it."""

    word: str  # of eight letters or so: a random token of a form holds a short one by chance
    page: Page

    @property
    def values(self) -> dict[str, Any]:
        """What an address may ask about the page, by the names that addresses use."""
        page = self.page
        state = page.current_workflow_state
        task_state = page.current_workflow_task_state
        named = dict.fromkeys(
            (
                *("pk", "page_id", "parent_page_id", "page_to_move_id", "destination_id"),
                *("page_pk", "classroom_id", "update_id", "object_id"),
            ),
            page.pk,
        )
        return {
            **named,
            "page_uuid": page.translation_key,
            "revision_id": page.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "workflow_state_id": state.pk if state else 1,
            "state_id": task_state.pk if task_state else 1,
            "task_state_id": task_state.pk if task_state else 1,
            "task_id": task_state.task_id if task_state else 1,
            "workflow_pk": state.workflow_id if state else 1,
            "app_label": page._meta.app_label,
            "model_name": page._meta.model_name,
            "app_name": page._meta.app_label,
            "content_type_app_name": page._meta.app_label,
            "content_type_model_name": page._meta.model_name,
            "action_name": "approve",
            "session_id": 1,
            # Where it stands, and what else addresses of classes and activities name.
            "school_id": self.school,
            "activity_id": page.pk,
            "classes": str(page.pk),
            **dict.fromkeys(("nominal", "day"), "2026-11-03"),
            "scope": "class",
            **dict.fromkeys(("page", "number"), page.translation_key),
            "key": 1,
            # Nothing of a page: pictures, files, rows, links by mail.
            **dict.fromkeys(
                (
                    *("collection_id", "exception_id", "run_id", "row_id", "redirect_id"),
                    *("document_id", "doc_id", "image_id", "uploaded_file_id"),
                ),
                1,
            ),
            "name": "teacher",
            "kind": "quote",
            "language": "en",
            "filter_spec": "width-100",
            "uidb64": "MQ",
            "token": "set-password",
        }

    @property
    def school(self) -> int:
        above = self.page.get_ancestors(inclusive=True).type(SchoolPage)
        return int(above.values_list("pk", flat=True).first() or self.page.pk)


@dataclass
class Drafts:
    by_name: dict[str, Draft] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def words(self, names: set[str]) -> set[str]:
        return {self.by_name[name].word for name in names}


# Which drafts are whose; what is not listed is not theirs to read.
OWN = {
    "teacher": {"own class"},
    # A teacher without any class has the same rights; the office reads all.
    "substitute whose row ended": set[str](),
    "principal": {"own class", "colleague's class", "school's page"},
    "counselor": set[str](),
}
# One of each kind is asked about at every address; the rest are met in lists.
ASKED_ABOUT = (
    *("own class", "colleague's class", "other class", "other teacher", "other live class"),
    *("district's live page", "curriculum", "other activity", "other post"),
)
# A quick walk asks about an own one, a foreign one, and then what is checked in another way.
ASKED_FIRST = (
    *("own class", "other class", "colleague's class", "other live class"),
    "district's live page",
)
# Has the rights of a teacher, of whom the rest is asked; what was its own until yesterday is not.
ASKED_ABOUT_BY = {
    "substitute whose row ended": ("other class",),
    "counselor": ("own class", "other class"),
}


def _draft(parent: Any, page: Page, word: str) -> Draft:
    page.title, page.live = f"{COMMON} {word}", False
    page.slug = f"{COMMON}-{word}".lower()
    parent.add_child(instance=page)
    page.save_revision(clean=False, log_action=True)
    return Draft(word, Page.objects.get(pk=page.pk).specific)


def _update(classroom: ClassroomPage, district: District, word: str) -> Draft:
    content = update_content(district.curriculum, title=f"{COMMON} {word}")
    content["lesson"] = [("prose", f"<p>We read about the {word}.</p>")]
    return Draft(word, make_draft(classroom, **content))


def _changed(page: Page, word: str) -> Draft:
    """A live page with a change of its title that is not live."""
    page = page.specific
    page.title = f"{COMMON} {word}"
    page.save_revision(clean=False)
    return Draft(word, Page.objects.get(pk=page.pk).specific)


@pytest.fixture
def drafts(district: District) -> Drafts:
    other = make_teacher_page(district.other_school, title="Mr. Lind")
    other_class = make_classroom(other, title="Science 7")
    colleague = make_teacher_page(district.school, title="Ms. Okafor")
    colleagues_class = make_classroom(colleague, title="Reading 3")
    changed = make_classroom(other, title="Art 7")
    make_update(changed, **update_content(district.curriculum, title=f"{COMMON} in bloom"))
    found = Drafts()
    found.by_name = {
        "own class": _update(district.classroom, district, "Bittern"),
        "colleague's class": _update(colleagues_class, district, "Chukar"),
        "school's page": _draft(district.school, StandardPage(), "Dipper"),
        "other class": _update(other_class, district, "Egretwater"),
        "other teacher": _draft(
            other,
            ClassroomPage(subject="math", grade_levels=["03"], school_year=make_school_year()),
            "Fulmar",
        ),
        "other school's page": _draft(district.other_school, StandardPage(), "Gadwall"),
        "other live class": _changed(changed, "Ibiswater"),
        "district's page": _draft(district.home, StandardPage(), "Jacana"),
        "district's live page": _changed(make_standard_page(district.home), "Kestrel"),
        "curriculum": _draft(
            district.curriculum.get_parent(),
            CurriculumPage(subject="math", grade_levels=["03"]),
            "Lapwing",
        ),
    }
    activity = make_activity(district.other_school, title="Chess club", slug="chess-club")
    found.by_name["other post"] = Draft(
        "Merganser", make_post(activity, live=False, title=f"{COMMON} Merganser")
    )
    found.by_name["other activity"] = _changed(
        make_activity(district.other_school, title="Choir", slug="choir"), "Nightjar"
    )
    waiting = found.by_name["other class"].page
    submit_for_approval(page=waiting, user=account_of(other.staff))
    Page.objects.filter(pk=waiting.pk).update(locked=True)
    found.by_name["other class"].page = Page.objects.get(pk=waiting.pk).specific
    ended = make_staff((Role.TEACHER, district.school))
    ClassroomTeacher.objects.create(
        classroom=other_class, staff=ended, part="substitute", until=dt.date(2026, 11, 9)
    )
    found.people = {
        "teacher": district.teacher,
        "substitute whose row ended": account_of(ended),
        "principal": district.principal,
        "counselor": account_of(make_staff((Role.COUNSELOR, district.school))),
        "office": make_account(Role.COMMUNICATIONS),
    }
    return found


EXPORT = "export"


def queries(drafts: Drafts, *, whole: bool) -> Iterator[dict[str, Any]]:
    """What can be asked of an address beyond its path: a list, a search, a choice, an export. No
    screen reads a choice and a search both, so that a quick walk asks for them together."""
    ids = [draft.page.pk for draft in drafts.by_name.values()]
    search = {"q": COMMON}
    yield {"id": ids, "target_pages[]": ids, "multiple": "1"} | ({} if whole else search)
    yield {}
    if whole:
        yield search
    yield {EXPORT: "csv", "childOf": str(ids[3])}


Asked = tuple[str, dict[str, Any]]


# An address that names a type of page is asked about each type.
NAMES_A_TYPE = {"model_name", "content_type_model_name"}
# Those of the choosers that know what a type of page is.
BY_TYPE = {"wagtailadmin_choose_page", "wagtailadmin_choose_page_search"}


def asked(route: Route, drafts: Drafts, about: Sequence[str], *, whole: bool) -> Iterator[Asked]:
    """Every address of a route, with what is asked of it, the likeliest to be answered first."""
    if not route.takes:
        for query in queries(drafts, whole=whole):
            yield str(route.address({})), query
        choosers = route.name.startswith("wagtailadmin_choose_page")
        if choosers and (whole or route.name in BY_TYPE):
            for model in get_page_models():
                yield str(route.address({})), {"page_type": model._meta.label_lower, "q": COMMON}
        return
    for name in ASKED_ABOUT if NAMES_A_TYPE & set(route.takes) else about:
        address = route.address(drafts.by_name[name].values)
        if address is not None:
            yield address, {}
    if route.name == BULK:
        ids = [draft.page.pk for draft in drafts.by_name.values()]
        for action in ("publish", "unpublish", "move", "delete"):
            values = {"app_label": "wagtailcore", "model_name": "page", "action": action}
            for query in ({"id": ids}, {"id": "all"}, {"id": "all", "childOf": ids[3]}):
                yield str(route.address(values)), query


# What a route answers to somebody who may not use it at all, or about nothing that it knows.
REFUSED = {302, 403, 404}


# A screen that is only written to says so whatever it is asked about.
ONLY_POST = 405
# The list of a screen by itself, as its scripts fetch it: the same view, without the frame.
PART = re.compile(r"[:_]results$")


def answers(
    client: Client,
    drafts: Drafts,
    about: Sequence[str],
    routes: Iterable[Route],
    *,
    whole: bool,
) -> Iterator[tuple[str, str]]:
    """What each address says to whoever is signed in.

    A route that refuses the first things asked of it (a person's own draft, a colleague's, a
    foreign one that waits; all of them at once, and nothing) is not asked for the rest. A quick
    walk takes two for enough (an own one and a foreign one), or one that names no page, and asks
    no further where the answer would be what it has read already.
    """
    seen: set[str] = set()
    for route in routes:
        if route.name in LEFT_OUT:
            continue
        enough = (3 if route.takes else 2) if whole else (2 if route.takes else 1)
        codes: list[int] = []
        text = ""
        for address, query in asked(route, drafts, about, whole=whole):
            if f"{address}{query}" in seen:
                continue
            if len(codes) == enough and set(codes) <= REFUSED:
                break
            if not whole and codes and _is_known(route, query, codes, text):
                continue
            seen.add(f"{address}{query}")
            response: Any = client.get(address, query)
            codes.append(response.status_code)
            text = response.getvalue().decode(errors="replace")
            yield f"{route.name} {address} {query} ({response.status_code})", text


def _is_known(route: Route, query: dict[str, Any], codes: Sequence[int], last: str) -> bool:
    """Whether what is asked next says nothing new, after these answers: where nobody reads, where
    the list was read with its screen, and where the screen offers no file."""
    if codes[0] == ONLY_POST:
        return True
    if PART.search(route.name):
        return len(codes) >= (2 if route.takes else 1)
    return EXPORT in query and f"{EXPORT}=" not in last


# Of two people who may read little, a quick walk asks each about half of the addresses: what one is
# refused, the other is by the same rule.
HALF_OF = {"teacher": 0, "principal": 1}
# All that repeats as well: nine pages at every address, each kind of query by itself.
HOW = pytest.mark.parametrize(
    "whole", [pytest.param(False, id="quick"), pytest.param(True, marks=pytest.mark.slow, id="all")]
)


def routes_for(person: str, *, whole: bool) -> list[Route]:
    routes = admin_routes()
    return routes if whole else routes[HALF_OF[person] :: len(HALF_OF)]


@pytest.mark.parametrize("person, whole", [
    *(pytest.param(person, False, id=f"{person}-quick") for person in HALF_OF),
    *(pytest.param(person, True, id=f"{person}-all", marks=pytest.mark.slow) for person in OWN),
])  # fmt: skip
def test_no_address_shows_a_draft_to_someone_who_has_nothing_to_do_with_it(
    person: str, drafts: Drafts, whole: bool
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(drafts.people[person])
    foreign = drafts.words(set(drafts.by_name) - OWN[person])
    own = drafts.words(OWN[person])
    leaks, met = [], set[str]()
    # Of what is their own, one is enough for a quick walk.
    first = [name for name in ASKED_FIRST if name == "own class" or name not in OWN[person]]
    about = ASKED_ABOUT_BY.get(person, ASKED_ABOUT if whole else first)
    routes = routes_for(person, whole=whole)
    for where, text in answers(client, drafts, about, routes, whole=whole):
        found = sorted(word for word in foreign if word.lower() in text.lower())
        if found:
            leaks.append(f"{where}: {', '.join(found)}")
        met |= {word for word in own if word.lower() in text.lower()}
    assert not leaks, f"{len(leaks)} addresses:\n" + "\n".join(leaks)
    assert met if not whole else met == own


def test_the_walk_has_an_address_for_every_route_of_the_editor_and_somebody_asks_each(
    drafts: Drafts,
) -> None:
    """What a new address names must be known here, or it would be left out without a word."""
    values = drafts.by_name["other class"].values
    routes = [each for each in admin_routes() if each.name not in {*LEFT_OUT, *OF_MESSAGES, BULK}]
    assert [each.name for each in routes if each.address(values) is None] == []
    asked_by = {each.name for person in HALF_OF for each in routes_for(person, whole=False)}
    assert asked_by == {each.name for each in admin_routes()}


@HOW
def test_the_same_walk_meets_every_draft_as_someone_who_may_read_them_all(
    drafts: Drafts, whole: bool
) -> None:
    """Otherwise the walk itself would be blind."""
    client = Client(raise_request_exception=False)
    client.force_login(drafts.people["office"])
    words = drafts.words(set(drafts.by_name))
    about = ASKED_ABOUT if whole else ASKED_FIRST
    for _where, text in answers(client, drafts, about, admin_routes(), whole=whole):
        words -= {word for word in words if word.lower() in text.lower()}
        if not words:
            return
    raise AssertionError(f"no address showed {words}")


def test_a_draft_that_is_the_only_page_of_its_type_is_not_where_choosing_begins(
    district: District, client: Client
) -> None:
    draft = _draft(district.other_school, StandardPage(), "Merlin")
    client.force_login(district.teacher)
    address = reverse("wagtailadmin_choose_page")
    text = client.get(address, {"page_type": "schools.standardpage"}).text
    assert "Merlin" not in text
    assert district.other_school.title in text
    client.force_login(district.other_principal)
    assert "Merlin" in client.get(address, {"page_type": "schools.standardpage"}).text
    assert draft.page.live is False


def test_an_address_of_a_live_page_that_is_typed_as_a_link_does_not_tell_its_next_title(
    district: District, client: Client
) -> None:
    changed = _changed(make_standard_page(district.home, title="Lunch menus"), "Nuthatch").page
    form = {"external-link-chooser-url": changed.url, "external-link-chooser-link_text": "Lunch"}
    address = reverse("wagtailadmin_choose_page_external_link")
    client.force_login(district.teacher)
    assert client.post(address, form).json()["result"]["adminTitle"] == "Lunch menus"
    client.force_login(make_account(Role.COMMUNICATIONS))
    assert "Nuthatch" in client.post(address, form).json()["result"]["adminTitle"]


def test_a_live_page_of_others_can_be_chosen_under_its_live_title(
    district: District, client: Client
) -> None:
    changed = _changed(make_standard_page(district.home, title="Lunch menus"), "Osprey").page
    client.force_login(district.teacher)
    address = reverse("wagtailadmin_choose_page_chosen_multiple")
    answer = client.get(address, {"id": [changed.pk]}).json()
    assert [page["adminTitle"] for page in answer["result"]] == ["Lunch menus"]


def test_where_nobody_looks_a_page_has_the_title_of_its_draft(district: District) -> None:
    """Jobs and the log of one name a page as the people who work on it do."""
    draft = _draft(district.other_school, StandardPage(), "Plover").page
    assert draft.get_admin_display_title() == f"{COMMON} Plover"


def test_wagtail_still_asks_one_method_for_the_title_of_a_page() -> None:
    """`schools.choosing.titles` stands in its place: an upgrade that changes this is looked at."""
    source = inspect.getsource(titles._wagtail_title)
    assert "return self.draft_title or self.title" in source
    assert Page.get_admin_display_title is titles.visible_title
