"""The audit with a real Chromium over the demo district, in a process beside its website."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.district import District

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
