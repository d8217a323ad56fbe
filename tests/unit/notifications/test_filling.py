"""Words that many messages share, with tags where they differ."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from notifications.providers.base import Outgoing
from notifications.rules.filling import TAG, fill, new_nonce, tag

NONCE = "0123456789abcdef"
STOP = tag("stop_url", NONCE)


def test_a_tag_is_replaced_everywhere() -> None:
    assert fill(f"{STOP} and {STOP}", {STOP: "https://x"}) == "https://x and https://x"


def test_inserted_values_are_not_searched_for_tags() -> None:
    other = tag("other", NONCE)
    assert fill(STOP, {STOP: other, other: "never"}) == other


@given(st.text(), st.dictionaries(st.sampled_from(["a", "b_c"]), st.text()))
def test_text_without_our_nonce_stays_as_it_is(text: str, values: dict[str, str]) -> None:
    nonce = new_nonce()
    assert fill(text, {tag(name, nonce): value for name, value in values.items()}) == text


def test_tags_are_valid_and_differ_between_texts() -> None:
    assert TAG.fullmatch(tag("parts_html", new_nonce()))
    assert tag("stop_url", new_nonce()) != tag("stop_url", new_nonce())


def test_a_whole_message_has_subject_words_and_headers_filled_in() -> None:
    message = Outgoing(
        id=UUID(int=1),
        channel="email",
        address="a@example.net",
        from_email="b@example.net",
        subject=f"S {STOP}",
        text=f"T {STOP}",
        html=f"<a href='{STOP}'>",
        headers={"List-Unsubscribe": f"<{STOP}>"},
        shared="same",
        substitutions={STOP: "https://x"},
    )
    whole = message.whole()
    assert (whole.subject, whole.text, whole.html) == (
        "S https://x",
        "T https://x",
        "<a href='https://x'>",
    )
    assert whole.headers == message.own_headers() == {"List-Unsubscribe": "<https://x>"}
    assert whole.whole() is whole
