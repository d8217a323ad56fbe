"""Every mail of Wagtail to staff has the district's frame, as text and as HTML."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import wagtail.admin
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.models import PageSubscription
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from classroom.models import UpdatePage
from district_cms.schools.models import DistrictSettings
from notifications.models import Message
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content

pytestmark = pytest.mark.django_db

FOLDER = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin" / "notifications"
NAMES = sorted(
    path.name
    for path in FOLDER.iterdir()
    if path.stem != "base" and not path.stem.endswith("_subject")
)
STREET = "12 Aspen Way"


@pytest.fixture
def draft(district: District) -> UpdatePage:
    office = DistrictSettings.load()
    office.street = STREET
    office.save()
    content = update_content(district.curriculum)
    return make_draft(district.classroom, owner=district.teacher, **content)


def is_framed(whole: str) -> bool:
    return settings.DISTRICT_NAME in whole and STREET in whole


def test_the_templates_were_found() -> None:
    assert {"updated_comments.html", "updated_comments.txt"} <= set(NAMES)
    assert len(NAMES) > 10


@pytest.mark.parametrize("name", NAMES)
def test_each_template_of_wagtail_s_mails_is_in_the_frame(
    name: str, district: District, draft: UpdatePage
) -> None:
    """Includes mails that are turned off today, because our own report about the review."""
    task = SimpleNamespace(name="Review", id=1, pk=1)
    drawn = render_to_string(
        f"wagtailadmin/notifications/{name}",
        {
            "settings": settings,
            "user": district.principal,
            "editor": district.teacher,
            "page": draft,
            "object": draft,
            "model_name": "update",
            "revision": SimpleNamespace(content_object=draft, object_id=draft.pk),
            "task": task,
            "task_state": SimpleNamespace(task=task, finished_by=district.principal),
            "workflow": SimpleNamespace(name="Approval"),
            "comment": "Please add the room.",
            "requested_by": district.teacher,
        },
    )
    assert is_framed(drawn)
    assert set(re.findall(r'<img src="([^"]*)"', drawn)) <= {"cid:district-logo"}
    assert "/admin/account/#tab-notifications" in drawn
    if name.endswith(".txt"):
        assert "&quot;" not in drawn


def test_a_comment_in_the_editor_writes_a_mail_in_the_frame(
    district: District, draft: UpdatePage
) -> None:
    PageSubscription.objects.create(page=draft, user=district.principal, comment_notifications=True)
    client = Client()
    client.force_login(district.teacher)
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    replies = {**rows, "TOTAL_FORMS": 0}
    own = {"contentpath": "title", "text": "Is “½” <right> here?"}
    own |= dict.fromkeys(("id", "DELETE", "resolved", "position"), "")
    form = update_form(update_content(district.curriculum))
    form |= {f"comments-{name}": str(value) for name, value in rows.items()}
    form |= {f"comments-0-{name}": value for name, value in own.items()}
    form |= {f"comments-0-replies-{name}": str(value) for name, value in replies.items()}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), form)
    assert answer.status_code == 302
    (message,) = Message.objects.filter(address=district.principal.email)
    assert message.message_class == "staff"
    for whole in (message.text, message.html):
        assert is_framed(whole)
    assert "Is “½” <right> here?" in message.text
    assert "&lt;right&gt;" in message.html


def test_the_mails_about_the_review_are_ours_and_not_wagtail_s() -> None:
    names = {
        uid[0]
        for signal in (task_submitted, workflow_submitted, workflow_approved, workflow_rejected)
        for uid, *_rest in signal.receivers
    }
    assert not [name for name in names if "email_notification" in str(name)]
