"""A school year is closed: the ledger freezes, and subscriptions end with one last word."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from classroom.ledger import refresh
from classroom.ledger.refresh import refresh_classes
from classroom.models import ClassroomPage, ClassroomStanding, PostingSlot, UpdatePage
from classroom.tasks import close_year
from classroom.turnover import services
from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.schools.models import NoSchoolDay, SchoolYear
from notifications.families import year_end
from notifications.families.preferences.services import lines_of
from notifications.management.commands.check_consent import disagreements
from notifications.models import (
    Channel,
    ConsentRecord,
    Message,
    MessageClass,
    Subscriber,
    Subscription,
    Suppression,
)
from notifications.screens.class_mail import set_offer
from notifications.services import claim_batch, dispatch_batch
from notifications.texts.segments import length_of
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school_year, make_teacher_page
from tests.factories.people import make_account
from tests.fakes.providers import Mailbox
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, link_in

pytestmark = pytest.mark.django_db
NUMBER = "+14065550123"


@pytest.fixture
def summer(reader: Family, offered: District, clock: Clock) -> SchoolYear:
    """The year is over; Math 3, which a family follows, continues in the next one."""
    clock("2027-06-14 09:00")
    year = make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 8))
    page = make_classroom(
        offered.teacher_page, title="Math 3 again", school_year=year, continues=offered.classroom
    )
    set_offer(classroom=page, offered=True, user=offered.teacher)
    return year


def follows(page: Any, address: str, channel: Channel = Channel.EMAIL, **person: Any) -> Subscriber:
    someone, _new = Subscriber.objects.get_or_create(
        addresses__address=address, defaults={"language": "en", **person}
    )
    someone.addresses.get_or_create(channel=channel, address=address)
    about = {"channel": channel, "scope": "class", "page_uuid": page.translation_key}
    someone.subscriptions.create(**about)
    ConsentRecord.objects.create(
        **about,
        subscriber_uuid=someone.uuid,
        act="given",
        wording="Yes",
        language="en",
        source="form",
        proof="button",
    )
    return someone


def last_words() -> list[Message]:
    rows = Message.objects.filter(message_class=MessageClass.YEAR_END)
    return list(rows.select_related("content").order_by("address"))


def state() -> Any:
    """What closing changes, without what differs by moment and chance."""
    slots = PostingSlot.objects.order_by("classroom", "nominal_date")
    rows = Subscription.objects.order_by("pk").values_list("subscriber", "page_uuid", "ended_at")
    records = ConsentRecord.objects.order_by("subscriber_uuid", "pk")
    return [
        list(slots.values("classroom", "nominal_date", "day", "standing", "met_by", "met_at")),
        [(person, page, ended is None) for person, page, ended in rows],
        list(records.values_list("subscriber_uuid", "act", "channel", "page_uuid")),
        sorted(Message.objects.values_list("address", "message_class", "subject")),
        SchoolYear.objects.filter(closed_at=None).count(),
        AuditEntry.objects.filter(action="school_year.closed").count(),
    ]


def close(name: str = "2026-27") -> None:
    call_command("turn_year", name)


@pytest.fixture
def crowd(summer: SchoolYear, offered: District) -> list[Subscriber]:
    return [follows(offered.classroom, f"family{number}@example.net") for number in range(5)]


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(
    summer: SchoolYear, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state()
    call_command("turn_year", "2026-27", "--dry-run")
    printed = capsys.readouterr().out
    assert "2027-28 runs from" in printed
    assert "1 of 2 schools have classes in 2027-28: 1 class." in printed
    assert "1 person follows single classes of 2026-27." in printed
    assert state() == before


def test_a_year_is_closed_once_its_last_digests_are_out(
    offered: District, clock: Clock, client: Client
) -> None:
    clock("2027-06-11 09:00")
    with pytest.raises(CommandError, match="can be closed from Saturday, June 12"):
        close()
    client.force_login(make_account(Role.ADMINISTRATOR))
    screen = reverse("classroom_school_year")
    assert "can be closed from" in client.get(screen).content.decode()
    client.post(screen, {"year": "2026-27"})
    clock("2027-06-12 00:01")
    assert SchoolYear.objects.filter(closed_at=None).exists()
    close()
    assert not SchoolYear.objects.filter(closed_at=None).exists()


def test_closing_again_changes_nothing(crowd: list[Subscriber]) -> None:
    close()
    assert len(last_words()) == 6
    after = state()
    close()
    assert state() == after
    assert AuditEntry.objects.filter(action="school_year.closed").count() == 1
    assert list(disagreements()) == []


class Killed(BaseException):
    """Ends the run, whatever it was doing."""


PLACES: list[tuple[Any, str, bool]] = [
    (services, "refresh_chunk", False),
    (services, "refresh_chunk", True),
    (services, "record", False),
    (services, "_freeze", True),
    (year_end, "enqueue_many", False),
    (year_end, "enqueue_many", True),
]


@pytest.mark.parametrize("place, name, after", PLACES)
def test_killed_at_any_step_and_run_again_it_ends_the_same(
    crowd: list[Subscriber],
    monkeypatch: pytest.MonkeyPatch,
    place: Any,
    name: str,
    after: bool,
) -> None:
    monkeypatch.setattr(year_end, "AT_ONCE", 2)
    monkeypatch.setattr(refresh, "CLASSES_A_WRITE", 1)
    real, calls = getattr(place, name), []

    def killed(*args: Any, **kwargs: Any) -> Any:
        calls.append(name)
        if after:
            real(*args, **kwargs)
        if name != "enqueue_many" or len(calls) == 2:
            raise Killed
        return None if after else real(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(place, name, killed)
        with pytest.raises(Killed):
            close()
    half_way = len(last_words())
    assert half_way == (2 if name == "enqueue_many" else 0)
    close()
    words = last_words()
    assert sorted(each.address for each in words) == sorted(
        [PARENT, *(f"family{number}@example.net" for number in range(5))]
    )
    assert state()[4:] == [1, 1]
    assert not Subscription.objects.active().exists()
    assert list(disagreements()) == []


def test_a_task_whose_time_is_up_queues_the_rest(
    crowd: list[Subscriber], monkeypatch: pytest.MonkeyPatch, offered: District
) -> None:
    queued: list[Any] = []
    monkeypatch.setattr("classroom.tasks.async_task", lambda *task: queued.append(task))
    monkeypatch.setattr("classroom.tasks.LONGEST_RUN", -1)
    assert close_year(offered.year.pk) == "goes on"
    assert queued == [("classroom.tasks.close_year", offered.year.pk, None)]
    monkeypatch.setattr("classroom.tasks.LONGEST_RUN", 60)
    assert close_year(offered.year.pk) == "done"
    assert len(last_words()) == 6


def test_the_ledger_of_a_closed_year_is_frozen(
    summer: SchoolYear, offered: District, client: Client
) -> None:
    close()
    frozen = list(PostingSlot.objects.order_by("pk").values())
    standings = list(ClassroomStanding.objects.filter(classroom=offered.classroom).values())
    assert {row["standing"] for row in frozen} >= {"met", "missing"}
    assert "awaited" not in {row["standing"] for row in frozen}
    UpdatePage.objects.child_of(offered.classroom).first().unpublish()
    year = SchoolYear.objects.get(pk=offered.year.pk)
    NoSchoolDay.objects.create(school_year=year, day=dt.date(2026, 11, 3), name="Snow")
    year.save()
    refresh_classes(classroom_ids=[offered.classroom.pk])
    assert list(PostingSlot.objects.order_by("pk").values()) == frozen
    rows = ClassroomStanding.objects.filter(classroom=offered.classroom)
    assert list(rows.values()) == standings
    with pytest.raises(ValidationError, match="This school year is closed"):
        year.full_clean()
    client.force_login(make_account(Role.ADMINISTRATOR))
    upload = reverse("school-years:import_calendar", args=[year.pk])
    file = dt.date(2026, 11, 4).isoformat().join(["date,name\n", ",Snow\n"]).encode()
    answer = client.post(upload, {"file": SimpleUploadedFile("days.csv", file)})
    assert "This school year is closed" in answer.content.decode()


def test_who_follows_two_classes_gets_one_last_word_with_both(
    reader: Family, summer: SchoolYear, add_class: Callable[..., Any], offered: District
) -> None:
    art = add_class(offered.school, "Art 3")
    person = follows(art, PARENT)
    person.subscriptions.create(
        channel="email", scope="school", page_uuid=offered.school.translation_key
    )
    close()
    (word,) = last_words()
    assert word.subject == "Your classes of 2026-27 have ended"
    assert "Art 3; Math 3" in word.text
    assert set(Subscription.objects.active().values_list("scope", flat=True)) == {"school"}


def test_opening_the_link_does_nothing_and_one_press_subscribes(
    family: Family, summer: SchoolYear
) -> None:
    close()
    (word,) = last_words()
    link = next_link(word)
    before = state()
    shown = family.browser.get(link).content.decode()
    assert "Math 3 again" in shown
    assert "All classes of Ms. Rivera" in shown
    assert "All classes of Juniper Creek Elementary" in shown
    assert state() == before
    key = re.search(r'name="add" value="(class\.[^"]+)"', shown)
    assert key is not None
    answer = family.browser.post(link, {"add": key[1]}, follow=True)
    assert "You get these updates." in answer.content.decode()
    (row,) = Subscription.objects.active()
    assert row.page_uuid == ClassroomPage.objects.get(school_year=summer).translation_key
    assert [line.page for line in lines_of(row.subscriber)] == [row.page_uuid]
    assert list(disagreements()) == []
    family.browser.post(link, {"add": "class.00000000-0000-0000-0000-000000000000"})
    assert Subscription.objects.active().count() == 1


def next_link(word: Message) -> str:
    found = re.search(r"/n/[-\w]{22}/", word.text)
    assert found is not None, word.text
    return found[0]


def test_the_link_ends_with_new_links_and_after_a_month(
    family: Family, summer: SchoolYear, clock: Clock
) -> None:
    close()
    (word,) = last_words()
    link = next_link(word)
    clock("2027-07-13 09:00")
    assert family.browser.get(link).status_code == 200
    Subscriber.objects.update(links_since=clock("2027-07-13 10:00"))
    assert family.browser.get(link).status_code == 404
    Subscriber.objects.update(links_since=None)
    clock("2027-07-15 09:00")
    assert family.browser.get(link).status_code == 404
    assert family.browser.get("/n/" + "a" * 22 + "/").status_code == 404


def test_who_has_texts_alone_gets_one_segment_and_needs_a_provider(
    summer: SchoolYear, offered: District, settings: Settings
) -> None:
    page = offered.classroom
    page.title = "Mathematics for everybody who likes long names of classes, and Matemáticas"
    page.save()
    follows(page, NUMBER, Channel.TEXT, language="es")
    close()
    word = next(each for each in last_words() if each.channel == Channel.TEXT)
    assert length_of(word.text).segments == 1
    assert next_link(word)
    assert "Responda STOP" in word.text
    settings.TEXT_PROVIDER = ""
    Subscription.objects.update(ended_at=None)
    Message.objects.filter(message_class=MessageClass.YEAR_END).delete()
    close()
    assert [each.channel for each in last_words()] == [Channel.EMAIL]
    assert not Subscription.objects.active().exists()


def test_who_stopped_or_is_suppressed_gets_nothing(
    family: Family, summer: SchoolYear, crowd: list[Subscriber], provider: Mailbox
) -> None:
    stopped = crowd[0]
    stopped.subscriptions.update(ended_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    Suppression.objects.create(address="family1@example.net", channel="email", cause="hard_bounce")
    close()
    words = last_words()
    assert {each.address for each in words} == {
        PARENT,
        *(f"family{n}@example.net" for n in (2, 3, 4)),
    }
    # Whoever presses "stop" before it leaves gets nothing either.
    mine = next(each for each in words if each.address == PARENT)
    family.browser.post(link_in(mine, "stop"))
    dispatch_batch(claim_batch())
    assert PARENT not in [each.address for each in provider.sent]
    assert "family2@example.net" in [each.address for each in provider.sent]


def test_statements_do_not_grow_with_people_or_classes(
    summer: SchoolYear,
    offered: District,
    crowd: list[Subscriber],
    django_assert_max_num_queries: Any,
) -> None:
    rooms = [make_classroom(offered.teacher_page, title=f"Art {each}") for each in range(6)]
    for number, room in enumerate(rooms):
        for more in range(3):
            follows(room, f"more{number}.{more}@example.net")
    # 66 on SQLite; PostgreSQL locks twice more.
    with django_assert_max_num_queries(68):
        close()
    assert len(last_words()) == 24


def test_the_screen_warns_while_a_school_has_no_classes_in_the_next_year(
    summer: SchoolYear, offered: District, client: Client
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    screen, warning = reverse("classroom_school_year"), "Some schools have no classes in the next"
    assert warning in client.get(screen).content.decode()
    make_classroom(make_teacher_page(offered.other_school), school_year=summer)
    assert warning not in client.get(screen).content.decode()


def test_a_teacher_cannot_open_the_screen(offered: District, client: Client) -> None:
    client.force_login(offered.teacher)
    assert client.get(reverse("classroom_school_year")).status_code in {302, 403}
    assert client.post(reverse("classroom_school_year"), {"year": "2026-27"}).status_code in {
        302,
        403,
    }
