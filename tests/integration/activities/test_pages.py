"""Activities and school news: who may post, what the gate asks, and what families see."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from classroom.permissions import ClassroomPagePermissionPolicy
from district_cms.activities.models import ActivityLeader, ActivityPage, PostPage
from district_cms.activities.permissions import led_ids
from district_cms.activities.requirements import post_findings
from district_cms.activities.selectors import holdings
from district_cms.activities.services import set_leaders
from district_cms.audit_log.models import AuditEntry
from district_cms.people.leaving.services import end_account
from district_cms.people.roles import Role
from district_cms.publishing.mechanism import PublishBlocked
from district_cms.schools.richtext import SHORT_FEATURES
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District, account_of
from tests.factories.people import make_account, make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

GAME = ("event", {"title": "Game against Cottonwood", "date": dt.date(2026, 11, 13)})


def test_a_leader_may_write_to_the_own_activity_and_to_nothing_else(district: District) -> None:
    coach = make_staff((Role.TEACHER, district.school))
    soccer = make_activity(district.school, leaders=(coach,))
    chess = make_activity(district.school, title="Chess", slug="chess", kind="club")
    user = account_of(coach)
    policy = ClassroomPagePermissionPolicy(Page)
    may = {
        page.title: policy.user_has_permission_for_instance(user, "add", page)
        for page in (soccer, chess, district.classroom, district.school)
    }
    assert may == {
        soccer.title: True,
        chess.title: False,
        district.classroom.title: False,
        district.school.title: False,
    }
    assert not policy.user_has_permission_for_instance(user, "publish", soccer)
    assert user in policy.users_with_permission_for_instance("change", soccer)
    assert user not in policy.users_with_permission_for_instance("change", chess)
    coach.active = False
    coach.save()
    assert not policy.user_has_permission_for_instance(account_of(coach), "add", soccer)


def test_whoever_left_or_moved_to_another_school_posts_no_more(
    district: District, november: dt.datetime
) -> None:
    moved, left = (make_staff((Role.TEACHER, district.school)) for _each in range(2))
    soccer = make_activity(district.school, leaders=(moved, left))
    assert list(led_ids(account_of(moved))) == list(led_ids(account_of(left))) != []
    assert list(holdings(left)) == ["posts to: Girls soccer"]
    moved.roles.update(until=november.date() - dt.timedelta(days=1))
    assert not led_ids(account_of(moved)).exists()
    end_account(staff=left, actor="nightly")
    assert [row.staff for row in ActivityLeader.objects.filter(activity=soccer)] == [moved]


def test_a_new_post_is_empty_yet_and_no_fault(district: District, client: Client) -> None:
    soccer = make_activity(district.school)
    client.force_login(district.principal)
    blank = {"title": "", "body": streamfield([]), "events": streamfield([])}
    address = reverse("publishing_live_check_new", args=["activities", "postpage", soccer.pk])
    form = nested_form_data({**blank, "comments": inline_formset([])})
    findings = client.post(address, form).json()["findings"]
    assert {finding["rule"]: finding["empty"] for finding in findings}["post-text-missing"]


@pytest.mark.parametrize("title", ["Girls soccer", "¡!"])
def test_a_principal_makes_the_page_of_an_activity_by_its_title(
    district: District, client: Client, title: str
) -> None:
    make_activity(district.school)
    client.force_login(district.principal)
    add = reverse("wagtailadmin_pages:add", args=["activities", "activitypage", district.school.pk])
    form = {"title": title, "kind": "club", "introduction": rich_text("", features=SHORT_FEATURES)}
    form["comments"] = inline_formset([])
    answer = client.post(add, nested_form_data(form))
    assert answer.status_code == 302, answer.context["form"].errors
    made = ActivityPage.objects.get(kind="club")
    assert made.slug == {"Girls soccer": "girls-soccer-2", "¡!": "activity"}[title]


def test_a_post_waits_for_the_principal_and_is_then_live(
    district: District, client: Client, november: dt.datetime
) -> None:
    coach = make_staff((Role.TEACHER, district.school))
    soccer = make_activity(district.school, leaders=(coach,))
    post = make_post(soccer, live=False, events=[GAME])
    post.owner = account_of(coach)
    post.save()
    post.get_workflow().start(post, account_of(coach))
    assert client.get(post.url).status_code == 404
    task = post.current_workflow_task_state
    assert task.task.specific.get_actions(post, account_of(coach)) == []
    task.approve(user=district.principal)
    found = PostPage.objects.get(pk=post.pk)
    assert found.live
    page = client.get(found.url).content.decode()
    assert "We play Cottonwood on our own field." in page
    assert "Game against Cottonwood" in page
    assert 'content="noindex' in page


@pytest.mark.parametrize(
    ("content", "asks"),
    [
        ({"body": []}, True),
        ({"body": [("prose", "<p> </p>")], "events": [GAME]}, True),
        ({"body": [("prose", "<p>We won.</p>")]}, False),
    ],
    ids=["no text", "dates alone", "a text"],
)
def test_a_post_without_a_text_is_asked_about(
    district: District, content: dict[str, object], asks: bool
) -> None:
    post = make_post(make_activity(district.school), live=False, **content)
    assert [each.rule for each in post_findings(post)] == ["post-text-missing"] * asks


def test_the_gate_keeps_a_student_s_grade_back(district: District) -> None:
    told = [("prose", "<p>Jamie Lee got an F on the test.</p>")]
    post = make_post(make_activity(district.school), live=False, body=told)
    with pytest.raises(PublishBlocked):
        post.get_latest_revision().publish()


def test_the_school_s_page_lists_activities_and_the_newest_news(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    make_activity(district.school)
    news = make_activity(district.school, title="News", slug="news", kind="news")
    for number in range(1, 5):
        clock(f"2026-11-1{number} 09:00")
        make_post(news, title=f"Story {number}")
    page = client.get(district.school.url).content.decode()
    assert "Girls soccer" in page
    assert [f"Story {number}" in page for number in range(1, 5)] == [False, True, True, True]
    assert "Activities" not in client.get(district.other_school.url).content.decode()


def test_a_second_page_of_posts_and_the_feed(
    district: District, client: Client, november: dt.datetime
) -> None:
    soccer = make_activity(district.school)
    for number in range(11):
        make_post(soccer, title=f"Post number {number}")
    assert "Post number 0<" in client.get(f"{soccer.url}?page=2").content.decode()
    feed = client.get(f"{soccer.url}feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert b"Post number 10" in feed.content


def test_the_principal_chooses_who_may_post(district: District, client: Client) -> None:
    soccer = make_activity(district.school)
    coach = make_staff((Role.TEACHER, district.school))
    address = reverse("activities_leaders", args=[soccer.pk])
    client.force_login(district.principal)
    assert client.get(address).status_code == 200
    assert client.post(address, {"staff": [coach.pk]}).status_code == 302
    assert [row.staff for row in ActivityLeader.objects.all()] == [coach]
    entry = AuditEntry.objects.get(action="activity.leaders")
    assert entry.data == {"leaders": coach.full_name}
    client.post(address, {"staff": []})
    assert not ActivityLeader.objects.exists()


@pytest.mark.parametrize("who", ["leader", "other principal", "counselor"])
def test_nobody_else_chooses_who_may_post(district: District, client: Client, who: str) -> None:
    coach = make_staff((Role.TEACHER, district.school))
    soccer = make_activity(district.school, leaders=(coach,))
    client.force_login(
        {
            "leader": account_of(coach),
            "other principal": district.other_principal,
            "counselor": make_account(Role.COUNSELOR),
        }[who]
    )
    answer = client.post(reverse("activities_leaders", args=[soccer.pk]), {"staff": []})
    assert answer.status_code in {302, 403}
    assert ActivityLeader.objects.filter(activity=soccer).count() == 1


def test_who_may_post_is_undone_as_a_whole(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    soccer = make_activity(district.school)
    coach = make_staff((Role.TEACHER, district.school))

    def breaks(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("district_cms.activities.services.record", breaks)
    with pytest.raises(RuntimeError):
        set_leaders(activity=soccer, staff=[coach], user=district.principal)
    assert not ActivityLeader.objects.exists()


def test_leaders_and_principals_have_a_button_for_each_on_their_home(
    district: District, client: Client, november: dt.datetime
) -> None:
    coach = make_staff((Role.TEACHER, district.school))
    soccer = make_activity(district.school, leaders=(coach,))
    add = reverse("wagtailadmin_pages:add", args=["activities", "postpage", soccer.pk])
    post = make_post(soccer, live=False)
    post.get_workflow().start(post, account_of(coach))
    for user, shown in (
        (account_of(coach), True),
        (district.principal, True),
        (district.teacher, False),
        (district.other_principal, False),
    ):
        client.force_login(user)
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (add in page) is shown
        assert ("“Home game on Friday”</a>: with the principal." in page) is shown
    client.force_login(account_of(coach))
    assert client.get(add).status_code == 200
