"""Embeds: names of frames and of the links that stand for them."""

import pytest

from district_cms.governance.accessibility import check_embed, check_html

URL = "https://video.example/watch?v=plants"


@pytest.mark.parametrize(
    "title, url, rules",
    [
        ("Video: how plants grow", URL, []),
        ("Video", URL, []),
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
    assert [fault.rule for fault in check_html(html)] == rules
