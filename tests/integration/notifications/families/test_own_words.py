"""The office's own words in what families get: pinned to each message, and to its window."""

import pytest

from district_cms.people.models import User
from notifications.models import MessageWording
from notifications.screens.wording.preview import drawn
from notifications.services.wording import OwnWords, approve_wording, keep_wording

pytestmark = pytest.mark.django_db


def approve(user: User, kind: str, english: str, spanish: str) -> MessageWording:
    wording = MessageWording(
        kind=kind, intro_en=english, intro_es=spanish, closing_en="Bye.", closing_es="Adiós."
    )
    keep_wording(wording=wording, user=user)
    return approve_wording(wording=wording, user=user, seen=wording.fingerprint)


@pytest.mark.parametrize(
    "language, signed_up", [("en", "You are signed up"), ("es", "Su inscripción")]
)
def test_the_preview_of_a_welcome_has_the_words_and_no_one_s_links(
    db: None, language: str, signed_up: str
) -> None:
    shown = drawn("welcome", language, OwnWords(intro=("So glad.",), closing=("Bye.",)))
    for words in (shown.text, shown.html):
        assert signed_up in words
        assert words.index("So glad.") < words.index("Bye.")
        assert "/email/" not in words
