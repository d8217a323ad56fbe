"""Nothing that is pasted or uploaded makes the check fail, whatever it is."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from signatures.checking import Raw, Strength, check, raw_of
from signatures.checking.display import shown
from signatures.checking.pictures import hashes_in
from signatures.checking.reading import NotReadable, read_file
from signatures.checking.threads import NoSignature

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


def test_rules_in_rules_take_no_longer_than_they_are_long() -> None:
    found = check("<style>" + "@media (x){" * 3000 + "</style>Elena Rivera", RECORD, REGISTRY)
    assert {each.strength for each in found} == {Strength.BINDS}


def test_what_cannot_be_read_whole_is_said() -> None:
    found = check("<div>" * 6000 + "Elena Rivera", RECORD, REGISTRY)
    assert "markup-unreadable" in {each.code for each in found}
