"""A picture or document that its author may not choose cannot be put into a page by its number,
and no answer shows what it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import ReferenceIndex

from classroom.models import UpdatePage
from tests.factories.district import District
from tests.factories.editor import make_document, make_picture, update_form
from tests.factories.pages import make_draft, update_content
from tests.integration.classroom.composing import compose, typed

pytestmark = pytest.mark.django_db

SECRET = "A class that is not shown"
REFUSED = {
    "picture": "You cannot use this picture here.",
    "document": "You cannot use this document here.",
}
Files = dict[str, Any]


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def foreign(district: District) -> Files:
    place = district.other_school.collection
    return {
        "picture": make_picture(SECRET, collection=place),
        "document": make_document(SECRET, collection=place),
    }


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def prose(words: str) -> tuple[str, Any]:
    return "prose", words


def picture_block(key: Any) -> dict[str, Any]:
    shown = {"image": key, "description": "A pond", "source": "staff", "people": "none"}
    return {"lesson": [prose("<p>Ponds.</p>"), ("picture", shown)]}


def document_block(key: Any) -> dict[str, Any]:
    return {"lesson": [("document", {"document": key, "text": "Supplies"})]}


BLOCKS = [
    pytest.param("picture", picture_block, id="picture"),
    pytest.param("document", document_block, id="document"),
]


def sent(district: District, content: dict[str, Any]) -> dict[str, str]:
    return update_form(update_content(district.curriculum, **content))


def as_picture(district: District, key: int) -> dict[str, str]:
    return sent(district, picture_block(key))


def as_document(district: District, key: int) -> dict[str, str]:
    return sent(district, document_block(key))


def _in_text(of: str, key: int) -> str:
    """As the editor's script would send it, if this site offered files within a text."""
    text = {"key": "a", "text": "See this.", "type": "unstyled", "depth": 0}
    ranges = {"inlineStyleRanges": [], "entityRanges": [{"offset": 4, "length": 4, "key": 0}]}
    entity = {"type": of, "mutability": "MUTABLE", "data": {"id": key}}
    return json.dumps({"blocks": [{**text, **ranges}], "entityMap": {"0": entity}})


def link_in_a_block(district: District, key: int) -> dict[str, str]:
    form = sent(district, {"lesson": [prose("<p>See this.</p>")]})
    return {**form, "lesson-0-value": _in_text("DOCUMENT", key)}


def picture_in_a_block(district: District, key: int) -> dict[str, str]:
    form = sent(district, {"lesson": [prose("<p>See this.</p>")]})
    return {**form, "lesson-0-value": _in_text("IMAGE", key)}


def link_in_a_field(district: District, key: int) -> dict[str, str]:
    return {**sent(district, {}), "assessments": _in_text("DOCUMENT", key)}


WAYS = [
    pytest.param("picture", as_picture, id="picture"),
    pytest.param("document", as_document, id="document"),
    pytest.param("picture", picture_in_a_block, id="picture in a text"),
    pytest.param("document", link_in_a_block, id="link in a text"),
    pytest.param("document", link_in_a_field, id="link in a field"),
]
Way = Callable[[District, int], dict[str, str]]


def stored_references(item: Any) -> int:
    return ReferenceIndex.get_references_to(item).count()


# As Django reads a number as well.
SPELLED = [pytest.param("+{}", id="sign"), pytest.param("0_{}", id="underscore"), "0" * 30 + "{}"]


@pytest.mark.parametrize("spelled", SPELLED)
@pytest.mark.parametrize("kind, block", BLOCKS)
def test_a_number_in_another_spelling_is_the_same_file(
    kind: str, block: Any, spelled: str, district: District, foreign: Files
) -> None:
    teacher, item = signed_in(district.teacher), foreign[kind]
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    form = sent(district, block(987_654))
    form = {k: spelled.format(item.pk) if v == "987654" else v for k, v in form.items()}
    assert spelled.format(item.pk) in form.values()
    answer = teacher.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), form)
    assert REFUSED[kind] in answer.text
    assert SECRET not in answer.text
    assert draft.revisions.count() == 1


@pytest.mark.parametrize("kind, way", WAYS)
def test_a_draft_with_a_file_of_another_school_is_not_saved_and_not_shown(
    kind: str, way: Way, district: District, foreign: Files
) -> None:
    teacher, item = signed_in(district.teacher), foreign[kind]
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    new = reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", district.classroom.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    for address in (edit, new):
        for key in (item.pk, 987_654):
            answer = teacher.post(address, way(district, key))
            assert REFUSED[kind] in answer.text
            assert SECRET not in answer.text
            assert item.file.name not in answer.text
    saved = teacher.post(edit, way(district, item.pk), headers={"Accept": "application/json"})
    assert SECRET not in saved.text
    assert draft.revisions.count() == 1
    assert UpdatePage.objects.count() == 1
    assert stored_references(item) == 0


def test_the_refusal_is_shown_at_the_block(district: District, foreign: Files) -> None:
    teacher = signed_in(district.teacher)
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    form = sent(district, picture_block(foreign["picture"].pk))
    answer = teacher.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), form)
    [error] = answer.context["form"].errors["lesson"].as_data()
    assert REFUSED["picture"] in str(error.block_errors[1].block_errors["image"])


def test_what_an_earlier_draft_held_may_be_taken_back(district: District, foreign: Files) -> None:
    item = foreign["picture"]
    draft = make_draft(
        district.classroom, **update_content(district.curriculum, **picture_block(item))
    )
    draft.lesson = [prose("<p>Without it.</p>")]
    draft.save(clean=False)
    draft.save_revision(clean=False)
    answer = signed_in(district.teacher).post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]), sent(district, picture_block(item.pk))
    )
    assert answer.status_code == 302


def test_a_colleagues_picture_of_the_same_school_may_be_used(district: District) -> None:
    item = make_picture(collection=district.school.collection)
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    answer = signed_in(district.teacher).post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]), sent(district, picture_block(item.pk))
    )
    assert answer.status_code == 302
    assert stored_references(item) == 1


@pytest.mark.parametrize(
    "words",
    ['<p><a href="#document-{}">this</a></p>', '<p><a href="/documents/{}/a.pdf">x</a></p>'],
)
def test_the_short_form_links_no_document_of_another_school(
    words: str, district: District, foreign: Files
) -> None:
    teacher = signed_in(district.teacher)
    for key in (foreign["document"].pk, 987_654):
        values = typed(district, **{"lesson-html": words.format(key)})
        answer = compose(teacher, [district.classroom], values)
        assert REFUSED["document"] in answer.text
        assert SECRET not in answer.text
    assert not UpdatePage.objects.exists()
    own = make_document(collection=district.school.collection)
    values = typed(district, **{"lesson-html": words.format(own.pk)})
    assert compose(teacher, [district.classroom], values).status_code == 302
    assert stored_references(own) == 1
