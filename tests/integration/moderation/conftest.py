"""An update that waits for its approval."""

import pytest

from classroom.models import UpdatePage
from district_cms.moderation.services import submit_for_approval
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content


@pytest.fixture
def waiting(district: District) -> UpdatePage:
    """An update that its teacher has submitted."""
    content = update_content(district.curriculum)
    update = make_draft(district.classroom, owner=district.teacher, **content)
    submit_for_approval(page=update, user=district.teacher)
    return UpdatePage.objects.get(pk=update.pk)
