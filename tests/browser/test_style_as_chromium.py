"""Our reading of inline style against Chromium's, over generated styles.

Chromium parses hundreds of them at once; each property that a rule asks about must then hold what
we say it does, and what we call hidden must be hidden.
"""

import json
import re
from collections.abc import Iterator
from html import escape

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from district_cms.checks.accessibility.dom import Document
from district_cms.checks.accessibility.looks.colors import Color
from district_cms.checks.accessibility.looks.css import Style, parse_style
from district_cms.checks.accessibility.looks.properties import (
    EVERYWHERE,
    PROPERTIES,
    UNKNOWN,
    Length,
    Value,
)

STYLES = 1_000

# ---------------------------------------------------------------- what a style may look like
LENGTHS = [
    "0",
    "-0",
    "1px",
    "1.5em",
    ".5rem",
    "12PT",
    "4Q",
    "-9999px",
    "+3px",
    "1e1px",
    "50%",
    "-5%",
    "2",
    "-600px",
    "1e999px",
    "3vw",
    "2ch",
    "1rlh",
    "1dvh",
    "4foo",
    "1deg",
    "1.px",
    "--1px",
    "calc(1px)",
    "foo(1px)",
    "min(1px,2%)",
    "10\\px",
    "1\\70x",
]
COLORS = [
    *["red", "RED", "#369", "#36990", "#3698", "#33669980", "#ggg", "transparent",
        "currentcolor", "Canvas", "bogus"],
    "rgb(1,2,3)", "rgb(1 2 3 / 50%)", "rgba( 300 , -20 , 0 , .5 )", "rgb(10%,20%,30%)", "rgb(1,2)",
    "rgb(1 2 3 4)", "rgb(1,2,3,4,5)", "rgb(1 2,3)", "rgb(1,2%,3)", "rgb(none 2 3)", "rgb(none,2,3)",
    "rgb(a,b,c)", "r\\67 b(1,2,3)", "rgb(1,2,3", "rgb (1,2,3)", "rgb(calc(1) 2 3)", "rgb()",
    "hsl(210, 50%, 40%)", "hsl(210deg 50% 40% / .5)", "hsl(.5turn 50% 40%)", "hsl(90 120% 40%)",
    "hsl(-90,50%,140%)", "hsl(90 -20% 40%)", "hsl(1,2,3)", "hsl(1DEG 2% 3%)", "hsl(1e999 2% 3%)",
    "hwb(90 10% 20%)", "hwb(90 60% 60%)", "hwb(1,2%,3%)", "color()", "oklch(0.5 0.1 20)",
    "color-mix(in srgb, red, blue)", "rgb(from red r g b)", "\\72 ed", "r/**/ed", "red}", "red]",
]  # fmt: skip
SIZES = ["medium", "XX-Large", "smaller", "larger", "math", "normal", "auto", "thin"]
WORDS = {
    "display": ["none", "NONE", "n\\6fne", "no/**/ne", '"none"', "none none", "none block", "block",
                "inline", "flow-root", "table-cell", "contents", "list-item", "flex", "run-in",
                "block flow", "inline flex", "block list-item", "flow flex", "grid list-item"],
    "visibility": ["hidden", "visible", "collapse", "none", "Hidden"],
    "position": ["absolute", "fixed", "static", "sticky", "relative", "left"],
    "text-align": ["justify", "left", "justify-all", "center", "-webkit-center", "middle"],
    "white-space": ["nowrap", "pre", "normal", "pre-wrap", "none", "nowrap nowrap", "pre wrap"],
    "text-wrap-mode": ["wrap", "nowrap", "balance"],
    "text-wrap": ["wrap", "nowrap", "balance", "balance nowrap", "wrap nowrap"],
    "opacity": [".5", "50%", "2", "-1", "half", "1px"],
    "font-weight": ["bold", "BOLDER", "600", "1", "0", "1001", "450.5", "lighter", "normal",
        "700px", "heavy"],
    "line-height": ["1.2", "-1", "normal", "1.5", "120%"],
    "text-shadow": ["none", "0 0 2px #000", "1px", "red", "1px 1px"],
    "filter": ["none", "blur(1px)", "bogus"],
    "mix-blend-mode": ["normal", "multiply", "darker"],
    "background-clip": ["text", "border-box", "margin-box"],
    "background-image": ["none", "url(x.png)", "linear-gradient(#fff,#eee)", "red", "url('a;b')",
                         "linear-gradient(to left, red 10%, blue)", "radial-gradient(red, blue)",
                         "linear-gradient(to left left,red,blue)", "linear-gradient(1px,red,blue)",
                         "linear-gradient(red 1px 2px 3px,blue)", "linear-gradient(red,blue"],
    "background": [
        "1px top", "top 1px", "center 1px", "center left", "left / auto", "/ cover", "left 1px",
        "top 1px left", "left top left", "none none", "fixed local", "red none, none", "red,",
        "#fff", "red none", "white none repeat scroll 0% 0%", "url(x.png) no-repeat #123456",
        "url(data:a;visibility:hidden;b)", "red blue", "top left blue", "left top / cover red",
        "left left red", "center / 10px auto", "border-box red padding-box", "red, blue",
        "url(a), red", "linear-gradient(#fff,#eee)", "red repeat-x repeat-y", "10px top red",
        "left 10px top red", "bogus", "none", "scroll fixed",
    ],
    "font": [
        "12px a", "bold 2em/1.5 Arial, 'B c'", "italic small-caps 600 1em a b", "12px", "bold a",
        "12px/ a", "menu", "normal normal 12px x", "bold bold 12px x", "12px inherit", "900 0 x",
        "oblique 10deg 12px x", "condensed larger serif", "12px a,", "12 a", "12px/-1 a",
    ],
    "inset": ["0", "-9999px auto", "1px 2px 3px", "1px 2px 3px 4px 5px", "-600px"],
    "all": ["none", "initial"],
    "border": ["1px solid red"],
    "--note": ["{display:none}", "a;b", "none"],
    "wid": ["1px"],
}  # fmt: skip
for lengthy in ("left", "top", "right", "bottom", "text-indent", "width", "letter-spacing",
                "word-spacing", "font-size", "line-height"):  # fmt: skip
    WORDS[lengthy] = [*WORDS.get(lengthy, []), *LENGTHS, *SIZES]
