"""The audit with a real Chromium over the demo district, in a process beside its website."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.district import District

from .conftest import OpenPage

OFFICE = "noor.castellane"
REPORT = "/admin/reports/accessibility/"
PAGES = 12

# A page whose words are as pale as a restored backup may have them; its links lead nowhere, and
# its picture would ask another host.
SEED = """
import json
from wagtail.models import Page
from district_cms.site_audit import batches, services
from district_cms.site_audit.models import AuditedPage, AuditFinding, AuditRun
from district_cms.schools.models import StandardPage
from django.utils import timezone

home = Page.objects.get(depth=2).specific
page = home.add_child(instance=StandardPage(
    title="Bus routes of last year", slug="bus-routes-of-last-year", live=False,
    body=[("prose", "<p>Plain words.</p>")]))
page.save_revision().publish()
html = (
    '<p>Find your bus <a href="/bus-routes/"></a> here.</p>'
    '<p><a href="/no-such-page/">The old plan</a></p>'
    '<p><img src="OTHER/seen.png" alt="A map of the bus routes."></p>'
)
StandardPage.objects.filter(pk=page.pk).update(
    body=StandardPage._meta.get_field("body").to_python([("prose", html)]))
run, _new = services.start_run(asked_by="test", in_background=False)
run.state, run.started_at, run.pages = AuditRun.State.RUNNING, timezone.now(), 1
run.sample = run.to_look_at = 1
run.is_listed = True  # of all pages, this one alone
run.save()
page = Page.objects.get(pk=page.pk)
AuditedPage.objects.create(
    run=run, page_id=page.pk, page_uuid=page.translation_key, title=page.title,
    address=page.full_url)
while batches.work(run.pk):
    pass
run.refresh_from_db()
found = AuditFinding.objects.filter(run=run).order_by("pk")
row = run.audited.get()
page.specific.delete()
print(json.dumps({
    "state": run.state, "skipped": run.skipped, "status": row.status, "problem": row.problem,
    "found": [[f.engine, f.rule, f.wcag, f.in_content, f.selector, f.excerpt] for f in found]}))
"""

SAMPLE = """
import json
from io import StringIO
from django.core.management import call_command
said = StringIO()
call_command("audit_accessibility", sample=PAGES, fail=True, stdout=said)
print(json.dumps(said.getvalue().splitlines()))
"""


@pytest.fixture
def other_host() -> Iterator[tuple[str, list[str]]]:
    """(address, paths that were asked for) of a server that is not the site."""
    asked: list[str] = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nothing on the terminal."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
def test_a_link_without_words_and_a_dead_link_are_found_and_nobody_else_is_asked(
    served: District, other_host: tuple[str, list[str]]
) -> None:
    address, asked = other_host
    said: dict[str, Any] = json.loads(served.ask(SEED.replace("OTHER", address)))
    assert (said["state"], said["skipped"], said["status"]) == ("finished", {}, 200), said
    found = {(engine, rule): rest for engine, rule, *rest in said["found"]}
    wcag, in_content, selector, excerpt = found["axe", "link-empty"]
    assert ("2.4.4" in wcag, in_content) == (True, True)
    assert "/bus-routes/" in excerpt
    assert selector
    assert found["links", "link-dead"][-1] == f"The old plan: {served.address}/no-such-page/"
    assert {engine for engine, _rule in found} >= {"axe", "links"}
    assert asked == []


# What the audit does with what a browser finds is tested without one, and the same pages are looked
# at by axe in `test_axe.py`.
@pytest.mark.slow
def test_the_demo_has_no_violations_and_the_report_shows_the_run(
    served: District, open_page: OpenPage
) -> None:
    said = json.loads(served.ask(SAMPLE.replace("PAGES", str(PAGES))))
    assert said[0] == f"Finished: {PAGES} of {PAGES} pages looked at."
    assert said[-2:] == ["0 findings on 0 pages.", "No violations in our templates."]
    page = open_page(OFFICE)
    page.goto("/admin/")
    page.get_by_role("button", name="Reports").click()
    page.get_by_role("link", name="Accessibility", exact=True).click()
    expect(page).to_have_url(f"{served.address}{REPORT}")
    expect(page.get_by_text(f"{PAGES} of {PAGES} pages have been checked")).to_be_visible()
    expect(page.get_by_role("button", name="Start an audit now")).to_be_visible()


@pytest.mark.slow
def test_a_worker_does_an_audit_that_was_asked_for_on_the_report(
    served: District, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(OFFICE)
    page.goto(REPORT)
    page.get_by_role("button", name="Start an audit now").click()
    expect(page.get_by_text("An audit is waiting to start.")).to_be_visible()
    with served.working():
        for _look in range(60):
            page.get_by_role("link", name="Refresh").click()
            if page.get_by_text("pages are done").count():
                break
            page.wait_for_timeout(1000)
        expect(page.get_by_text("pages are done")).to_be_visible()
    page.get_by_role("button", name="Stop this audit").click()
    expect(page.get_by_text("Stopped, because someone stopped it.")).to_be_visible()
