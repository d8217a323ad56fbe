"""A district with another procedure: notes every Friday, with other parts, other words, another
minimum and other signatures. The whole walk of an update under it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.ledger.refresh import refresh_current_year
from classroom.models import ClassroomStanding, PostingSlot, UpdatePage
from district_cms.people.models import Staff
from district_cms.procedure.active import active, choose
from district_cms.procedure.clauses import clause
from notifications.digests.services import write_due_digests
from notifications.rules.masking import is_few
from notifications.screens.class_mail import set_offer
from signatures.checking import required
from signatures.options import options_for, prepare
from signatures.policy import SignatureIncomplete
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.integration.classroom.composing import COMPOSE, address, compose, form_of, said, tree
from tests.integration.conftest import Clock

from .conftest import Family, digests

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[3] / "data/procedures/alder-county/procedure.toml"
OURS = settings.BASE_DIR / "procedures" / settings.PROCEDURE / "procedure.toml"
FRIDAY = "2026-11-20"
NOTE = {
    "lesson": "We place halves on a number line.",
    "reading-at-home": "Read a recipe together.",
    "events-0-title": "Math night",
    "events-0-date": "12/4",
    "open-doors-0-title": "Open classroom",
    "open-doors-0-date": "11/24",
    "open-doors-0-place": "Room 4",
}


@pytest.fixture
def alder(district: District, clock: Clock) -> Iterator[District]:
    choose(FILE, today=timezone.localdate)
    clock(f"{FRIDAY} 08:00")
    yield district
    choose(OURS, today=timezone.localdate)


@pytest.fixture
def teacher(alder: District, client: Client) -> Client:
    client.force_login(alder.teacher)
    return client


def sent(teacher: Client, alder: District, **more: Any) -> Any:
    return compose(teacher, [alder.classroom], {**NOTE, "submit": "principal", **more})


def standing_of(alder: District, nominal: str) -> str:
    return PostingSlot.objects.get(classroom=alder.classroom, nominal_date=nominal).standing


def test_the_short_form_has_the_parts_of_the_procedure_in_its_order(
    teacher: Client, alder: District
) -> None:
    page = tree(teacher.get(address(alder.classroom)))
    titles = [each.text_content().strip() for each in page.xpath("//section[@id]/h2")]
    parts = ["In class this week", "Reading at home", "Open doors", "Dates"]
    assert titles[:4] == parts
    assert "What families can read together." in page.text_content()
    # Dates may not be "none", and there are no assignments.
    names = {each.get("name") for each in page.xpath("//input")}
    assert {"reading-at-home_none", "open-doors_none"} <= names
    assert not {"events_none", "assignments_none", "curriculum_none"} & names


def test_a_missing_part_is_refused_with_its_clause(teacher: Client, alder: District) -> None:
    response = sent(
        teacher, alder, **{"reading-at-home": "", "events-0-title": "", "events-0-date": ""}
    )
    assert {"“Reading at home” is empty.", "“Dates” is empty."} <= set(said(response))
    [reading] = [each for each in response.context["findings"] if each.finding.mark]
    assert reading.finding.clause == "reading"
    assert clause("reading").sentence.startswith("The note names something")
    assert str(reading.finding.basis) == "4120.2 The weekly note: must"
    # It stands beside its part.
    [section] = tree(response).xpath("//section[@id='part-reading-at-home']")
    assert "“Reading at home” is empty." in section.text_content()
    assert not UpdatePage.objects.live().exists()


def test_none_because_is_enough_for_a_part_that_may_be_left_out(
    teacher: Client, alder: District
) -> None:
    none = {"reading-at-home": "", "reading-at-home_none": "on"}
    sent(teacher, alder, **none, **{"reading-at-home_none_reason": "We test this week."})
    page = UpdatePage.objects.live().get()
    html = Client().get(page.url).content.decode()
    assert "Nothing this time, because:" in html
    assert "We test this week." in html


def test_a_note_goes_live_fills_its_friday_and_stays_as_it_was(
    teacher: Client, alder: District, clock: Clock
) -> None:
    clock(f"{FRIDAY} 15:00")
    sent(teacher, alder)
    page = UpdatePage.objects.get()
    # The principal reads it afterwards.
    assert page.live
    html = " ".join(Client().get(page.url).content.decode().split())
    for words in ("Reading at home", "Read a recipe together.", "Open classroom", "Room 4"):
        assert words in html
    assert "Assignments" not in html
    spanish = Client().get(page.url, headers={"accept-language": "es"})
    assert spanish.status_code == 200
    refresh_current_year()
    assert standing_of(alder, FRIDAY) == "met"
    assert standing_of(alder, "2026-11-06") == "missing"
    assert standing_of(alder, "2026-11-27") == "upcoming"
    assert ClassroomStanding.objects.get(classroom=alder.classroom).month_needed == 3
    # The form shows it again, and saving it changes nothing.
    before = page.get_latest_revision_as_object().further.get_prep_value()
    draft = reverse("classroom_compose_draft", args=[page.pk])
    form = form_of(teacher.get(draft))
    assert form["reading-at-home"] == ["Read a recipe together."]
    teacher.post(draft, {**form, "save": "draft"})
    assert page.get_latest_revision_as_object().further.get_prep_value() == before


def test_the_page_editor_has_the_further_parts_and_no_others(
    teacher: Client, alder: District
) -> None:
    sent(teacher, alder)
    page = UpdatePage.objects.get()
    form = teacher.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert {"lesson", "lesson_none", "events", "further"} <= set(form.fields)
    assert not {"events_none", "assignments", "curriculum"} & set(form.fields)


def test_an_update_keeps_the_parts_of_its_day(
    district: District, client: Client, clock: Clock
) -> None:
    """What went live before a new version has its parts also after it; see `parts.version_of`."""
    clock("2026-11-24 08:00")
    text = OURS.read_text("utf-8")
    new = '\n[[versions]]\nfrom = 2026-11-25\n[[versions.parts]]\nid = "reading"\n'
    new += 'kind = "rich text"\ntitle = { en = "Reading", es = "Lectura" }\n'
    new += 'help = { en = "Read.", es = "Lea." }\nclause = "update-contents"\n'
    file = Path(str(settings.VAR_DIR)) / "of-two-versions.toml"
    file.write_text(text + new, "utf-8")
    choose(file, today=timezone.localdate)
    try:
        client.force_login(district.teacher)
        page = make_update(district.classroom, **update_content(district.curriculum))
        clock("2026-11-26 08:00")
        assert "Assignments" in Client().get(page.url).content.decode()
        titles = tree(client.get(address(district.classroom))).xpath("//section[@id]/h2/text()")
        assert titles[0].strip() == "Reading"
    finally:
        choose(OURS, today=timezone.localdate)
        file.unlink()


def test_the_digest_has_the_words_of_the_procedure(
    teacher: Client, alder: District, family: Family, clock: Clock
) -> None:
    set_offer(classroom=alder.classroom, offered=True, user=alder.teacher)
    family.subscribes(alder.classroom)
    clock(f"{FRIDAY} 15:00")
    sent(teacher, alder)
    clock(f"{FRIDAY} 17:05")
    refresh_current_year()
    write_due_digests()
    [mail] = digests()
    for words in ("In class this week", "Reading at home", "Read a recipe together.", "Open doors"):
        assert words in mail.html
        assert words in mail.text
    assert "Assignments" not in mail.text


def test_a_signature_is_complete_by_the_procedure(alder: District) -> None:
    staff = alder.teacher_staff
    today = dt.date.fromisoformat(FRIDAY)
    with pytest.raises(SignatureIncomplete) as caught:
        prepare(options_for(staff, today)).render()
    assert caught.value.parts == ("phone",)
    Staff.objects.filter(pk=staff.pk).update(phone="406-555-0112", title="")
    chosen = options_for(Staff.objects.get(pk=staff.pk), today)
    preferences = type(chosen.preferences)(phone="own")
    assert "406-555-0112" in prepare(chosen, preferences).render().text
    assert clause(required.NO_NAME.clause_id).sentence.startswith("A signature gives the name")


def test_small_numbers_are_those_of_the_procedure(alder: District) -> None:
    assert is_few(9)
    assert not is_few(10)
    assert active().name == "alder-county"
    assert COMPOSE == "classroom_compose"
