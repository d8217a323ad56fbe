"""When a session ends while someone writes: what the script is told, and a refusal in words."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from classroom.models import ClassroomTeacher
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.integration.classroom.composing import address as composer
from tests.integration.classroom.composing import form_of

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}


def about(response: Any) -> dict[str, Any]:
    [text] = html.fromstring(response.content).xpath("//script[@id='kept-text-about']/text()")
    return dict(json.loads(text))


def test_with_the_token_that_it_gets_a_form_is_saved_after_a_new_sign_in(
    district: District,
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(district.teacher)
    values = update_content(district.curriculum)
    draft = make_draft(district.classroom, owner=district.teacher, **values)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    form = update_form(update_content(district.curriculum, title="Half written"))
    old = client.post(address, {**form, "csrfmiddlewaretoken": "a" * 64}, headers=SCRIPT)
    assert (old.status_code, old.json()["success"]) == (403, False)

    token = client.get(reverse("publishing_session"), headers=SCRIPT).json()["token"]
    saved = client.post(address, {**form, "csrfmiddlewaretoken": token}, headers=SCRIPT)
    assert saved.json()["success"], saved.content
    draft.refresh_from_db()
    assert draft.get_latest_revision_as_object().title == "Half written"


def test_someone_who_lost_the_class_while_writing_gets_the_text_to_copy(
    district: District, client: Client
) -> None:
    client.force_login(district.teacher)
    values = update_content(district.curriculum, title="Half written")
    draft = make_draft(district.classroom, owner=district.teacher, **values)
    forms = {
        reverse("wagtailadmin_pages:edit", args=[draft.pk]): update_form(values),
        reverse("classroom_compose"): {
            **form_of(client.get(composer(district.classroom))),
            "lesson": "We place halves and quarters on a number line.",
        },
    }
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    ClassroomTeacher.objects.filter(staff=district.teacher_staff).update(until=yesterday)
    for address, form in forms.items():
        saved_by_itself = client.post(address, form, headers={"Accept": "application/json"})
        assert saved_by_itself.status_code == 403
        assert saved_by_itself.json()["error_code"] == "permission_denied"
        refused = client.post(address, {**form, "action-submit": "1"})
        assert refused.status_code == 403
        assert "You can no longer change this page" in refused.text
        [text] = html.fromstring(refused.content).xpath("//textarea/text()")
        assert "We place halves and quarters on a number line." in text
        assert "csrf" not in text
    assert "do not have permission" not in client.get(reverse("wagtailadmin_home")).text


@pytest.mark.parametrize(
    ("address", "said", "not_said"),
    [
        ("/admin/login/", "your text is kept on this computer", "go back one page"),
        ("/_util/login/", "go back one page first and copy it", "kept on this computer"),
    ],
)
def test_a_form_that_cannot_be_trusted_is_refused_in_words(
    district: District, address: str, said: str, not_said: str
) -> None:
    response = Client(enforce_csrf_checks=True).post(address, {"text": "x"})
    assert response.status_code == 403
    page = " ".join(html.fromstring(response.content).text_content().split())
    assert "Please send the form again" in page
    assert said in page
    assert not_said not in page
    for word in ("CSRF", "token", "Forbidden", "Django"):
        assert word not in page
