"""What an approval publishes, and what follows when there is none."""

import pytest
from wagtail.models import WorkflowState

from classroom.models import UpdatePage
from district_cms.moderation.services import approve, submit_for_approval
from district_cms.publishing.gate import PublishBlocked
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content
from tests.integration.moderation.approvals import again, assert_still_waits, sees

pytestmark = pytest.mark.django_db


def test_an_approval_that_the_gate_refuses_did_not_happen(
    district: District, waiting: UpdatePage
) -> None:
    # Between submission and approval the page that the update links to was taken down.
    district.curriculum.unpublish()
    with pytest.raises(PublishBlocked) as refusal:
        approve(page=again(waiting), user=district.principal)
    assert [finding.rule for finding in refusal.value.findings] == ["curriculum-dead-link"]
    assert_still_waits(waiting)
    assert sees(district.principal, waiting)


def test_what_the_gate_refuses_cannot_even_be_submitted(district: District) -> None:
    content = update_content(district.curriculum, lesson=[])
    draft = make_draft(district.classroom, **content)
    with pytest.raises(PublishBlocked):
        submit_for_approval(page=draft, user=district.teacher)
    assert not WorkflowState.objects.exists()
