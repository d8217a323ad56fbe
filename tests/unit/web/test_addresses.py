"""One form for an address, in which Python and both databases agree what lower case is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from district_cms.web.addresses import (
    LONGEST,
    NoAddress,
    fold_address,
    is_address,
    normalize_address,
)

LABEL = "b" * 60


@pytest.mark.parametrize("typed, kept", [
    ("Ana.Ruiz@Example.NET", "ana.ruiz@example.net"),
    ("  ana@example.net\n", "ana@example.net"),
    ("o'neil+math@example.net", "o'neil+math@example.net"),
    ("ada@straße.example", "ada@xn--strae-oqa.example"),
    ("ADA@STRAẞE.EXAMPLE", "ada@xn--strae-oqa.example"),
    ("ada@xn--strae-oqa.example", "ada@xn--strae-oqa.example"),
    ("ada@İstanbul.example", "ada@xn--istanbul-o0e.example"),
    ("ada@例え.jp", "ada@xn--r8jz45g.jp"),
    ("ada@\uff25\uff38\uff21\uff2d\uff30\uff2c\uff25.net", "ada@example.net"),
    ("root@localhost", "root@localhost"),
])  # fmt: skip
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    assert normalize_address(typed) == kept
    assert is_address(typed)


@pytest.mark.parametrize("typed", [
    "", " ", "ada", "@example.net", "ada@", "ánä@example.net",
    "\u017f@example.net", "İ@example.net",
    "\u0131@example.net", "\u212a@example.net", "a\x00a@example.net",
    "a a@example.net", "ada@a b.net", "ada@[127.0.0.1]",
    "ada@\u00ad.example", "ada@exa\u200dmple.net", "ada@" + "ß" * 60 + ".net",
    "ada@" + ".".join(["ﬃ" * 20] * 9) + ".net", "a" * 250 + "@b.net",
    f"ada@{LABEL}.{LABEL}.{LABEL}.{LABEL}.{LABEL}.net",
])  # fmt: skip
def test_text_to_which_mail_cannot_be_sent_is_no_address(typed: str) -> None:
    with pytest.raises(NoAddress):
        normalize_address(typed)
    assert not is_address(typed)
    assert fold_address(typed) == typed.strip()


@given(st.emails() | st.text() | st.builds("{}@{}".format, st.text(), st.text()))
@example("ada@\u13a0.net")
@example("ada@ꭰ.net")
def test_a_normalized_address_is_short_lower_case_ascii_and_stable(typed: str) -> None:
    try:
        kept = normalize_address(typed)
    except NoAddress:
        return
    assert kept.isascii()
    assert kept == kept.lower() == normalize_address(kept) == normalize_address(kept.upper())
    assert len(kept) <= LONGEST
