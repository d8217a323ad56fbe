"""District news and events: who writes them and who sees them."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from classroom.permissions import ClassroomPagePermissionPolicy
from district_cms.activities.models import ActivityLeader, ActivityPage
from district_cms.activities.permissions import led_ids
from district_cms.activities.services import set_leaders
from district_cms.people.roles import Role
from district_cms.publishing.gate import PublishBlocked
from district_cms.schools.richtext import SHORT_FEATURES
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District, account_of
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

MEETING = {
    "title": "Board meeting",
    "date": dt.date(2026, 11, 17),
    "start_time": dt.time(18, 0),
    "place": "Board room",
}


@pytest.fixture
def news(district: District) -> ActivityPage:
    return make_activity(district.home, title="District news", slug="news", kind="news")


def read(url: str) -> str:
    answer = Client().get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_office_creates_district_news_without_choosing_a_kind(
    district: District, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    add = reverse("wagtailadmin_pages:add", args=["activities", "activitypage", district.home.pk])
    assert 'name="kind"' not in client.get(add).content.decode()
    form = {"title": "News", "introduction": rich_text("", features=SHORT_FEATURES)}
    form |= {"comments": inline_formset([]), "action-publish": "1"}
    answer = client.post(add, nested_form_data(form))
    assert answer.status_code == 302, answer.context["form"].errors
    made = ActivityPage.objects.get()
    assert (made.kind, made.kind_label, made.live) == ("news", "District news", True)
    assert "District news" in read(made.url)


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ADMINISTRATOR])
def test_the_offices_home_screen_links_to_district_news(
    district: District, client: Client, role: Role
) -> None:
    client.force_login(make_account(role))
    way = reverse("activities_for_district")
    assert way in client.get(reverse("wagtailadmin_home")).text
    kind, place = "activitypage", district.home
    for number in (1, 2):
        new = reverse("wagtailadmin_pages:add", args=["activities", kind, place.pk])
        assert client.get(way).url == new
        page = make_activity(district.home, title="News", slug=f"news-{number}", kind="news")
        kind, place = "postpage", page
    # With several news pages, the office chooses one.
    assert client.get(way).url == reverse("wagtailadmin_explore", args=[district.home.pk])


@pytest.mark.parametrize("who", ["principal", "teacher"])
def test_school_staff_see_no_link_to_district_news(
    district: District, client: Client, who: str
) -> None:
    client.force_login(getattr(district, who))
    way = reverse("activities_for_district")
    assert way not in client.get(reverse("wagtailadmin_home")).text
    assert client.get(way).url == reverse("wagtailadmin_home")  # refused


def test_the_office_publishes_district_news_without_review(
    news: ActivityPage, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    new = reverse("wagtailadmin_pages:add", args=["activities", "postpage", news.pk])
    draft = make_post(news, live=False)
    for address in (new, reverse("wagtailadmin_pages:edit", args=[draft.pk])):
        page = client.get(address).content.decode()
        assert 'name="action-publish"' in page
        assert 'name="action-submit"' not in page


@pytest.mark.parametrize(
    ("who", "may"),
    [("office", True), ("administrator", True), ("principal", False), ("teacher", False)],
)
def test_only_the_office_and_administrators_write_district_news(
    district: District, news: ActivityPage, who: str, may: bool
) -> None:
    user = {
        "office": make_account(Role.COMMUNICATIONS),
        "administrator": make_account(Role.ADMINISTRATOR),
        "principal": district.principal,
        "teacher": district.teacher,
    }[who]
    policy = ClassroomPagePermissionPolicy(Page)
    actions = ("add", "change", "publish")
    held = {policy.user_has_permission_for_instance(user, one, news) for one in actions}
    assert held == {may}
    assert policy.user_has_permission_for_instance(user, "add", district.home) is may


def test_district_news_has_no_leaders(
    district: District, news: ActivityPage, client: Client
) -> None:
    """Not even former leaders of a page that was moved out of a school."""
    office = make_account(Role.COMMUNICATIONS)
    client.force_login(office)
    answer = client.get(reverse("activities_leaders", args=[news.pk]))
    assert answer.status_code in {302, 403}
    staff = make_staff((Role.COUNSELOR, None))
    with pytest.raises(PermissionDenied):
        set_leaders(activity=news, staff=[staff], user=office)
    ActivityLeader.objects.create(activity=news, staff=staff)
    assert not led_ids(account_of(staff)).exists()


def test_a_club_cannot_be_outside_of_a_school(district: District) -> None:
    with pytest.raises(ValidationError, match="Only district news"):
        make_activity(district.home)
    club = make_activity(district.school)
    school_news = make_activity(district.school, title="News", slug="news", kind="news")
    assert not club.can_move_to(district.home)
    assert club.can_move_to(district.other_school)
    assert school_news.can_move_to(district.home)


@pytest.mark.parametrize("live", ["", "on"])
def test_school_news_but_no_club_can_be_copied_out_of_a_school(
    district: District, client: Client, live: str
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    for slug, kind, made in (("chess", "club", 0), ("news", "news", 1)):
        page = make_activity(district.school, title=slug, slug=slug, kind=kind)
        form = {"new_title": "Copy", "new_slug": f"{slug}-2", "publish_copies": live}
        form["new_parent_page"] = str(district.home.pk)
        answer = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
        assert answer.status_code == (302 if made else 200)
        assert made or "Only district news" in answer.text
        assert ActivityPage.objects.child_of(district.home).count() == made
    club = ActivityPage.objects.get(slug="chess")
    for keep_live in (True, False):
        with pytest.raises(ValidationError, match="Only district news"):
            club.copy(to=district.home, keep_live=keep_live, update_attrs={"slug": "chess-3"})


def test_district_news_passes_the_same_gate(news: ActivityPage) -> None:
    told = [("prose", "<p>Jamie Lee got an F on the test.</p>")]
    post = make_post(news, live=False, body=told)
    with pytest.raises(PublishBlocked):
        post.get_latest_revision().publish()


def test_search_engines_may_list_district_news_but_no_school_news(
    district: District, news: ActivityPage
) -> None:
    post = make_post(news, title="The board meets", events=[("event", MEETING)])
    of_school = make_activity(district.school, title="Otter news", slug="otters", kind="news")
    told = make_post(of_school)
    # Of all parts: the page's id decides in which part it is.
    parts = re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", read(reverse("sitemap")))
    listed = "".join(map(read, parts))
    noindex = {page.title: 'content="noindex' in read(page.url) for page in (post, told)}
    assert noindex == {"The board meets": False, "Home game on Friday": True}
    assert [f"{page.full_url}<" in listed for page in (news, post, of_school, told)] == [
        True,
        True,
        False,
        False,
    ]
    page = read(post.url)
    assert '"@type": "Event"' in page or '"@type":"Event"' in page
    # Shows the post's content, not just that there is a post.
    assert '<meta name="description" content="We play Cottonwood on our own field.' in page
    silent = make_post(news, title="Nothing to say", live=False, body=[])
    silent.live = True
    silent.save()
    assert "Posted by District news at Larkspur Valley Public Schools." in read(silent.url)


def test_the_feed_of_district_news_is_public(news: ActivityPage) -> None:
    make_post(news, title="The board meets")
    assert "The board meets" in read(f"{news.url}feed/")