for colored in ("color", "background-color", "-webkit-text-fill-color", "background"):
    WORDS[colored] = [*WORDS.get(colored, []), *COLORS]
EVERY = [*EVERYWHERE, "var(--x)", "INHERIT", "", "!", "{}", "inherit initial"]
JUNK = st.sampled_from(
    ["a", "}", "{", "{}", "a{b:c}display:none", "a:{b}display:none", ")", "(", "[",
        "a{b:c}", "a{b:c;display:none}", "@x y", "@media{display:none}",
     "'", '"', "'\n", "/*", "*/", "<!--", "-->", "\\", ":", "color", "color red", "!important", "é",
     "url(", "url(a b)", ":none", "1:2", "-", "--", "--a", "&", "& a{b:c}", "u+0-7", "||"]
)  # fmt: skip
SPACE = st.sampled_from(["", "", "", "", " ", "\n\t", "/**/", " /* ; */ "])
IMPORTANT = st.sampled_from(
    ["", "", "", "", "!important", " ! important", "!/**/IMPORTANT", "!\\69mportant", "!importan",
     "! important !important", "!important a", "!ie"]
)  # fmt: skip
SPELLINGS = st.sampled_from(
    [str, str, str, str.upper, lambda name: f"\\{ord(name[0]):x} {name[1:]}",
     lambda name: f"{name[:-1]}\\{ord(name[-1]):06x}"]
)  # fmt: skip


@st.composite
def declarations(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(sorted(WORDS)))
    other = draw(st.sampled_from(sorted(WORDS))) if draw(st.integers(0, 9)) == 0 else name
    value = draw(st.sampled_from([*WORDS[other], *EVERY] if other != name else WORDS[name]))
    spaces = [draw(SPACE) for _ in range(4)]
    parts = (draw(SPELLINGS)(name), ":", value, draw(IMPORTANT))
    return "".join(space + part for space, part in zip(spaces, parts, strict=True))


STYLE = st.lists(
    declarations() | declarations() | declarations() | JUNK, min_size=1, max_size=5
).map(";".join)

# ---------------------------------------------------------------- what Chromium makes of it
ASK = """
([texts, names]) => JSON.stringify(texts.map((text) => {
  document.body.innerHTML = text;
  const element = document.querySelector("p");
  const style = element.style, computed = getComputedStyle(element), found = {};
  // Chromium keeps `all` as it is written: what it sets cannot be asked for.
  const keepsAll = [...style].includes("all");
  for (const name of names) {
    const told = style.getPropertyValue(name);
    if (told) found[name] = [
      told, style.getPropertyPriority(name),
      /color|background|opacity/.test(name) ? computed.getPropertyValue(name) : "",
    ];
  }
  return [element.firstChild.checkVisibility({visibilityProperty: true}), keepsAll ? null : found];
}))
"""


def markup(outer: str, inner: str) -> str:
    return f'<div style="{escape(outer)}"><p style="{escape(inner)}"><b>x</b></p></div>'


BACKGROUNDS = [name for name in PROPERTIES if name.startswith("background")]
NUMBER = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?)(\D*)")
RGB = re.compile(r"rgba?\(([^()]+)\)")


