"""The communications office makes blocks of advice; the message says whose choice it is."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from district_cms.checks.describing import advice_rules, raise_to_block
from district_cms.checks.findings import Finding
from district_cms.checks.rules import RULES
from district_cms.people.roles import Role
from district_cms.procedure.clauses import MayNotBlock, clauses
from district_cms.procedure.strength import Strength
from district_cms.publishing.gate import PublishBlocked
from district_cms.publishing.models import AccessibilitySettings
from tests.factories.people import make_account
from tests.integration.publishing.gate.questions import LONG, PUBLISH, asking, post, question
from tests.integration.publishing.paths.world import World, signed_in

pytestmark = pytest.mark.django_db


def require(*rules: str) -> None:
    chosen = AccessibilitySettings.load()
    chosen.raised_rules = list(rules)
    chosen.full_clean()
    chosen.save()


def test_advice_that_is_not_raised_does_not_block(world: World) -> None:
    require("table-caption")

    assert not question(world.draft(asking(world))).raised


def test_advice_that_is_raised_stops_the_page_and_says_whose_choice_it_is(world: World) -> None:
    require(LONG)
    page = world.draft(asking(world))

    with pytest.raises(PublishBlocked) as refusal:
        page.get_latest_revision().publish()

    [found] = refusal.value.findings
    assert (found.rule, found.raised, found.blocks) == (LONG, True, True)
    assert found.basis == "Accessibility: should, and this district requires it"
    assert found.strength == "should"
    assert not found.asks


def test_the_editor_shows_it_at_the_field_and_never_calls_it_must(world: World) -> None:
    require(LONG)
    page = world.draft(asking(world))

    response = post(signed_in(world.district.principal), page, asking(world), PUBLISH)

    form = response.context["form"]
    assert list(form.errors) == ["lesson"]
    assert form.unanswered == ()
    assert "this district requires it" in response.content.decode()


def test_a_raised_finding_keeps_its_name(world: World) -> None:
    page = world.draft(asking(world))
    before = question(page).fingerprint
    require(LONG)

    [found] = page.blocking_findings()

    assert found.fingerprint == before


def test_a_rule_that_is_gone_from_the_rules_stops_nothing(world: World) -> None:
    AccessibilitySettings.objects.create(raised_rules=["no-such-rule"])

    assert question(world.draft(asking(world)))


@pytest.mark.parametrize("rule", ["img-alt-missing", "student-number", "no-such-rule"])
def test_only_advice_of_the_gate_can_be_raised(rule: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        require(rule)

    assert rule in refusal.value.message_dict["raised_rules"][0]


def test_all_advice_is_offered_in_its_own_words() -> None:
    offered = advice_rules()

    advice = {rule for rule, one in RULES.items() if not (one.blocks or one.needs_answer)}
    assert set(offered) == advice - {"personal-account"}  # asked about, never refused
    assert all(words and "%(" not in words for words in offered.values())


def test_what_the_procedure_permits_cannot_be_made_a_duty() -> None:
    permitted = next(one.id for one in clauses().values() if one.strength is Strength.MAY)

    with pytest.raises(MayNotBlock):
        raise_to_block(Finding(rule="x", message="", clause=permitted, blocks=False))


def address() -> str:
    chosen = AccessibilitySettings.load()
    place = reverse("wagtailsettings:edit", args=["publishing", "accessibilitysettings"])
    return f"{place}{chosen.pk}/"


FORM = {
    "exception_days": 14,
    "fix_days": 60,
    "answer_days": 3,
    "known_limits": "null",
}


@pytest.mark.parametrize("role, may", [
    (Role.TEACHER, False),
    (Role.PRINCIPAL, False),
    (Role.COMMUNICATIONS, True),
    (Role.ADMINISTRATOR, True),
])  # fmt: skip
def test_only_the_district_office_raises_advice(
    role: Role, may: bool, client: Client, world: World
) -> None:
    client.force_login(make_account(role, world.district.school))

    client.post(address(), {**FORM, "raised_rules": [LONG, "table-caption"]})

    raised = [LONG, "table-caption"] if may else []
    assert AccessibilitySettings.load().raised_rules == raised


def test_the_screen_shows_a_box_for_each_piece_of_advice_ticked_where_it_is_raised(
    client: Client, world: World
) -> None:
    require(LONG)
    client.force_login(world.office)

    form = client.get(address()).context["form"]

    boxes = {str(box.data["value"]): bool(box.data["selected"]) for box in form["raised_rules"]}
    assert set(boxes) == set(advice_rules())
    assert [rule for rule, ticked in boxes.items() if ticked] == [LONG]
