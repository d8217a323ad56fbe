"""Embeds: names of frames and of the links that replace them."""

import pytest

from district_cms.checks.accessibility import check_embed, check_html, embeds

OWN = {rule.id for rule in embeds.RULES}

URL = "https://video.example/watch?v=plants"


def html_rules(html: str) -> list[str]:
    """Returns the broken rules of this subject only."""
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "title, url, rules",
    [
        ("Video: how plants grow", URL, []),
        ("Video", URL, ["iframe-title-generic"]),
        ("YouTube video player", URL, ["iframe-title-generic"]),
        ("Embedded content 2", URL, ["iframe-title-generic"]),
        ("Video of the spring concert", URL, []),
        ("Form: field trip on May 3", URL, []),
        ("", URL, ["iframe-title"]),
        (" \u200b", URL, ["iframe-title"]),
        (URL, URL, ["link-raw-url"]),
        ("", "", []),
        ("Video: how plants grow", "", []),
    ],
)
def test_an_embed_has_a_name_that_is_not_its_address(
    title: str, url: str, rules: list[str]
) -> None:
    assert [fault.rule for fault in check_embed(title, url)] == rules


@pytest.mark.parametrize(
    "html, rules",
    [
        (f'<iframe src="{URL}"></iframe>', ["iframe-title"]),
        (f'<iframe src="{URL}" title=" "></iframe>', ["iframe-title"]),
        (f'<iframe src="{URL}">Your browser shows no frames.</iframe>', ["iframe-title"]),
        (f'<div><p><iframe src="{URL}"></iframe></p></div>', ["iframe-title"]),
        ('<iframe srcdoc="x"></iframe>', ["iframe-title"]),
        (f'<iframe src="{URL}" title="How plants grow"></iframe>', []),
        (f'<iframe src="{URL}" aria-label="How plants grow"></iframe>', []),
        (f'<p id="p">Plants</p><iframe src="{URL}" aria-labelledby="p"></iframe>', []),
        (f'<iframe src="{URL}" hidden></iframe>', []),
        (f'<div style="display:none"><iframe src="{URL}"></iframe></div>', []),
        (f'<iframe src="{URL}" aria-hidden="true"></iframe>', []),
        (f'<iframe src="{URL}" tabindex="-1"></iframe>', []),
        (f'<iframe src="{URL}" role="none"></iframe>', []),
    ],
)
def test_a_shown_frame_has_a_name(html: str, rules: list[str]) -> None:
    assert html_rules(html) == rules


@pytest.mark.parametrize(
    "html, rules",
    [
        ('<iframe title=A src="/1"></iframe><iframe title=a src="/2"></iframe>', 1),
        ('<iframe title=A src="/1"></iframe><p><iframe aria-label=A srcdoc=x></iframe></p>', 1),
        ('<iframe title=A src="/1"></iframe><iframe title=A src="/1"></iframe>', 0),
        ('<iframe title=A src="/1"></iframe><iframe title=B src="/2"></iframe>', 0),
        ('<iframe title=A src="/1"></iframe><iframe title=A src="/2" hidden></iframe>', 0),
    ],
)
def test_frames_with_the_same_name_show_the_same(html: str, rules: int) -> None:
    assert html_rules(html) == ["iframe-same-title"] * rules


LINK = "srcdoc=\"<a href='/'>Home</a>\""


@pytest.mark.parametrize(
    "html, found",
    [
        (f'<iframe tabindex="-1" {LINK}></iframe>', True),
        ('<iframe tabindex="-1" srcdoc="<p><button>Go</button>"></iframe>', True),
        (f'<div aria-hidden="true"><iframe tabindex="-1" {LINK}></iframe></div>', True),
        (f'<iframe title="Home" {LINK}></iframe>', False),
        (f'<iframe title="Home" tabindex="0" {LINK}></iframe>', False),
        ('<iframe tabindex="-1" srcdoc="<p>Text</p>"></iframe>', False),
        ('<iframe tabindex="-1" srcdoc="<button disabled>Go</button>"></iframe>', False),
        ('<iframe tabindex="-1" srcdoc="<button tabindex=-1>Go</button>"></iframe>', False),
        ('<iframe tabindex="-1" srcdoc="<div hidden><button>Go</button></div>"></iframe>', False),
        (f'<iframe tabindex="-1" width="1" height="1" {LINK}></iframe>', False),
        (f'<iframe tabindex="-1" inert {LINK}></iframe>', False),
        (f'<div hidden><iframe tabindex="-1" {LINK}></iframe></div>', False),
        ('<iframe tabindex="-1" src="/unknown/"></iframe>', False),
    ],
)
def test_controls_in_a_frame_can_be_reached(html: str, found: bool) -> None:
    rules = html_rules(html)
    assert rules == ["iframe-controls-unreachable"] * found


@pytest.mark.parametrize(
    "html, rules",
    [
        ('<object data="/moon.mp3"></object>', ["object-name"]),
        ('<object data="/moon.mp3" title=" "></object>', ["object-name"]),
        ('<object data="/moon" type="video/mp4"></object>', ["object-name"]),
        ('<p><object aria-labelledby="gone" data="/a.png?x#y"></object></p>', ["object-name"]),
        ('<embed src="/moon.webm">', ["object-name"]),
        ('<object data="/a.png">A leaf</object>', ["object-name-inside"]),
        ('<object data="/a.png"><img src="a.png" alt="A leaf"></object>', ["object-name-inside"]),
        ('<object data="/moon.mp3" aria-label="Moon"></object>', []),
        ('<object data="/moon.mp3" title="Moon"></object>', []),
        ('<p id="m" hidden>Moon</p><object data="/moon.mp3" aria-labelledby="m"></object>', []),
        ('<object data="/moon.mp3" hidden></object>', []),
        ('<object data="/moon.mp3" aria-hidden="true"></object>', []),
        ('<object data="/a.png" role="presentation"></object>', []),
        ('<object data="/page.html"><img src="a.png" alt="A leaf"></object>', []),
        ('<object data="/a.png" type="text/html"></object>', []),
        ('<object data="http://["></object>', []),
        ("<object></object>", []),
    ],
)
def test_an_object_that_shows_or_plays_something_has_a_name(html: str, rules: list[str]) -> None:
    assert html_rules(html) == rules
