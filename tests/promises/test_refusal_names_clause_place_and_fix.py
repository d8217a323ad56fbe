"""A refusal names the clause, the place on the page, and what to do."""

import re

import pytest
from django.utils.translation import override
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from district_cms.checks.describing import describe
from district_cms.checks.rules import RULES as ALL_RULES
from tests.integration.publishing.paths.routes import error_of, refused
from tests.integration.publishing.paths.world import PRIVATE, UNSEEN, World
from tests.unit.checks.rule_examples import example

pytestmark = pytest.mark.django_db


def test_a_picture_without_a_description_is_marked_at_its_block_and_its_description(
    world: World,
) -> None:
    error = error_of(refused(world, world.bad(UNSEEN)).context["form"], "lesson")

    assert isinstance(error, StreamBlockValidationError)
    assert list(error.block_errors) == [1]
    picture = error.block_errors[1]
    assert isinstance(picture, StructBlockValidationError)
    assert list(picture.block_errors) == ["description"]
    [text] = picture.block_errors["description"].messages
    assert UNSEEN.says in text
    assert "(Accessibility: must)" in text


def test_every_fault_is_told_at_once_each_at_its_place(world: World) -> None:
    content = world.good(
        **UNSEEN.content(world), **PRIVATE.content(world), events_none=False, events=[]
    )

    form = refused(world, content).context["form"]

    assert set(form.errors) == {"lesson", "assignments", "events"}


def test_a_rule_says_what_why_and_what_to_do() -> None:
    with override("en"):
        told = {rule: describe(example(rule), "body", (2, "description")) for rule in ALL_RULES}
    unclear = [
        (rule, text)
        for rule, finding in told.items()
        for text in (finding.message, finding.why, finding.fix)
        if not re.fullmatch(r"[“A-Z].*[.]", text) or "%" in text
    ]
    assert unclear == []
    bases = {rule: finding.basis for rule, finding in told.items()}
    sources = re.compile(r".+: (must|should|please|may)")
    assert {rule: basis for rule, basis in bases.items() if not sources.fullmatch(basis)} == {}
    placed = {rule: (finding.rule, finding.field, finding.path) for rule, finding in told.items()}
    assert placed == {rule: (rule, "body", (2, "description")) for rule in ALL_RULES}