def colors(text: str) -> list[list[float]]:
    """The colors that Chromium writes, each as four numbers up to 255 and 1."""
    found = []
    for inside in RGB.findall(text):
        parts = [float(part) for part in inside.split(",")]
        found.append(parts if len(parts) == 4 else [*parts, 1.0])
    return found


def as_numbers(color: Color) -> list[float]:
    return [color.red * 255, color.green * 255, color.blue * 255, color.alpha]


def is_near(ours: list[float], theirs: list[float]) -> bool:
    # Chromium rounds to whole numbers, and transparency to hundredths.
    return ours[:3] == pytest.approx(theirs[:3], abs=0.51) and abs(ours[3] - theirs[3]) < 0.006


def agrees(name: str, ours: Value | None, told: str, computed: str) -> bool:
    """True if Chromium holds of one property what we hold. `told` is as it was declared."""
    if ours is None:
        return told == ""
    if isinstance(ours, str) and ours in EVERYWHERE:
        return told != ""
    if isinstance(ours, tuple):
        theirs = colors(computed)
        return len(theirs) == len(ours) and all(
            is_near(as_numbers(stop), other) for stop, other in zip(ours, theirs, strict=True)
        )
    if isinstance(ours, Color):
        theirs = colors(computed)
        return len(theirs) == 1 and is_near(as_numbers(ours), theirs[0])
    if isinstance(ours, Length):
        number = NUMBER.fullmatch(computed if name == "opacity" else told)
        if number is None:
            return False
        if name == "opacity":
            share = ours.number / (100 if ours.unit else 1)
            return float(number[1]) == pytest.approx(min(max(share, 0), 1), abs=0.001)
        is_beyond = abs(ours.number) == 1e6
        return number[2] == ours.unit and (
            is_beyond or float(number[1]) == pytest.approx(ours.number, rel=1e-4)
        )
    if name == "display":
        return bool(told) and (ours == "none") == (told == "none")
    # What a shorthand leaves out is "initial" to Chromium.
    return told == ours or (told == "initial" and ours in ("none", "border-box", "wrap"))


def differences(chromium: Browser, styles: list[tuple[str, str]]) -> list[str]:
    """Where Chromium reads the inner one of two styles otherwise, or shows what we call hidden."""
    page = chromium.new_page()
    page.set_content("<!doctype html><title>Styles</title>")
    texts = [markup(*pair) for pair in styles]
    answers = json.loads(page.evaluate(ASK, [texts, list(PROPERTIES)]))
    page.close()
    found: set[str] = set()
    for (outer, inner), text, (shown, theirs) in zip(styles, texts, answers, strict=True):
        ours = parse_style(inner)
        found |= {f"{inner!r}: {each}" for each in unlike(ours, theirs)}
        document = Document(text)
        is_known = UNKNOWN not in (ours.value("display"), ours.value("visibility"))
        if is_known and document.is_shown(document.tagged("b")[0]) != shown:
            found.add(f"{outer!r} around {inner!r}: {'shown' if shown else 'hidden'}")
    return sorted(found, key=len)


def unlike(ours: Style, theirs: dict[str, list[str]] | None) -> Iterator[str]:
    if theirs is None:
        return
    for name in PROPERTIES:
        value = ours.value(name)
        told, priority, computed = theirs.get(name, ("", "", ""))
        # Of a background that is known in part, Chromium may drop the whole.
        group = BACKGROUNDS if name in BACKGROUNDS else [name]
        if UNKNOWN in map(ours.value, group):
            continue
        if not agrees(name, value, told, computed):
            yield f"{name} is {told!r} ({computed}), not {value}"
        elif value is not None and (name in ours.important) != (priority != ""):
            yield f"{name} is {priority or 'not important'}"


def test_chromium_reads_each_value_as_we_do(chromium: Browser) -> None:
    values = {value for some in WORDS.values() for value in (*some, *EVERY)}
    styles = [("", f"{name}:{value}") for name in {*WORDS, *PROPERTIES} for value in values]
    read = [parse_style(inner).values.values() for _outer, inner in styles]
    assert sum(map(bool, read)) > 3 * sum(UNKNOWN in some for some in read)
    assert differences(chromium, styles) == []


def test_chromium_reads_any_style_as_we_do(chromium: Browser) -> None:
    styles: list[tuple[str, str]] = []

    # All of them are asked about together: one question to a browser takes a moment.
    @settings(max_examples=STYLES, phases=[Phase.generate], database=None)
    @given(STYLE, STYLE)
    def collect(outer: str, inner: str) -> None:
        styles.append((outer, inner))

    collect()
    assert differences(chromium, styles) == []
