"""The same words are read once, until a rule changes."""

from typing import Any

import pytest

from district_cms.checks import accessibility
from district_cms.publishing.content import faults
from tests.factories.people import make_superuser
from tests.integration.publishing.paths.world import UNSEEN, World

pytestmark = pytest.mark.django_db


def test_the_same_words_are_read_once_by_form_publication_and_approval(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    inspect_html = accessibility.inspect_html

    def counting(html: str, **options: Any) -> Any:
        read.append(html)
        return inspect_html(html, **options)

    monkeypatch.setattr(accessibility, "inspect_html", counting)
    faults.clear_cache()
    page = world.draft(world.good())

    page.publish_findings()
    once = len(read)
    page.get_latest_revision().publish(user=make_superuser())

    assert once > 0
    assert len(read) == once


def test_the_rules_of_another_day_read_the_same_words_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = world.draft(world.bad(UNSEEN))
    before = page.publish_findings()

    monkeypatch.setattr(accessibility, "RULESET_VERSION", "2099-01-01")
    monkeypatch.setattr(accessibility, "check_picture", lambda *values: [])

    assert UNSEEN.rule in [found.rule for found in before]
    assert UNSEEN.rule not in [found.rule for found in page.publish_findings()]
