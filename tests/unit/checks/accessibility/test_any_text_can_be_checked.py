"""Any pasted text is checked without errors, and each fault has a sentence."""

from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.accessibility import RULES, check_html
from district_cms.checks.accessibility.language import (
    check_text_language,
)
from district_cms.checks.accessibility.lists import check_list_lines
from district_cms.checks.accessibility.looks.colors import contrast, parse
from district_cms.checks.accessibility.page import check_title
from district_cms.checks.accessibility.prose.fake_headings import Kind, kind
from district_cms.checks.accessibility.prose.text import check_text
from district_cms.checks.accessibility.recordings import check_media_address
from district_cms.checks.accessibility.words import squeeze
from district_cms.checks.findings import Fault
from district_cms.checks.word_sets import word_set

TAGS = st.sampled_from(
    sorted(
        word_set(
            "p div span b br ul ol li dl dt dd a button input label select details summary video "
            "audio track iframe marquee table tr td h2 html title meta font svg fieldset script "
            "style"
        )
    )
)
NAMES = st.sampled_from(
    sorted(
        word_set(
            "style lang role aria-label aria-hidden aria-labelledby tabindex hidden id for class "
            "color bgcolor autocomplete autoplay muted controls src content name disabled "
            "http-equiv align loop type kind xml:lang aria-owns aria-checked aria-level aria-lable"
        )
    )
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "color:#777;background:#fff;letter-spacing:0!important;line-height:1em!important",
            "background:linear-gradient(red,#00f);opacity:.4;color:hsl(1 2% 3%);font:bold 9e9px x",
            "position:absolute;left:-1e999px;text-align:justify;font-size:1e308em;width:%",
            "es", "en-US", "x", "button", "checkbox", "none", "true", "-1", "0", "99999999999",
            "a.mp4#t=1:2:3,9:9:9:9", "30; URL=x", "viewport", "refresh", "user-scalable=.",
            "maximum-scale=1e9", "work email", "captions", "https://x.example/?autoplay=1",
        ]
    ),
)  # fmt: skip
WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "• Paper", "1. Read", "- ", "the dates in red", "the menu on the right",
            "PLEASE BRING THE FORM THAT YOU HAVE SIGNED BACK TO SCHOOL ON FRIDAY",
            "los niños que viven en la casa de los libros para una semana", "Добро пожаловать",
        ]
    ),
)  # fmt: skip


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Generates broken HTML: elements that are not always closed, with attributes that matter."""
    pieces: list[str] = []
    for _ in range(draw(st.integers(0, 12))):
        tag = draw(TAGS)
        attributes = draw(st.dictionaries(NAMES, VALUES, max_size=4))
        written = "".join(f' {name}="{value}"' for name, value in attributes.items())
        pieces.append(f"<{tag}{written}>{draw(WORDS)}")
        if draw(st.booleans()):
            pieces.append(f"</{tag}>")
    return "".join(pieces)


def check_faults(faults: list[Fault]) -> None:
    for fault in faults:
        assert fault.rule in RULES
        assert len(fault.excerpt) <= 120
        assert all(isinstance(value, str) for pair in fault.params for value in pair)


@given(markup())
def test_broken_markup_is_checked_without_errors(html: str) -> None:
    check_faults(check_html(html))


@given(st.text())
def test_any_value_is_checked_without_errors(text: str) -> None:
    check_faults(check_text(text))
    check_faults(check_list_lines(text))
    check_faults(check_title(text))
    check_faults(check_text_language(text))
    check_faults(check_media_address(text))


@given(st.text(alphabet="#rgbahsl()0123456789%., /-e", max_size=24))
def test_the_parts_of_a_color_are_between_zero_and_one(text: str) -> None:
    color = parse(text)
    if color is not None:
        parts = (color.red, color.green, color.blue, color.alpha)
        assert all(0 <= part <= 1.0000001 for part in parts)


@given(st.tuples(*[st.integers(0, 255)] * 6))
def test_a_reported_contrast_is_between_1_and_21(parts: tuple[int, ...]) -> None:
    one, other = (parse("#{:02x}{:02x}{:02x}".format(*each)) for each in (parts[:3], parts[3:]))
    assert one is not None
    assert other is not None
    assert 1 <= contrast(one, other) <= 21.0000001
    assert contrast(one, other) == contrast(other, one)


@given(st.text(max_size=90))
def test_any_line_has_a_kind(line: str) -> None:
    found = kind(squeeze(line))
    assert found in Kind
    # Symbols around a line do not change its kind.
    assert kind(f"🎃 {squeeze(line)} 🎃") is found or not squeeze(line)
