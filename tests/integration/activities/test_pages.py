"""Activities and school news: who may post, what the gate checks, and what families see."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from classroom.permissions import ClassroomPagePermissionPolicy
from district_cms.activities.models import ActivityLeader
from district_cms.activities.permissions import led_ids
from district_cms.activities.selectors import holdings
from district_cms.activities.services import set_leaders
from district_cms.audit_log.models import AuditEntry
from district_cms.people.leaving import end_account
from district_cms.people.roles import Role
from district_cms.publishing.gate import PublishBlocked
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District, account_of
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db


def test_a_leader_may_write_only_to_their_own_activity(district: District) -> None:
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


def test_people_who_left_the_school_can_no_longer_post(
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


def test_the_gate_refuses_a_post_with_a_students_grade(district: District) -> None:
    told = [("prose", "<p>Jamie Lee got an F on the test.</p>")]
    post = make_post(make_activity(district.school), live=False, body=told)
    with pytest.raises(PublishBlocked):
        post.get_latest_revision().publish()


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
def test_only_the_principal_chooses_who_may_post(
    district: District, client: Client, who: str
) -> None:
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


def test_a_failed_change_of_leaders_is_rolled_back(
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


def test_leaders_and_principals_have_a_button_for_each_activity(
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
