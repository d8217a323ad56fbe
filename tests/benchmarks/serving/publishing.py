"""Publishes a class update of ours and one of a plain Wagtail page type, in turn.

Runs with the settings `sites.publishing`; prints a line of JSON.
"""

import json

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Revision

from district_cms.publishing.models import AccessibilitySettings, ProcedureSettings
from tests.factories.district import make_district
from tests.factories.pages import make_draft, update_content

from .plain.models import PlainUpdatePage
from .publishes import milliseconds, new_revision


def publish_and_print(rounds: int) -> None:
    """{"plain", "gated", "after the form": the milliseconds of each round}. "After the form": the
    form has asked before, and what it asked is remembered."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    district = make_district()
    for model in (AccessibilitySettings, ProcedureSettings):
        model.load().save()
    ours = make_draft(district.classroom, **update_content(district.curriculum))
    plain = PlainUpdatePage(
        title=ours.title, slug="plain", live=False, period_start=timezone.localdate()
    )
    district.classroom.add_child(instance=plain)

    def of_plain() -> Revision:
        return new_revision(plain, "paragraph")

    for first in (new_revision(ours), of_plain()):
        first.publish()
    times: dict[str, list[float]] = {"plain": [], "gated": [], "after the form": []}
    for _round in range(rounds):
        times["plain"].append(milliseconds(of_plain().publish))
        times["gated"].append(milliseconds(new_revision(ours).publish))
        revision = new_revision(ours)
        revision.as_object().publish_findings()
        times["after the form"].append(milliseconds(revision.publish))
    for page in (ours, plain):
        page.refresh_from_db()
        assert page.live
    print(json.dumps(times))
