"""What the composer answers when something is not as it should be: refused, pressed twice, lost."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from classroom.ledger.keeping import refresh_current_year
from classroom.models import ClassroomPage, UpdatePage
from district_cms.media.models import DistrictImage
from district_cms.moderation.models import ReviewSettings
from district_cms.moderation.taking_down.services import take_down
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_teacher_page, make_update, update_content
from tests.integration.classroom.composing import (
    COMPOSE,
    JSON,
    address,
    compose,
    form_of,
    said,
    tree,
    typed,
)
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


@pytest.fixture
def section(district: District) -> ClassroomPage:
    return make_classroom(district.teacher_page, title="Math 3", section="Period 2")


def words(response: Any) -> str:
    return " ".join(tree(response).text_content().split())


def summary(response: Any) -> str:
    return " ".join(tree(response).find_class("composer-summary")[0].text_content().split())


def test_signs_of_bold_that_were_pasted_into_a_line_or_a_cell_go(
    district: District, teacher: Client
) -> None:
    lesson = "Table: **Our week**\n| **Day** | Work |\n| Monday | **Read** 12 |"
    compose(
        teacher,
        [district.classroom],
        typed(
            district,
            title="**Halves** on a line",
            **{
                "lesson-0": lesson,
                "assignments-0-title": "**Practice** page 12",
                "events-0-title": "**Math night**",
                "events-0-place": "**Gym**",
            },
        ),
    )

    update = UpdatePage.objects.get().get_latest_revision_as_object()
    assert update.title == "Halves on a line"
    assert "**" not in str(update.lesson.get_prep_value())
    assert update.assignments[0].value["title"] == "Practice page 12"
    event = update.events[0].value
    assert (event["title"], event["place"]) == ("Math night", "Gym")


def lines_of_summary(response: Any) -> list[str]:
    items = tree(response).xpath("//*[contains(@class, 'composer-summary')]//li")
    return [" ".join(each.text_content().split()) for each in items]


def test_the_summary_says_once_what_is_the_same_in_many_places(
    district: District, teacher: Client
) -> None:
    links = " ".join(f"See [here](https://larkspur.example/{number})." for number in range(3))
    answer = compose(
        teacher, [district.classroom], {**typed(district), "lesson-0": links, "submit": "x"}
    )

    assert len([each for each in said(answer) if "here" in each]) == 3
    [line] = [each for each in lines_of_summary(answer) if "here" in each]
    assert line.endswith("(3 places; this is the first)")


def test_a_title_that_was_cleared_comes_back_by_itself(district: District, teacher: Client) -> None:
    saved = compose(teacher, [district.classroom], typed(district, title=" "))
    assert saved.status_code == 302
    assert UpdatePage.objects.get().title == "Update for November 24"
    form = {**form_of(teacher.get(saved.url)), "title": ""}
    assert teacher.post(saved.url, form, headers=JSON).status_code == 200
    assert UpdatePage.objects.get().title == "Update for November 24"


def test_an_update_whose_picture_was_refused_is_not_handed_in(
    district: District, teacher: Client
) -> None:
    broken = SimpleUploadedFile("IMG_1.jpg", b"not a picture", content_type="image/jpeg")
    values = typed(district, submit="principal", library=broken)
    answer = compose(teacher, [district.classroom], values)
    assert answer.url.endswith("/compose/#pictures")
    assert not UpdatePage.objects.get().workflow_in_progress
    assert "IMG_1.jpg: " in words(teacher.get(answer.url))
    assert not DistrictImage.objects.filter(title__startswith="Picture for").exists()


def test_a_form_that_is_sent_again_makes_no_second_draft(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    form = form_of(teacher.get(address(district.classroom, section)))
    for text in ("One", "Two"):  # the first answer was lost in a tunnel
        teacher.post(reverse(COMPOSE), {**form, "lesson-0": text}, headers=JSON)
    pages = UpdatePage.objects.all()
    assert [page.lesson[0].value.source for page in pages] == ["<p>Two</p>"] * 2
    values = {**form, **typed(district, submit="x")}
    first, second = (teacher.post(reverse(COMPOSE), values) for _press in range(2))
    assert first.url == second.url
    assert "on-its-way" in second.url
    assert UpdatePage.objects.count() == 2


def test_an_older_form_asks_before_it_replaces_newer_words(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    older = form_of(teacher.get(address(district.classroom, section))) | {"lesson-0": "First"}
    begun: Any = teacher.post(reverse(COMPOSE), older)
    newer = form_of(teacher.get(begun.url)) | {"lesson-0": "Better"}
    newer |= {"overwrite_revision_id": newer["loaded_revision_id"]}
    assert teacher.post(begun.url, newer, headers=JSON).status_code == 200
    # The back button, and what a browser sends once more by itself.
    asked = teacher.post(reverse(COMPOSE), older)
    assert "saved on another device or in another window" in words(asked)
    assert tree(asked).xpath("//section[@role='alert']//a/@href") == [begun.url]
    assert form_of(asked)["lesson-0"] == ["First"]
    assert teacher.post(reverse(COMPOSE), older, headers=JSON).status_code == 409
    pages = UpdatePage.objects.all()
    assert [page.lesson[0].value.source for page in pages] == ["<p>Better</p>"] * 2
    before = UpdatePage.objects.earliest("path").latest_revision
    assert teacher.post(reverse(COMPOSE), {**form_of(asked), "take-mine": "yes"}).status_code == 302
    assert [page.lesson[0].value.source for page in pages.all()] == ["<p>First</p>"] * 2
    before.refresh_from_db()
    assert "Better" in before.content["lesson"]


def test_nobody_reaches_another_draft_by_a_forms_number(
    district: District, teacher: Client
) -> None:
    walk = Walk.begin(district)
    form = form_of(teacher.get(address(district.classroom)))
    form |= {"begun-id": str(walk.page.translation_key), "lesson-0": "Other"}
    teacher.post(reverse(COMPOSE), form)
    assert UpdatePage.objects.count() == 2
    assert "number line" in walk.page.lesson[0].value.source


def test_what_was_asked_is_asked_again_when_the_page_is_loaded_again(
    district: District, teacher: Client
) -> None:
    values = typed(district, submit="x", **{"lesson-0": "Call 406-555-0100."})
    values |= {"assignments-0-title": "", "assignments-0-due": ""}
    refused = compose(teacher, [district.classroom], values)
    [again] = tree(refused).xpath("//form/@data-composer-again")
    draft = UpdatePage.objects.get()
    assert again == f"{reverse('classroom_compose_draft', args=[draft.pk])}?look=again"
    assert said(teacher.get(again)) == said(refused)


def test_a_row_that_lacks_something_says_what(district: District, teacher: Client) -> None:
    values = typed(district, submit="x") | {"assignments-0-title": ""}
    assert "“Assignment”: Say what there is to do, or clear this assignment." in summary(
        compose(teacher, [district.classroom], values)
    )


def test_a_link_is_named_in_place(district: District, teacher: Client) -> None:
    line = "[Click here](https://larkspur.example/list)"
    values = typed(district, submit="x", **{"lesson-0": line})
    response = compose(teacher, [district.classroom], values)
    [button] = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == "Name this link"
    mark = button.get("value")
    edit = reverse("classroom_compose_draft", args=[UpdatePage.objects.get().pk])
    named = {"repair": mark, f"repair-words-{mark}": "Spelling [list], week 3"}
    done = teacher.post(edit, {**form_of(response), **named})
    assert form_of(done)["lesson-0"] == ["[Spelling list , week 3](https://larkspur.example/list)"]
    assert not tree(done).xpath("//button[@name='repair']")


@pytest.mark.parametrize(
    ("lines", "label", "done_words", "changed"),
    [
        (
            "Please bring:\n\n✓ red ink\n\n✓ thick paper",
            "Make these lines a list",
            "These lines are a list now.",
            "Please bring:\n- red ink\n- thick paper",
        ),
        (
            "We read.\n\n**Homework for the week**\n\nRead page 12.",
            "Make this line a heading",
            "This line is a heading now.",
            "We read.\n\n## Homework for the week\nRead page 12.",
        ),
    ],
)
def test_lines_are_put_right_by_one_press_and_back_by_another(
    district: District, teacher: Client, lines: str, label: str, done_words: str, changed: str
) -> None:
    response = compose(
        teacher, [district.classroom], typed(district, submit="x", **{"lesson-0": lines})
    )
    [button] = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == label
    edit = reverse("classroom_compose_draft", args=[UpdatePage.objects.get().pk])
    done = teacher.post(edit, {**form_of(response), "repair": button.get("value")})
    assert form_of(done)["lesson-0"] == [changed]
    assert done_words in words(done)
    later = {**form_of(done), "undo": "last", "lesson-0": f"{changed}\nMore."}
    kept = teacher.post(edit, later)
    assert "This part was changed since then" in words(kept)
    assert "More." in form_of(kept)["lesson-0"][0]
    teacher.post(edit, {**form_of(kept), "lesson-0": changed})
    fresh = {**form_of(teacher.get(edit)), "undo": "last", "undo-of": form_of(done)["undo-of"]}
    undone = teacher.post(edit, {**fresh, "events-0-title": "Math night, with cocoa"})
    assert form_of(undone)["lesson-0"] == [lines]
    assert UpdatePage.objects.get().events[0].value["title"] == "Math night, with cocoa"


def test_nobody_undoes_with_what_is_of_another_draft(district: District, teacher: Client) -> None:
    walk = Walk.begin(district)
    edit = reverse("classroom_compose_draft", args=[walk.pk])
    form = form_of(teacher.get(edit))
    answer = teacher.post(edit, {**form, "undo": "last", "undo-of": "made up"})
    assert "This part was changed since then" in words(answer)
    assert form_of(answer)["lesson-0"] == form["lesson-0"]


def test_a_finding_speaks_of_what_this_form_has(district: District, teacher: Client) -> None:
    loud = "PLEASE BRING BACK ALL OF THE BOOKS OF THE LIBRARY BEFORE FRIDAY AFTERNOON, THANK YOU."
    response = compose(
        teacher, [district.classroom], typed(district, submit="x", **{"lesson-0": loud})
    )
    assert "Put ** before and after the words that matter most" in words(response)


def test_each_class_is_read_by_its_own_principal(district: District, teacher: Client) -> None:
    page = make_teacher_page(district.other_school, district.teacher_staff)
    other = make_classroom(page, title="Band 6")
    answer = compose(teacher, [district.classroom, other], typed(district, submit="x"))
    done = words(teacher.get(answer.url))
    assert f"Math 3: {district.principal_staff.full_name} reads it." in done
    assert f"Band 6: {district.other_principal_staff.full_name} reads it." in done
    assert "It counts for the posting day Tuesday, November 24 of Math 3." in done


def test_only_a_posting_day_that_it_fills_is_named(
    district: District, teacher: Client, clock: Clock
) -> None:
    first = compose(teacher, [district.classroom], typed(district, submit="x"))
    assert "It counts for the posting day" in words(teacher.get(first.url))
    shown = words(teacher.get(address(district.classroom)))
    late = (
        "Tuesday, November 24 has its update. One more by then counts for Tuesday, November 3, late"
    )
    assert late in shown
    days = {"period_start": "12/8", "period_end": "12/10"}
    for hour in (9, 10):
        # The second fills the day before, late; the third none.
        clock(f"2026-11-24 {hour:02}:00")
        form = typed(district, submit="x", **days)
        answer = compose(teacher, [district.classroom], form)
        days = {"period_start": "12/14", "period_end": "12/15"}
    done = words(teacher.get(answer.url))
    assert "It counts for" not in done
    assert "Math 3: Tuesday, November 24 has its update already, so this one is an extra" in done
    shown = words(teacher.get(address(district.classroom)))
    assert "Tuesday, November 24 has its update. One more by then is an extra update" in shown


def test_before_a_word_is_written_the_day_is_said_for_which_a_late_update_counts(
    district: District, teacher: Client, clock: Clock
) -> None:
    clock("2026-11-28 09:00")
    refresh_current_year()
    shown = words(teacher.get(address(district.classroom)))
    assert (
        "Families are waiting: the posting day was Tuesday, November 24. An update that you hand "
        "in now counts for the next one, Tuesday, December 1"
    ) in shown
    answer = compose(teacher, [district.classroom], typed(district, submit="x"))
    done = words(teacher.get(answer.url))
    assert "It counts for the posting day Tuesday, December 1 of Math 3." in done


def test_what_is_held_back_counts_for_the_day_that_was_said(
    district: District, teacher: Client
) -> None:
    values = typed(district, submit="x", go_live_at="Friday 7am")
    answer = compose(teacher, [district.classroom], values)
    done = words(teacher.get(answer.url))
    assert "It counts for the posting day Tuesday, December 1 of Math 3." in done
    assert "Families are waiting" not in done
    again = words(teacher.get(address(district.classroom)))
    assert "November 24 has its update" not in again


def test_where_updates_go_live_at_once_the_button_and_the_next_page_say_so(
    district: District, teacher: Client
) -> None:
    ReviewSettings.load().read_later_schools.set([district.school])
    shown = teacher.get(address(district.classroom))
    assert tree(shown).xpath("//button[@name='submit']")[0].text_content() == "Publish now"
    answer = compose(teacher, [district.classroom], typed(district, submit="x"))
    done = words(teacher.get(answer.url))
    assert "is live" in done
    assert "Families read it now." in done
    assert f"{district.principal_staff.full_name} reads it later." in done


def test_what_was_never_handed_in_is_not_on_its_way(district: District, teacher: Client) -> None:
    walk = Walk.begin(district)
    answer: Any = teacher.get(reverse("classroom_compose_done", args=[walk.pk]))
    assert answer.url == reverse("classroom_compose_draft", args=[walk.pk])


def test_the_form_says_how_the_update_stands(district: District, teacher: Client) -> None:
    days = {"period_start": dt.date(2026, 11, 24), "period_end": dt.date(2026, 11, 30)}
    update = make_update(district.classroom, **update_content(district.curriculum, **days))
    shown = teacher.get(reverse("classroom_compose_draft", args=[update.pk]))
    assert tree(shown).find_class("composer-bar__said")[0].text_content() == "Live."


def test_a_wall_of_signs_is_words(district: District, teacher: Client) -> None:
    compose(teacher, [district.classroom], {"lesson-0": "|a" + "|" * 5_000 + "\n|b|"})
    assert [child.block_type for child in UpdatePage.objects.get().lesson] == ["prose"]
    refused = compose(teacher, [district.classroom], {"lesson-0": "x" * 20_001})
    assert "This is too long for a class update." in words(refused)


def test_what_came_back_says_why_where_it_is_changed(district: District, teacher: Client) -> None:
    walk = Walk.begin(district).submit().send_back()
    shown = teacher.get(reverse("classroom_compose_draft", args=[walk.pk]))
    assert "“Add the room.”" in words(shown)
    assert tree(shown).find_class("composer-bar__said")[0].text_content() == "Sent back."
    home = teacher.get(reverse("wagtailadmin_home"))
    assert reverse("classroom_compose_draft", args=[walk.pk]) in home.text


def test_an_own_draft_is_no_last_update_where_there_is_a_posted_one(
    district: District, teacher: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    Walk.begin(district, title="Begun", lesson=[("prose", "<p>Half a thought.</p>")])
    started: Any = teacher.post(reverse(COMPOSE), {"class": district.classroom.pk, "start": "last"})
    form = form_of(teacher.get(started.url))
    assert form["lesson-0"] == ["We place halves and quarters on a number line."]


def test_what_is_down_for_privacy_goes_into_no_other_class(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    compose(teacher, [district.classroom, section], typed(district))
    first, second = UpdatePage.objects.order_by("path")
    first.get_latest_revision().publish()
    take_down(pages=[UpdatePage.objects.get(pk=first.pk)], user=district.teacher, reason="privacy")
    edit = reverse("classroom_compose_draft", args=[first.pk])
    teacher.post(edit, {**form_of(teacher.get(edit)), "lesson-0": "A name of a child."})
    second.refresh_from_db()
    assert "name of a child" not in second.get_latest_revision_as_object().lesson[0].value.source
