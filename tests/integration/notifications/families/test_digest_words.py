"""The content of a digest by email: at the top, below each school, and when it is too long."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from lxml import html as parser

from classroom.presentation.week import MOST
from district_cms.schools.models import DistrictSettings, HomePage
from notifications.digests.email import DigestRenderer, new_in
from notifications.digests.grouping import Digest, Group, Recipient
from notifications.digests.parts import Parts
from notifications.models import ContentPart, Message
from notifications.services.enqueue import enqueue_many
from notifications.sources import ClassFacts

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 24)
MOMENT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
CLIPPED_AT = 102_000
"""Gmail shows this many bytes."""


def facts(number: int, schools: int = 2) -> ClassFacts:
    return ClassFacts(
        page=UUID(int=number),
        name=f"Math {number}",
        school=f"School {number % schools}",
        teachers="Ms. Rivera",
        url=f"https://www.larkspur.example/school/ms-rivera/2026-27/math-{number}/",
        ask="elena.rivera@larkspur.example",
        offered_since=None,
        starts_on=TODAY,
        path="",
        pk=number,
        ask_name="Ms. Rivera",
    )


def update(number: int, **more: Any) -> dict[str, Any]:
    return {
        "title": f"Fractions {number}",
        "language": "en",
        "learning_language": "en",
        "url": f"https://www.larkspur.example/school/math-{number}/2026-11-24/",
        "period": "Tuesday, November 24 to Monday, December 7",
        "learning": "We place halves, thirds and quarters on a number line. " * 5,
        "assignments": [],
        "events": [],
        "titles": {"lesson": "Learning", "assignments": "Assignments", "events": "Coming up"},
        **more,
    }


def due(days: int, title: str) -> dict[str, Any]:
    day = TODAY + dt.timedelta(days=days)
    return {"title": title, "due": f"day {days}", "on": day, "language": "en"}


def event(days: int, title: str) -> dict[str, Any]:
    day = TODAY + dt.timedelta(days=days)
    values = {"title": title, "day": f"day {days}", "on": day, "language": "en"}
    return {**values, "time": "", "place": "Gym"}


def rendered(
    classes: list[ClassFacts],
    told: dict[int, Any],
    language: str = "en",
    others: tuple[ClassFacts, ...] = (),
) -> Message:
    """The mail about all of these, with one update each; `others` have no news."""
    known = {
        (tag, UUID(int=1000 + number)): said
        for number, said in told.items()
        for tag in ("en", "es")
    }
    renderer = DigestRenderer(
        {each.page: each for each in (*classes, *others)},
        known,
        day=TODAY,
        coming={each.page: (UUID(int=1000 + each.pk),) for each in (*classes, *others)},
    )
    groups = tuple(Group(each.page, (UUID(int=1000 + each.pk),)) for each in classes)
    person = Recipient(UUID(int=7), "ana@example.net", language, ())
    draft = renderer.draft(Digest(person, groups, tuple(each.page for each in others)))
    renderer.save_parts()
    (written,) = enqueue_many([draft], message_class="subscription")  # type: ignore[arg-type]
    return Message.objects.get(pk=written)


@pytest.fixture(autouse=True)
def _site(home: HomePage) -> None:
    """Mails contain the site's address."""


def lines(mail: Message) -> list[str]:
    (top,) = parser.document_fromstring(mail.html).xpath("//ul[1]")[:1]
    return [item.text_content() for item in top]


def test_the_top_includes_classes_without_news() -> None:
    told = {1: update(1), 2: update(2, events=[event(3, "Museum")])}
    mail = rendered([facts(1)], told, others=(facts(2),))
    assert lines(mail) == ["Museum, Gym (Math 2)."]
    assert "School 0" not in mail.text
    naming = ContentPart.objects.exclude(updates=[]).get()
    assert naming.updates == [str(UUID(int=1002))]


@pytest.mark.parametrize("language, due_on", [("en", "Due"), ("es", "Para entregar")])
def test_two_classes_of_one_name_are_disambiguated_for_people_with_both(
    language: str, due_on: str
) -> None:
    one, elsewhere = facts(1), replace(facts(2), name="Math 1")
    told = {
        1: update(1, assignments=[due(1, "Page 12")]),
        2: update(2, assignments=[due(1, "Page 12")]),
    }
    for classes, others in (([one, elsewhere], ()), ([one], (elsewhere,))):
        mail = rendered(classes, told, language, others)
        said = [
            f"{due_on}: Page 12 (Math 1 – School 1).",
            f"{due_on}: Page 12 (Math 1 – School 0).",
        ]
        assert lines(mail) == said
        assert [line for line in mail.text.splitlines() if " – " in line] == [
            f"- {line}" for line in said
        ]
    # A person with only one of them reads its plain name.
    assert lines(rendered([one], told, language)) == [f"{due_on}: Page 12 (Math 1)."]


