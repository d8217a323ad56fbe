"""Content about which the gate can only ask, and the ticks of the editor's side panel."""

from typing import Any

from django.http import QueryDict
from django.test import Client
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.checks.findings import Finding
from district_cms.publishing.models import Confirmation, subject_of
from tests.factories.editor import update_form
from tests.integration.publishing.paths.routes import edit
from tests.integration.publishing.paths.world import TYPED, Content, World

LONG = "img-alt-long"
DESCRIPTION = (
    "Five paper number lines hang on the wall of the classroom; on each of them children have "
    "placed halves, quarters and eighths with colored pegs, from nought at the door to one."
)
OTHER_DESCRIPTION = DESCRIPTION.replace("Five", "Six")
PUBLISH = {"action-publish": "1"}
SUBMIT = {"action-submit": "1"}


def picture(world: World, description: str = DESCRIPTION) -> tuple[str, dict[str, Any]]:
    return "picture", {
        "image": world.picture,
        "description": description,
        "decorative": False,
        "caption": "",
        "source": "district",
        "people": "none",
        "release": False,
    }


def prose(words: str = TYPED) -> tuple[str, str]:
    return "prose", f"<p>We place {words} on a number line.</p>"


def asking(world: World, *blocks: tuple[str, Any]) -> Content:
    """An update with nothing wrong with it and a long description."""
    return world.good(lesson=list(blocks) or [prose(), picture(world)])


def questions(page: Page) -> list[Finding]:
    return [finding for finding in page.publish_findings() if finding.asks]


def question(page: Page) -> Finding:
    """The one question about the page."""
    [found] = questions(page)
    assert found.rule == LONG
    return found


def ticks(asked: list[Finding], ticked: list[Finding], note: str = "") -> dict[str, Any]:
    """What the side panel adds to the form."""
    return {
        "gate-asked": [finding.fingerprint for finding in asked],
        "gate-confirm": [finding.fingerprint for finding in ticked],
        **{f"gate-note-{finding.fingerprint}": note for finding in ticked if note},
    }


def sent(content: Content, button: dict[str, str], answers: dict[str, Any] | None = None) -> Any:
    """The form's data, as a browser encodes it."""
    return {**update_form(content, **button), **(answers or {})}


def post(
    client: Client,
    page: Page,
    content: Content,
    button: dict[str, str],
    answers: dict[str, Any] | None = None,
) -> Any:
    return client.post(edit(page), sent(content, button, answers))


def as_data(values: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def again(page: UpdatePage) -> UpdatePage:
    return UpdatePage.objects.get(pk=page.pk)


def in_force(page: UpdatePage) -> list[Confirmation]:
    return list(Confirmation.objects.in_force().filter(subject=subject_of(page)))
