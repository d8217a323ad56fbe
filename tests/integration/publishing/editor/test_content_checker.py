"""Wagtail's own checker looks for what the gate looks for, and says it in the gate's words."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.userbar import AdminItem, ContentCheckerItem

from classroom.models import UpdatePage
from district_cms.checks.accessibility.axe import rule_of
from district_cms.checks.rules import RULES
from district_cms.publishing.editor.content_checker import (
    GateContentChecker,
    with_our_rules,
)
from tests.factories.district import District


@pytest.fixture
def configuration(db: None, district: District, draft: UpdatePage) -> dict[str, Any]:
    """What the editor hands to axe-core."""
    client = Client()
    client.force_login(district.teacher)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).text
    [text] = re.findall(r'id="checker-axe-configuration"[^>]*>(.*?)</script>', html)
    told: dict[str, Any] = json.loads(text)
    return told


def test_nothing_is_asked_for_that_the_policy_of_public_pages_forbids(
    configuration: dict[str, Any],
) -> None:
    assert configuration["options"]["preload"] is False


@pytest.mark.parametrize("axe", ["button-name", "aria-roles", "target-size", "duplicate-id"])
def test_nobody_is_asked_about_what_only_a_template_can_break(
    axe: str, configuration: dict[str, Any]
) -> None:
    assert axe not in configuration["options"]["runOnly"]


def test_each_rule_speaks_in_the_gate_s_words_and_names_the_gate_s_rule(
    configuration: dict[str, Any],
) -> None:
    messages = configuration["messages"]
    assert set(messages) == set(configuration["options"]["runOnly"])
    assert messages["image-alt"] == {
        "error_name": "This picture has no description.",
        "help_text": f"{RULES['img-alt-missing'].fix} (rule: img-alt-missing)",
    }
    for axe, words in messages.items():
        assert words["help_text"].endswith(f"(rule: {rule_of(axe)})")
        # axe-core tells no values to fill in.
        assert not re.search("[%…]", words["error_name"] + words["help_text"]), axe


def test_only_the_checker_of_the_user_bar_is_replaced_and_only_once() -> None:
    other = AdminItem()
    assert with_our_rules(other) is other
    ours = with_our_rules(ContentCheckerItem(in_editor=True))
    assert isinstance(ours, GateContentChecker)
    assert ours.in_editor
    assert with_our_rules(ours) is ours
