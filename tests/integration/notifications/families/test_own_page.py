"""A person's own page: add, remove and put back, names, pause, new links."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from notifications.consent import services as consent
from notifications.families import limits
from notifications.families.preferences import services
from notifications.families.tokens import preferences_token
from notifications.models import ConsentRecord, Subscriber, Subscription
from notifications.retention.purging import forget_old
from notifications.screens.class_mail import set_offer
from notifications.sources import place
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import Family
from .test_subscribe import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]


@pytest.fixture
def person(offered: District, family: Family) -> Subscriber:
    family.subscribes(offered.classroom)
    return Subscriber.objects.get()


def own(person: Subscriber, what: str = "preferences") -> str:
    return reverse(f"notifications:{what}", args=[preferences_token(person.uuid)])


def key(page: Any, scope: str = "class") -> str:
    return f"{scope}.{page.translation_key}"


def read(family: Family, url: str) -> str:
    answer = family.browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


class TestAdding:
    @pytest.fixture
    def band(self, district: District, add_class: Callable[..., Any]) -> Any:
        return add_class(district.other_school, "Band 6")

    def test_a_class_of_another_school_is_found_by_words_and_added(
        self, person: Subscriber, family: Family, band: Any
    ) -> None:
        found = read(family, own(person, "add") + "?q=band")
        assert key(band) in found
        answer = family.browser.post(own(person, "add"), {"add": [key(band)]})
        assert answer.url.endswith("?added=1")
        begun = Subscription.objects.active().get(page_uuid=band.translation_key)
        record = ConsentRecord.objects.get(page_uuid=band.translation_key)
        assert (begun.channel, record.source, record.proof) == ("email", "preferences", "link")
        assert record.wording.startswith("Band 6 – ")
        assert "You get these updates." in read(family, own(person, "add") + "?q=band")

    def test_a_class_is_found_by_its_school_and_its_teacher(
        self, person: Subscriber, family: Family, district: District, band: Any
    ) -> None:
        assert district.other_school.title in read(family, own(person, "add"))
        school = read(
            family, own(person, "add") + f"?school={district.other_school.translation_key}"
        )
        teacher = band.get_parent().translation_key
        assert f"?teacher={teacher}" in school
        assert key(district.other_school, "school") in school
        assert f'<h2 class="section-title">{district.other_school.title}</h2>' in school
        classes = read(family, own(person, "add") + f"?teacher={teacher}")
        assert key(band) in classes
        # And back to the school, for another teacher.
        assert f"?school={district.other_school.translation_key}" in classes

    def test_a_page_that_sends_nothing_cannot_be_added(
        self, person: Subscriber, family: Family, offered: District, band: Any
    ) -> None:
        set_offer(classroom=band, offered=False, user=offered.other_principal)
        assert "Sends no updates right now." in read(family, own(person, "add") + "?q=band")
        before = everything()
        nonsense = ["class.nonsense", "page.", key(band), f"office.{band.translation_key}"]
        family.browser.post(own(person, "add"), {"add": nonsense})
        assert everything() == before


def test_a_removed_class_can_be_put_back_with_its_nickname_for_a_month(
    person: Subscriber, family: Family, offered: District, clock: Clock
) -> None:
    box = key(offered.classroom)
    wishes = {"keep": [box], "language": "en", f"nickname-{box}": "  Sam  O'Neil "}
    family.browser.post(own(person), wishes)
    assert Subscription.objects.get().nickname == "Sam O’Neil"
    family.browser.post(own(person), {"keep-had": box, "language": "en"})
    assert not Subscription.objects.active().exists()
    clock("2026-11-20 09:00")
    assert "You removed this." in read(family, own(person))
    family.browser.post(own(person), {"keep": [box], "language": "en"})
    assert Subscription.objects.active().get().nickname == "Sam O’Neil"
    family.browser.post(own(person), {"keep-had": box, "language": "en"})
    forget_old(now=clock("2026-12-19 09:00"))
    assert Subscription.objects.exclude(nickname="").exists()
    forget_old(now=clock("2026-12-21 09:00"))
    assert not Subscription.objects.exclude(nickname="").exists()
    assert box not in read(family, own(person))


def open_page(family: Family, person: Subscriber) -> dict[str, list[str]]:
    """The form data that the own page would send now."""
    page = html.fromstring(read(family, own(person)))
    (form,) = [each for each in page.forms if "rhythm" in each.inputs]
    opened: dict[str, list[str]] = {}
    for name, value in form.form_values():
        opened.setdefault(name, []).append(value)
    return opened


@pytest.mark.parametrize("by", ["preferences", "one-click"])
def test_an_outdated_form_does_not_restart_what_was_stopped_since(
    person: Subscriber, family: Family, by: str
) -> None:
    opened = open_page(family, person)
    consent.withdraw(subscriber=person, by=by)
    records = ConsentRecord.objects.count()
    assert family.browser.post(own(person), opened | {"language": ["es"]}).status_code == 302
    assert not Subscription.objects.active().exists()
    assert ConsentRecord.objects.count() == records
    # A page that shows the stopped subscription puts it back.
    again = open_page(family, person)
    again["keep"] = opened["keep"]
    assert family.browser.post(own(person), again).status_code == 302
    assert Subscription.objects.active().exists()


def test_an_outdated_form_does_not_end_what_was_put_back_since(
    person: Subscriber, family: Family
) -> None:
    consent.withdraw(subscriber=person, by="preferences")
    opened = open_page(family, person)
    assert "keep" not in opened
    box = f"class.{Subscription.objects.get().page_uuid}"
    family.browser.post(own(person), {"keep": [box], "language": "en"})
    assert family.browser.post(own(person), opened).status_code == 302
    assert Subscription.objects.active().exists()


def test_an_outdated_form_does_not_end_what_was_added_since(
    person: Subscriber, family: Family, offered: District
) -> None:
    opened = open_page(family, person)
    school = place("school", offered.school.translation_key)
    assert school is not None
    services.add(subscriber=person, places=[school])
    assert family.browser.post(own(person), opened).status_code == 302
    assert {row.scope for row in Subscription.objects.active()} == {"class", "school"}
    # It ends those that it listed.
    assert family.browser.post(own(person), opened | {"keep": []}).status_code == 302
    assert {row.scope for row in Subscription.objects.active()} == {"school"}


def test_what_another_window_adds_at_the_same_moment_stays(
    person: Subscriber, family: Family, offered: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = place("school", offered.school.translation_key)
    assert school is not None
    read_lines = services.lines_of

    def added_meanwhile(*asked: Any, **more: Any) -> Any:
        lines = read_lines(*asked, **more)
        monkeypatch.setattr(services, "lines_of", read_lines)
        services.add(subscriber=person, places=[school])
        return lines

    monkeypatch.setattr(services, "lines_of", added_meanwhile)
    had = {"keep-had": key(offered.classroom), "language": "en"}
    assert family.browser.post(own(person), had).status_code == 302
    assert {row.scope for row in Subscription.objects.active()} == {"school"}


def test_a_class_that_sends_nothing_cannot_be_selected_and_says_why(
    person: Subscriber, family: Family, offered: District
) -> None:
    """The choice would have no effect, although the page says that everything is saved."""
    box = f'value="{key(offered.classroom)}"'

    def tag() -> str:
        return read(family, own(person)).partition(box)[2].partition(">")[0]

    set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
    assert "checked" in tag()  # to be removed
    assert "disabled" not in tag()
    family.browser.post(own(person), {"keep-had": key(offered.classroom), "language": "en"})
    assert "disabled" in tag()
    assert "Sends no email right now." in read(family, own(person))
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher)
    assert "disabled" not in tag()
    assert "You removed this. Select it to put it back." in read(family, own(person))


@pytest.mark.parametrize("name", ["<b>Sam</b>", 'Sam"', "S" * 31])
def test_an_invalid_nickname_is_reported_at_its_field(
    person: Subscriber, family: Family, offered: District, name: str
) -> None:
    box = key(offered.classroom)
    wishes = {"keep": [box], "language": "es", f"nickname-{box}": name}
    answer = family.browser.post(own(person), wishes)
    assert answer.status_code == 200
    assert "Please check these answers" in answer.content.decode()
    person.refresh_from_db()
    assert person.language == "en"


@pytest.mark.parametrize(
    "begin, end, kept", [("20", "7", True), ("9", "8", False), ("7", "7", True)]
)
def test_hours_without_texts_leave_time_for_texts(
    person: Subscriber, family: Family, offered: District, begin: str, end: str, kept: bool
) -> None:
    wishes = {"keep": [key(offered.classroom)], "language": "en", "rhythm": "weekly"}
    answer = family.browser.post(own(person), wishes | {"quiet_from": begin, "quiet_until": end})
    assert (answer.status_code == 302) is kept
    assert ("Leave at least eight hours" in answer.content.decode()) is not kept
    person.refresh_from_db()
    assert person.quiet_from == (dt.time(int(begin)) if kept else None)
    assert person.rhythm == ("weekly" if kept else "posting-days")


class TestPause:
    def test_a_pause_lasts_until_the_morning_of_its_day(
        self, person: Subscriber, family: Family
    ) -> None:
        family.browser.post(own(person, "pause"), {"until": "2026-12-01"})
        person.refresh_from_db()
        # Midnight in the district's time zone.
        assert person.paused_until == dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)
        page = read(family, own(person))
        assert "Paused until Tuesday, December 1" in page
        assert "We do not send it later." in page
        assert "Urgent notices still come." in read(family, own(person, "pause"))
        family.browser.post(own(person, "pause"), {"resume": "1"})
        assert "Paused until" not in read(family, own(person))

    @pytest.mark.parametrize("day, said", [
        ("", "Choose the day"),
        ("31/12/2026", "Choose a day, for example"),
        ("2026-11-10", "Choose a day after today."),
        ("2027-11-10", "within the next six months"),
    ])  # fmt: skip
    def test_an_invalid_day_is_reported_at_its_field(
        self, person: Subscriber, family: Family, day: str, said: str
    ) -> None:
        answer = family.browser.post(own(person, "pause"), {"until": day})
        assert said in answer.content.decode()
        person.refresh_from_db()
        assert person.paused_until is None


def test_changes_of_one_page_are_limited_per_hour(
    person: Subscriber, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHANGES", limits.Limit("mail.changes", 1, 3600))
    assert family.browser.post(own(person, "pause"), {"resume": "1"}).status_code == 302
    answer = family.browser.post(own(person), {"stop": "1"})
    assert answer.status_code == 429
    assert "There were many changes" in answer.content.decode()
    assert Subscription.objects.active().exists()


@pytest.mark.parametrize("what, pressed, said", [
    ("pause", "resume", "Done: the pause is over."),
    ("preferences", "stop", "30 days after you stop everything, we delete your address"),
])  # fmt: skip
def test_each_button_is_answered(
    person: Subscriber, family: Family, what: str, pressed: str, said: str
) -> None:
    family.browser.post(own(person, "pause"), {"until": "2026-12-01"})
    answer = family.browser.post(own(person, what), {pressed: "1"}, follow=True)
    assert said in answer.content.decode()
