"""An author at the editor: what the script of the side panel sends, and what it is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.people.models import User
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content

Ask = Callable[..., Any]
Form = dict[str, str]
OneForm = Callable[..., Form]


def signed_in(user: User) -> Client:
    client = Client(headers={"X-Requested-With": "XMLHttpRequest"})
    client.force_login(user)
    return client


@pytest.fixture
def draft(district: District) -> UpdatePage:
    """An update without any fault, not live."""
    return make_draft(
        district.classroom, owner=district.teacher, **update_content(district.curriculum)
    )


@pytest.fixture
def form(district: District) -> OneForm:
    """The editor's form of a good update; content that is named takes the place of its own."""

    def of(**content: Any) -> Form:
        return update_form(update_content(district.curriculum, **content))

    return of


@pytest.fixture
def ask(district: District, draft: UpdatePage) -> Ask:
    """The live check of the draft's form, asked by its teacher unless another is named."""

    def post(data: Form, user: User | None = None) -> Any:
        address = reverse("publishing_live_check", args=[draft.pk])
        return signed_in(user or district.teacher).post(address, data)

    return post
