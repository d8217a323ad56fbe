"""The office's own words in the mails of notices, as versions that are pinned to what was sent."""

import pytest

from notifications.models import MessageWording
from notifications.screens.wording.preview import drawn
from notifications.services.wording import words_of
from tests.factories.district import District

pytestmark = pytest.mark.django_db
WORDS = {
    "intro_en": "From the office of {district}.",
    "intro_es": "De la oficina de {district}.",
    "closing_en": "Call the school with questions.",
    "closing_es": "Llame a la escuela si tiene preguntas.",
}


@pytest.mark.parametrize("kind", MessageWording.Kind.values)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_has_a_preview_with_the_words(
    kind: str, language: str, district: District
) -> None:
    shown = drawn(kind, language, words_of(MessageWording(kind=kind, **WORDS), language))
    for whole in (shown.text, shown.html):
        assert WORDS[f"closing_{language}"] in whole
    assert shown.subject
