"""Audits without a browser: the twin of the visitor in its place, and a queue that only counts."""

from collections.abc import Callable

import pytest
from django.db.models import QuerySet

from classroom.models import ClassroomPage
from district_cms.site_audit import batches, checking, services
from district_cms.site_audit.links import Answer
from district_cms.site_audit.models import AuditRun
from tests.factories.district import District
from tests.fakes.visitor import ScriptedVisitor

STUDENT_NUMBER = "<p>Student ID 204981 was found.</p>"

Audit = Callable[..., AuditRun]


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> ScriptedVisitor:
    """In place of every visitor, on a server with a browser whose website answers."""
    twin = ScriptedVisitor()

    def visitor_for(site: object, *, in_browser: bool) -> ScriptedVisitor:
        twin.opened.append(in_browser)
        return twin

    monkeypatch.setattr(checking, "visitor_for", visitor_for)
    monkeypatch.setattr(batches, "has_browser", lambda: True)
    monkeypatch.setattr(batches, "fetch", lambda *args, **options: Answer(200))
    monkeypatch.setattr(checking, "fetch", lambda *args, **options: Answer(404))
    return twin


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of the runs for which a batch was asked."""
    asked: list[int] = []
    monkeypatch.setattr(services, "async_task", lambda _task, run_id: asked.append(run_id))
    return asked


@pytest.fixture
def audit(district: District, visitor: ScriptedVisitor) -> Audit:
    """Does a whole run, batch after batch."""

    def do(**options: object) -> AuditRun:
        values = {"asked_by": "a test", **options}
        run, _new = services.start_run(in_background=False, **values)  # type: ignore[arg-type]
        while batches.work(run.pk):
            pass
        return AuditRun.objects.get(pk=run.pk)

    return do


def spoil(classroom: ClassroomPage) -> None:
    """Make a live page one that today's rules would refuse, as a restored backup would."""
    rows: QuerySet[ClassroomPage] = ClassroomPage.objects.filter(pk=classroom.pk)
    rows.update(introduction=STUDENT_NUMBER)


def fix(classroom: ClassroomPage) -> None:
    ClassroomPage.objects.filter(pk=classroom.pk).update(introduction="<p>Welcome.</p>")
