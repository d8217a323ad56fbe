"""Sound, video and movement: autoplay, and text for those who cannot hear."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.recordings import (
    RULES,
    check_audio,
    check_media_address,
    check_video,
    check_video_description,
)

OWN = {rule.id for rule in RULES}
TRACK = '<track kind="captions" src="c.vtt">'
TALE = "Once upon a time a fox met a crow who sat in a tree and held a piece of cheese. " * 4


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "html, expected",
    [
        (f'<video src="a.mp4" autoplay>{TRACK}</video>', ["autoplay"]),
        (f'<video autoplay><source src="a.mp4">{TRACK}</video>', ["autoplay"]),
        (f'<div><p><video src="a.mp4" autoplay loop>{TRACK}</video></p></div>', ["autoplay"]),
        ('<audio src="a.mp3" autoplay></audio>', ["autoplay"]),
        ('<audio src="a.mp3" autoplay hidden></audio>', ["autoplay"]),
        (f'<video src="a.mp4" autoplay controls>{TRACK}</video>', ["autoplay-stoppable"]),
        (f'<button>Pause</button><video src="a.mp4" autoplay>{TRACK}</video>',
         ["autoplay-stoppable"]),
        (f'<button hidden>Pause</button><video src="a.mp4" autoplay>{TRACK}</video>',
         ["autoplay"]),
        (f'<button></button><video src="a.mp4" autoplay>{TRACK}</video>', ["autoplay"]),
        (f'<video src="a.mp4#t=2,4" autoplay>{TRACK}</video>', []),
        (f'<video src="a.mp4#t=0:02,0:04.5" autoplay>{TRACK}</video>', []),
        (f'<video src="a.mp4#t=2,4" autoplay loop>{TRACK}</video>', ["autoplay"]),
        (f'<video src="a.mp4#t=2,9" autoplay>{TRACK}</video>', ["autoplay"]),
        ('<audio src="a.mp3#t=20" autoplay></audio>', ["autoplay-stoppable"]),
        ('<video src="a.mp4" autoplay muted></video>', ["autoplay-silent"]),
        ('<video src="a.mp4" autoplay muted controls></video>', []),
        ('<video src="a.mp4#t=0,4" autoplay muted></video>', []),
        ('<video src="a.mp4" autoplay muted hidden></video>', []),
        ('<video src="leaf-silent.mp4" autoplay></video>', ["autoplay-silent"]),
        ("<video autoplay></video>", []),
        (f'<video src="a.mp4" controls>{TRACK}</video>', []),
    ],
)  # fmt: skip
def test_autoplay_without_a_way_to_stop_it_is_reported(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<video src="a.mp4" controls></video>', ["video-captions-unsure"]),
        ('<video controls><source src="a.mp4"><track src="c.vtt"></video>', []),
        ('<video src="a.mp4" controls><track kind="subtitles" src="c.vtt"></video>', []),
        ('<video src="a.mp4" controls><track kind="captions"></video>', ["video-captions-unsure"]),
        ('<video src="a.mp4" controls><track kind="chapters" src="c.vtt"></video>',
         ["video-captions-unsure"]),
        ('<video src="a.mp4" muted></video>', []),
        ('<video src="a.mp4" controls hidden></video>', []),
        ('<video src="a.mp4" controls></video><p><a href="/t/">Transcript</a></p>', []),
        (('<figure><video src="a.mp4" controls></video><figcaption>With captions</figcaption>'
         "</figure>"), []),
        (f'<p>{TALE}</p><video src="a.mp4" controls></video>', []),
        ('<audio src="a.mp3" controls></audio>', ["audio-transcript-unsure"]),
        ('<audio controls><source src="a.mp3"></audio><p>Our song</p>',
         ["audio-transcript-unsure"]),
        ('<audio src="a.mp3" controls></audio><p><a href="/t/">Read the transcript</a></p>', []),
        (f'<audio src="a.mp3" controls></audio><p>{TALE}</p>', []),
        (f'<div><audio src="a.mp3" controls></audio></div><p>{TALE}</p>', []),
        (f'<audio src="a.mp3" controls></audio><p hidden>{TALE}</p>',
         ["audio-transcript-unsure"]),
        ('<div hidden><audio src="a.mp3" controls></audio></div>', []),
        ('<audio src="a.mp3"></audio>', []),
        ("<audio controls></audio>", []),
    ],
)  # fmt: skip
def test_a_recording_without_known_captions_raises_a_question(
    html: str, expected: list[str]
) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<marquee>Welcome</marquee>", ["moving-text"]),
        ("<div><marquee loop=-1><b>Welcome</b></marquee></div>", ["moving-text"]),
        ("<marquee loop=1>Welcome</marquee>", []),
        ("<marquee hidden>Welcome</marquee>", []),
        ("<marquee></marquee>", []),
        ("<p>Welcome</p>", []),
    ],
)
def test_moving_text_is_reported(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "url, expected",
    [
        ("https://video.example/embed/x?autoplay=1", ["autoplay-stoppable"]),
        ("https://video.example/embed/x?rel=0&AutoPlay=true", ["autoplay-stoppable"]),
        ("https://video.example/embed/x?autoplay=0", []),
        ("https://video.example/autoplay=1/x", []),
        ("https://video.example/embed/x", []),
        ("http://[", []),
    ],
)
def test_an_address_that_turns_autoplay_on_is_reported(url: str, expected: list[str]) -> None:
    assert [fault.rule for fault in check_media_address(url)] == expected
    frame = f'<iframe src="{url}" title="How plants grow"></iframe>'
    assert rules(frame) == expected
    assert rules(f"<div hidden>{frame}</div>") == []


@pytest.mark.parametrize(
    "captions, checked_by, no_speech, expected",
    [
        (False, "", False, ["video-captions"]),
        (False, " \u200b", False, ["video-captions"]),
        (True, "", False, []),
        (False, "Ms. Rivera", False, []),
        (False, "", True, []),
    ],
)
def test_a_video_block_has_captions_or_says_why_not(
    captions: bool, checked_by: str, no_speech: bool, expected: list[str]
) -> None:
    found = check_video(captions, checked_by, no_speech)
    assert [fault.rule for fault in found] == expected


def test_the_question_about_what_a_video_shows_is_asked_once() -> None:
    assert [fault.rule for fault in check_video_description(False)] == ["video-description"]
    assert check_video_description(True) == []


@pytest.mark.parametrize(
    "transcript, url, expected",
    [
        ("", "", ["audio-transcript"]),
        (" ", " ", ["audio-transcript"]),
        ("Good morning, families.", "", []),
        ("", "/transcript/", []),
    ],
)
def test_a_recording_has_a_transcript(transcript: str, url: str, expected: list[str]) -> None:
    assert [fault.rule for fault in check_audio(transcript, url)] == expected
