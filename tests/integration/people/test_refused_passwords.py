"""A password that is refused is said at the field where it was chosen, not at its repetition."""

from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from district_cms.people.invitations import services
from district_cms.people.invitations.services import link_of
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories.people import PASSWORD, make_account

pytestmark = pytest.mark.django_db
REFUSED = "password"


def sent(client: Client, link: str, second: str) -> Any:
    """The form behind a link, after it was sent with a password that is refused."""
    (where, _status) = client.get(link, follow=True).redirect_chain[-1]
    words = {"new_password1": REFUSED, "new_password2": second}
    return client.post(where, words).context["form"].errors


def of_an_invitation(client: Client, second: str) -> Any:
    account = User.objects.create_user("elena.rivera@larkspur.example", None)
    services.invite(accounts=[account], actor="office@larkspur.example")
    return sent(client, link_of(account.invitation), second)


def of_a_reset(client: Client, second: str) -> Any:
    account = make_account(Role.ADMINISTRATOR)
    token = default_token_generator.make_token(account)
    key = urlsafe_base64_encode(force_bytes(account.pk))
    return sent(client, reverse("wagtailadmin_password_reset_confirm", args=[key, token]), second)


def of_a_change(client: Client, second: str) -> Any:
    client.force_login(make_account(Role.ADMINISTRATOR))
    words = {"old_password": PASSWORD, "new_password1": REFUSED, "new_password2": second}
    answer = client.post(
        reverse("wagtailadmin_account"), {f"password-{name}": word for name, word in words.items()}
    )
    panels = [panel for tab in answer.context["panels_by_tab"].values() for panel in tab]
    (form,) = (panel.get_form() for panel in panels if panel.name == "password")
    form.is_valid()
    return form.errors


@pytest.mark.parametrize("asked", [of_an_invitation, of_a_reset, of_a_change])
def test_a_refused_password_is_reported_at_its_field(
    asked: Any, client: Client, school: SchoolPage
) -> None:
    assert set(asked(client, REFUSED)) == {"new_password1"}
