"""Videos and sound on a public page: axe-core's rules, the strict policy, captions, jumping."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.district import District

from .conftest import OpenPage
from .test_axe import SCHEMES, WIDTHS, findings, sideways
from .watching import Watch

# Made in the served district's own database and folder, through the gate like any page.
MAKING = """
import datetime, json
from django.core.files.base import ContentFile
from district_cms.media.models import DistrictDocument
from district_cms.schools.models import HomePage, StandardPage
from tests.factories import files

def upload(data, name, title):
    return DistrictDocument.objects.create(title=title, file=ContentFile(data, name=name))

shown = {"source": "staff", "people": "none"}
page = StandardPage(title="Seeds and songs", slug="seeds-and-songs", live=False, body=[
    ("prose", "<h2>What we have recorded</h2><p>Seeds, and a song about them.</p>"),
    ("video", {"file": upload(files.mp4(), "seeds.mp4", "How a seed opens"),
               "captions": upload(files.vtt(), "seeds.vtt", "Captions of the seeds"),
               "captions_language": "es", "transcript": "<p>Seeds need water.</p>", **shown}),
    ("audio", {"file": upload(files.mp3(400), "song.mp3", "A song of seeds"),
               "transcript": "<p>Little seed, little seed.</p>"}),
    ("embed", {"title": "Video: how roots grow", "url": "https://www.youtube.com/watch?v=roots",
               "captions": "people", "checked_by": "E. Rivera",
               "checked_on": datetime.date(2026, 11, 24)}),
    ("document", {"document": upload(files.pdf(), "seeds.pdf", "A seed's diary"), "text": ""}),
])
HomePage.objects.get().add_child(instance=page)
page.save_revision(log_action=False).publish(log_action=False)
print(json.dumps(page.get_url()))
"""


@pytest.fixture(scope="module")
def address(served: District) -> str:
    return str(json.loads(served.ask(MAKING)))


def test_axe_finds_nothing_on_a_page_with_recordings(open_page: OpenPage, address: str) -> None:
    page = open_page(bypass_csp=True)
    page.goto(address)
    page.locator("summary").first.click()
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 720})
        assert sideways(page) <= 0
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert findings(page) == [], f"{width} px, {scheme}"


def test_nothing_is_loaded_before_someone_starts_it(
    open_page: OpenPage, watch: Watch, address: str
) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    expect(page.get_by_role("link", name="How a seed opens (MP4, 4.0")).to_be_visible()
    assert [url for url in asked if url.endswith((".mp4", ".mp3", ".pdf"))] == []


def test_captions_come_with_the_video_under_the_strict_policy(
    open_page: OpenPage, address: str
) -> None:
    page = open_page()
    page.goto(address)
    words = page.evaluate(
        """async () => {
            const track = document.querySelector("video track");
            track.track.mode = "showing";
            if (track.readyState !== 2) await new Promise((done, broken) => {
                track.addEventListener("load", done); track.addEventListener("error", broken);
            });
            return Array.from(track.track.cues, (cue) => cue.text);
        }"""
    )
    assert words == ["Seeds need water and light.", "In a week you will see the first leaf."]


def test_a_listener_jumps_within_a_recording(open_page: OpenPage, address: str) -> None:
    page = open_page()
    page.goto(address)
    answers: list[int] = []
    page.on(
        "response",
        lambda answer: answers.append(answer.status) if answer.url.endswith(".mp3") else None,
    )
    reached = page.evaluate(
        """async () => {
            const audio = document.querySelector("audio");
            const once = (what) => new Promise((done, broken) => {
                audio.addEventListener(what, done, {once: true});
                audio.addEventListener("error", broken, {once: true});
            });
            audio.muted = true;
            audio.preload = "auto";
            audio.load();
            await once("loadeddata");
            audio.currentTime = 8;
            await once("seeked");
            return audio.currentTime;
        }"""
    )
    assert reached == pytest.approx(8, abs=0.1)
    assert 206 in answers
