"""Nothing that is pasted or uploaded makes the check fail, whatever it is."""

import time
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatures.checking import Raw, Strength, check, raw_of
from signatures.checking.display import shown
from signatures.checking.pictures import hashes_in
from signatures.checking.reading import NotReadable, read_file, read_paste
from signatures.checking.source import MOST_CHARACTERS
from signatures.checking.threads import NoSignature, signature_of

from .hostile import MESSAGES, PASTES
from .samples import EXPECTED, FOLDER, RECORD, REGISTRY

PIECES = (
    *("<div>", "</div>", "<td background=", "<img src=", "<style>", "</style>"),
    *("<!--[if mso]>", "<![endif]-->", "<blockquote type=cite>", "<body>", "</body></html>"),
    *("<v:fill src=", "<svg>", 'style="', "background:url(", "b\\61 ckground", "image-set("),
    *("linear-gradient(", "@media", "{", "}", "font:", "9px", "url(data:;base64,", "cid:"),
    *("file:///", "http://[", "//", "\\", '"', "'", "Elena Rivera", "Teacher", "406-555-0112"),
    *("+1", "a@b.example", "(at)", "On 3 wrote:", "-- ", "From: a", "Sent: b", "To: c", "> "),
    *("\n", "\u200b", "\ud800", "\x00", "&#0;", "&#x110000;", "“"),
)
# Words of a signature and markup in any order: far more is reached than by any text.
broken = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)

UNMEASURED = 0.01
"""Seconds of computing below which clocks and other work on the machine say more."""
ODD_CHARSETS = {"a charset of Python's", "another one"}


def paste(text: str) -> None:
    try:
        raw = signature_of(read_paste(text), RECORD.name)
    except (NotReadable, NoSignature):
        return
    hashes_in(raw)
    check(raw, RECORD, REGISTRY)
    shown(raw, REGISTRY.hosts, "https://www.larkspur.example")


def message(data: bytes) -> None:
    try:
        check(read_file(data, "a.eml"), RECORD, REGISTRY)
    except (NotReadable, NoSignature):
        return


def seconds(job: Callable[[], None]) -> float:
    """The computing time of the quickest of three."""
    times = []
    for _again in range(3):
        begun = time.process_time()
        job()
        times.append(time.process_time() - begun)
    return min(times)


@settings(max_examples=150, deadline=None)
@given(broken, st.booleans(), st.booleans())
def test_whatever_is_pasted_is_answered(text: str, is_html: bool, is_message: bool) -> None:
    for raw in (raw_of(text), Raw(text, is_html=is_html, is_message=is_message)):
        for record in (RECORD, None):
            assert all(found.clause and found.message for found in check(raw, record, REGISTRY))
        hashes_in(raw)
        shown(raw, REGISTRY.hosts, "https://www.larkspur.example")


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(name for name in EXPECTED if name.endswith(".eml"))),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=4)), max_size=8),
)
def test_whatever_stands_in_a_message_is_answered(
    name: str, changes: Sequence[tuple[int, bytes]]
) -> None:
    data = bytearray((FOLDER / name).read_bytes())
    for at, piece in changes:
        data[at : at + 1] = piece
    try:
        check(read_file(bytes(data), name), RECORD, REGISTRY)
    except (NotReadable, NoSignature):
        return


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.eml", "a.htm", "a.txt", "a"]))
def test_whatever_file_is_chosen_is_answered(data: bytes, name: str) -> None:
    try:
        check(read_file(data, name), None, REGISTRY)
    except (NotReadable, NoSignature):
        return


def test_messages_nested_without_end_are_refused_or_read() -> None:
    part = "Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"
    data = "From: a@b.example\n" + "".join(part.format(n=n) for n in range(2000))
    try:
        read_file(data.encode(), "a.eml")
    except (NotReadable, NoSignature):
        return


@pytest.mark.parametrize("name", PASTES)
def test_reading_takes_no_longer_than_what_is_pasted_is_long(name: str) -> None:
    """Four times as long a paste may take four times as long; if time grew with the square, it
    would take sixteen times."""
    short, long = (seconds(partial(paste, PASTES[name](size))) for size in (5_000, 20_000))
    assert long <= 10 * max(short, UNMEASURED)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_takes_no_longer_than_it_is_long(name: str) -> None:
    short, long = (seconds(partial(message, MESSAGES[name](size))) for size in (10_000, 40_000))
    assert long <= 10 * max(short, UNMEASURED)


@pytest.mark.parametrize("name", sorted({*PASTES} - {"bytes of a picture"}))
def test_far_more_than_a_signature_is_not_read(name: str) -> None:
    pasted = PASTES[name](MOST_CHARACTERS + 50)
    with pytest.raises(NotReadable, match="long"):
        read_paste(pasted)
    (found,) = check(Raw(pasted, is_html=True), RECORD, REGISTRY)
    assert found.code == "markup-unreadable"
    assert shown(Raw(pasted, is_html=True), REGISTRY.hosts, "") == ""


def test_the_bytes_of_a_picture_are_no_words() -> None:
    pasted = PASTES["bytes of a picture"](MOST_CHARACTERS + 50)
    assert {each.code for each in check(read_paste(pasted), RECORD, REGISTRY)} == {
        "contact-missing",
        "picture-unknown",
        "too-long",
    }


@pytest.mark.parametrize("name", sorted({*MESSAGES} - ODD_CHARSETS - {"uuencode"}))
def test_a_message_that_no_mail_program_writes_is_not_parsed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("email.message_from_bytes", None)
    with pytest.raises(NotReadable, match="document"):
        read_file(MESSAGES[name](1_900_000), "a.eml")


@pytest.mark.parametrize("name", sorted(ODD_CHARSETS))
def test_a_charset_that_no_mail_program_writes_is_not_asked(name: str) -> None:
    with pytest.raises(NoSignature):
        read_file(MESSAGES[name](100_000), "a.eml")


def test_more_lines_than_a_signature_has_are_said() -> None:
    found = check("Elena Rivera\nTeacher\n406-555-0112\n" * 1000, RECORD, REGISTRY)
    assert [each.code for each in found] == ["markup-unreadable", "too-long"]


def test_rules_in_rules_take_no_longer_than_they_are_long() -> None:
    found = check("<style>" + "@media (x){" * 3000 + "</style>Elena Rivera", RECORD, REGISTRY)
    assert {each.strength for each in found} == {Strength.BINDS}


def test_what_cannot_be_read_whole_is_said() -> None:
    found = check("<div>" * 6000 + "Elena Rivera", RECORD, REGISTRY)
    assert "markup-unreadable" in {each.code for each in found}