def test_each_person_reads_only_the_longer_names_that_their_own_classes_need() -> None:
    one, other = (
        facts(1, schools=1),
        replace(facts(2, schools=1), name="Math 1", teachers="Mr. Fox"),
    )
    told = {number: update(number, events=[event(1, "Museum")]) for number in (1, 2)}
    known = {("en", UUID(int=1000 + number)): said for number, said in told.items()}
    parts = Parts(
        {each.page: each for each in (one, other)}, known, TODAY, {}, DistrictSettings.cached()
    )
    groups = [Group(each.page, (UUID(int=1000 + each.pk),)) for each in (one, other)]
    weeks = {}
    for number, wanted in enumerate(([groups[0]], groups, [groups[0]])):
        name, *_rest = parts.names(tuple(wanted), "en")
        parts.save()
        weeks[number] = ContentPart.objects.get(pk=name).text
    assert "(Math 1 – Ms. Rivera)" in weeks[1]
    assert "(Math 1 – Mr. Fox)" in weeks[1]
    for number in (0, 2):
        assert "(Math 1)." in weeks[number]


def test_in_spanish_too() -> None:
    mail = rendered([facts(1)], {1: update(1, assignments=[due(1, "Page 12")])}, "es")
    assert lines(mail) == ["Para entregar: Page 12 (Math 1)."]
    assert "Pregunte a Ms. Rivera sobre Math 1" in mail.html
    for words in (mail.text, mail.html):
        assert not re.search(r"\b(Due|due|Ask|coming up|on the website)\b", words)


def test_days_are_grouped_and_what_the_top_lists_is_not_listed_again() -> None:
    told = {
        1: update(1, assignments=[due(1, "Page 12")], events=[event(40, "Fair")]),
        2: update(2, assignments=[due(1, "Page 3")], events=[event(2, "Museum")]),
    }
    mail = rendered([facts(1), facts(2)], told)
    (top,) = parser.document_fromstring(mail.html).xpath("//td[@class='well']")
    said = [each.text_content() for each in top.iter("h3", "li")]
    assert [each for each in said if "(" in each] == [
        "Due: Page 12 (Math 1).",
        "Due: Page 3 (Math 2).",
        "Museum, Gym (Math 2).",
    ]
    assert len(said) == 5  # with two days
    for words in (mail.html, mail.text):
        assert [words.count(each) for each in ("Page 12", "Page 3", "Museum", "Fair")] == [1] * 4


def test_without_coming_days_there_is_no_list() -> None:
    mail = rendered([facts(1)], {1: update(1)})
    assert "Due and coming up" not in mail.html + mail.text


@pytest.mark.parametrize("number, whole", [(20, True), (60, False), (400, False)])
def test_a_long_digest_is_cut_before_gmail_does(number: int, whole: bool) -> None:
    classes = [facts(each) for each in range(number)]
    told = {each: update(each, assignments=[due(3, f"Page {each}")]) for each in range(number)}
    mail = rendered(classes, told)
    assert len(mail.html.encode()) < CLIPPED_AT
    assert "/email/stop/" in mail.html
    found = mail.html.count("&#8221; on the website")
    assert (found == number) is whole
    assert found > 0
    for words in (mail.html, mail.text):
        assert (f"{number - found} more classes have something new" in words) is not whole
    assert mail.html.count("Due: ") == min(number, MOST)


ART = "New in Art 0, Art 1, Art 2, Art 3, Art 4, Art 5 and 6 more classes"


@pytest.mark.parametrize("names, subject", [
    (["Math 3", "Art"], "New in Math 3 and Art"),
    (["Math 3", "Art", "Band 6"], "New in Math 3, Art and Band 6"),
    ([f"Art {n}" for n in range(12)], ART),
    (["Long " * 20, "Long " * 20], "New in " + "Long " * 20 + " and " + "Long " * 20),
    (["Long " * 20] * 3, "New in " + "Long " * 20 + " and 2 more classes"),
    # A single class is never only counted, because its name takes no more room.
    (["A" * 30, "B" * 20, "C" * 30], "New in " + "A" * 30 + " and 2 more classes"),
])  # fmt: skip
def test_the_subject_names_the_classes(names: list[str], subject: str) -> None:
    with translation.override("en"):
        assert new_in(names) == subject


def test_digests_that_share_classes_are_sent_near_each_other() -> None:
    """In the order of schools and teachers, whatever the order of subscribing."""
    one, two, three = (replace(facts(each), path=f"0001000{each}") for each in (1, 2, 3))
    classes = {each.page: each for each in (three, one, two)}
    renderer = DigestRenderer(
        classes,
        {("en", UUID(int=1000 + each)): update(each) for each in (1, 2, 3)},
        day=TODAY,
    )
    asked = [(three,), (two, three), (three, one), (one,), (two,), (three, one)]
    drafts = []
    for number, own in enumerate(asked):
        groups = tuple(Group(each.page, (UUID(int=1000 + each.pk),)) for each in own)
        person = Recipient(UUID(int=number + 1), f"f{number}@example.net", "en", ())
        drafts.append(renderer.draft(Digest(person, groups)))
    renderer.save_parts()
    enqueue_many(drafts, message_class="subscription", send_after=MOMENT)  # type: ignore[arg-type]
    order = Message.objects.due().values_list("address", "alike")
    firsts = [min(each.pk for each in asked[int(address[1])]) for address, _alike in order]
    assert firsts == [1, 1, 1, 2, 2, 3]
    # Only the same words are alike.
    assert len({alike for _address, alike in order}) == 5
    assert drafts[2].alike == drafts[5].alike
    assert all(len(each.alike) == 32 for each in drafts)
