"""Signatures of every shape: supported by every mail program, short enough, readable as text."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import lxml.html
import nh3
import pytest

from signatures.checking import Registry, check
from signatures.policy import (
    BUDGET,
    STANDARD,
    ApprovedText,
    Block,
    LogoImage,
    Parts,
    Phone,
    Place,
    Quotation,
    Record,
    SignatureIncomplete,
    SignatureTooLong,
    check_blocks,
)
from signatures.render import SPACE_WIDTH, Signature, render_signature

CANIEMAIL = Path(__file__).parents[2] / "data" / "caniemail.json"
TARGETS = ("outlook", "gmail", "apple-mail")
NAMES = (
    "Bo Li",
    "Elena Rivera",
    "Maximiliana-Theodora Featherstonehaugh-Montgomery of the Upper Valley",
    "Zoë Nuñez-Øverås, Ph.D.",
    "ليلى بنت عبد الله الحدّاد",
    "שָׂרָה בֶּן־דָּוִד",
)
LOGO = LogoImage("https://www.larkspur.example/brand/mark-0123456789abcdef.png", "Logo", 320, 120)
WIDE = replace(LOGO, width=480, height=60, smallest_height=30, clear_space=16)
OPTIONAL = (
    *(Block.PLACE, Block.ADDRESS, Block.PHONE, Block.CREDENTIALS),
    *(Block.STATEMENTS, Block.QUOTE, Block.LOGOS),
)
LOGOS_FIRST = (Block.LOGOS, *(block for block in STANDARD if block != Block.LOGOS))
# The quote before the contact: paragraphs between lines.
MIXED = (Block.TITLE, Block.QUOTE, Block.NAME, Block.STATEMENTS, *STANDARD[2:7], Block.LOGOS)

# The features that signatures use, by their slugs on caniemail; None for plain HTML 3.2 and CSS 1,
# which have no entry.
FEATURES: dict[str, str | None] = {
    "tag:p": "html-p",
    "tag:a": "html-mailto-links",
    "tag:img": "html-img",
    "tag:b": None,
    "tag:br": None,
    "tag:div": None,  # lxml's own root
    "attr:width": "html-width",
    "attr:height": "html-height",
    "attr:lang": "html-lang",
    "attr:alt": None,
    "attr:href": None,
    "attr:src": "image-png",
    "attr:style": None,
    "style:margin": "css-margin",
    "style:font-family": None,
    "style:font-size": "css-font-size",
    "style:line-height": "css-line-height",
    "style:border": "css-border",
    "style:width": "css-width",
    "style:height": "css-height",
}
PARTLY = {
    "css-margin": "negative values and auto are not used, and margins stand on paragraphs alone",
    "css-font-size": "sizes are in px; rem, relative and percentage sizes are not used",
    "css-line-height": "Outlook on Windows rounds px; nothing depends on the exact height",
    "css-width": "Outlook on Windows takes an image's size from its attributes, which say the same",
    "css-height": "as css-width",
    "css-border": "only `border:0` on images",
    "html-width": "whole pixels, no percentage; at 120 dpi a logo is smaller, and still whole",
    "html-height": "as html-width",
}


def whole(name: str) -> Parts:
    record = Record(
        name=name,
        title="Teacher of English, Journalism & Theater",
        organization="Larkspur Valley Public Schools",
        email="m.o'hara+press@larkspur.example",
        phones=(
            Phone("406-555-0110", "tel:+1-406-555-0110", "Juniper Creek Elementary"),
            Phone("406-555-0112", "tel:+1-406-555-0112", "Larkspur High"),
        ),
        school="Juniper Creek Elementary",
        street="210 Juniper Lane",
        city="Larkspur, MT",
        also_at=(Place("Larkspur High", "1 Main Street", "Larkspur, MT"),),
    )
    mission = "Every child is known by name, by strength and by need. " * 4
    return Parts(
        record=record,
        credentials=("National Board Certified Teacher", "Member, NSTA <Montana>"),
        statements=(
            ApprovedText("Mission of Juniper Creek Elementary", mission),
            ApprovedText("Misión del distrito", "Cada niña y cada niño cuenta.", "es"),
        ),
        quote=Quotation("What we learn with pleasure\nwe never forget.", "Alfred Mercier"),
        logos=(LOGO, WIDE, LOGO),
    )


def every_shape() -> Iterator[tuple[str, tuple[Block, ...], Signature]]:
    """Yields each template x each set of optional blocks x each name."""
    for template, name in product((STANDARD, LOGOS_FIRST, MIXED), NAMES):
        parts = whole(name)
        for number in range(len(OPTIONAL) + 1):
            for left_out in combinations(OPTIONAL, number):
                blocks = tuple(block for block in template if block not in left_out)
                yield name, blocks, render_signature(parts, blocks)


@pytest.fixture(scope="module")
def shapes() -> list[tuple[str, tuple[Block, ...], Signature]]:
    return list(every_shape())


def features_of(root: Any) -> set[str]:
    found = set()
    for element in root.iter():
        found.add(f"tag:{element.tag}")
        found |= {f"attr:{name}" for name in element.attrib}
        found |= {f"style:{name}" for name in styles_of(element)}
    return found


def styles_of(element: Any) -> dict[str, str]:
    """Returns a style attribute's declarations, without spaces."""
    pairs = (one.split(":", 1) for one in element.get("style", "").split(";") if one.strip())
    return {name.strip(): value.strip() for name, value in pairs}


def tree(html: str) -> list[Any]:
    def of(element: Any) -> Any:
        attributes = {key: value for key, value in element.attrib.items() if key != "style"}
        inside = [of(child) for child in element]
        return (element.tag, attributes, styles_of(element), element.text, element.tail, inside)

    return [of(each) for each in lxml.html.fragments_fromstring(html)]


def test_outlook_gmail_and_apple_mail_support_every_shape(shapes: list[Any]) -> None:
    """The newest version of each; source: caniemail.com, MIT license."""
    used: set[str] = set()
    for _name, _blocks, signature in shapes:
        used |= features_of(lxml.html.fragment_fromstring(signature.html, create_parent="div"))
    support = {f["slug"]: f["stats"] for f in json.loads(CANIEMAIL.read_text())["data"]}
    answers = {
        (slug, client, platform): list(versions.values())[-1][0]
        # a KeyError means: look it up
        for slug in filter(None, (FEATURES[feature] for feature in used))
        for client in TARGETS
        for platform, versions in support[slug][client].items()
    }
    assert len({(client, platform) for _slug, client, platform in answers}) >= 11
    assert [one for one, answer in answers.items() if answer == "n"] == []
    assert {slug for (slug, *_), answer in answers.items() if answer != "y"} == set(PARTLY)


def test_every_shape_fits_everywhere_and_is_readable_without_pictures(shapes: list[Any]) -> None:
    assert len(shapes) == 3 * len(NAMES) * 2 ** len(OPTIONAL)
    assert max(len(signature.html) for _name, _blocks, signature in shapes) <= BUDGET
    for name, blocks, signature in shapes:
        read = lxml.html.fragment_fromstring(signature.html, create_parent="div").text_content()
        for part in (name, "Teacher of English, Journalism & Theater", "m.o'hara+press@"):
            assert part in read, blocks
            assert part in signature.text, blocks
        assert signature.html.isascii()
        assert "background" not in signature.html
        shown = Block.QUOTE in blocks
        assert ("“What we learn with pleasure we never forget.” – Alfred Mercier" in read) is shown


def test_a_sanitizer_does_not_change_any_shape(shapes: list[Any]) -> None:
    allowed = {"p": {"style", "lang"}, "b": {"style"}, "a": {"href"}}
    pictures = {"img": {"src", "alt", "width", "height", "style"}}
    changed = [
        (name, blocks)
        for name, blocks, signature in shapes
        if tree(signature.html)
        != tree(
            nh3.clean(
                signature.html,
                tags={"p", "b", "a", "img", "br"},
                attributes=allowed | pictures,
                url_schemes={"https", "mailto", "tel"},
                link_rel=None,
            )
        )
    ]
    assert changed == []


def test_the_blocks_are_in_the_order_of_the_template() -> None:
    html = render_signature(whole("Bo Li"), LOGOS_FIRST).html
    assert html.index("<img") < html.index("Bo Li") < html.index("406-555-0112")
    text = render_signature(whole("Bo Li"), MIXED).text
    assert text.index("Teacher of English") < text.index("Mercier") < text.index("Bo Li")


def test_two_addresses_have_their_schools_and_one_does_not() -> None:
    parts = whole("Ana Silva")
    lines = render_signature(parts).text.splitlines()
    assert "Juniper Creek Elementary: 210 Juniper Lane, Larkspur, MT" in lines
    assert "Larkspur High: 1 Main Street, Larkspur, MT" in lines
    alone = replace(parts, record=replace(parts.record, also_at=()))
    assert "210 Juniper Lane, Larkspur, MT" in render_signature(alone).text.splitlines()


def test_two_phones_have_their_schools() -> None:
    signature = render_signature(whole("Ana Silva"))
    assert "Larkspur High: 406-555-0112" in signature.text.splitlines()
    assert 'Larkspur High: <a href="tel:+1-406-555-0112">406-555-0112</a>' in signature.html


def test_a_logo_has_the_clear_space_that_its_owner_requires() -> None:
    tight = replace(whole("Bo Li"), logos=(LOGO, LOGO))
    wide = replace(whole("Bo Li"), logos=(LOGO, WIDE))
    assert 'border:0;">&nbsp; <img' in render_signature(tight).html
    html = render_signature(wide).html
    spaces = html[html.index("<img") : html.rindex("<img")].count("&nbsp;")
    assert spaces * SPACE_WIDTH >= WIDE.clear_space
    assert f'<p style="margin:{WIDE.clear_space}px 0;' in html


@pytest.mark.parametrize("left_out", [Block.NAME, Block.TITLE, Block.EMAIL])
def test_no_template_leaves_out_a_required_part(left_out: Block) -> None:
    with pytest.raises(SignatureIncomplete):
        check_blocks(tuple(block for block in STANDARD if block != left_out))


def test_a_signature_that_is_too_long_is_refused_and_never_cut() -> None:
    parts = whole("Bo Li")
    long = ApprovedText("Goals", "One thousand words say more than one picture. " * 120)
    with pytest.raises(SignatureTooLong) as refusal:
        render_signature(Parts(record=parts.record, statements=(long,)))
    assert refusal.value.length > BUDGET


@pytest.mark.parametrize("hostile", [
    '<img src="x"> & Co', '"><script>alert(1)</script>', "' onmouseover='x", "{{ 7|add:7 }}",
])  # fmt: skip
def test_text_of_a_record_is_escaped(hostile: str) -> None:
    phone = Phone(hostile, "tel:+1", hostile)
    record = Record(hostile, hostile, hostile, "a@b.example", (phone,), hostile, hostile)
    parts = Parts(record, (hostile,), (ApprovedText(hostile, hostile, hostile),), None, (
        LogoImage("https://x.example/a.png", hostile, 10, 10),
    ))  # fmt: skip
    html = render_signature(parts).html
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    assert features_of(root) <= set(FEATURES)
    assert root.text_content().count(hostile.strip()) >= 6


def test_one_more_letter_is_another_signature() -> None:
    one, other = (render_signature(whole(name)) for name in ("Bo Li", "Bo Lin"))
    assert one.sha256 != other.sha256
    assert one.sha256 == render_signature(whole("Bo Li")).sha256


def test_the_district_s_own_check_finds_nothing_in_them() -> None:
    @dataclass(frozen=True)
    class Known:
        organization_id: int = 1
        name: str = "Mark"
        state: str = "current"

    found = []
    for template, name in product((STANDARD, LOGOS_FIRST, MIXED), NAMES):
        parts = whole(name)
        record = parts.record
        quote = parts.quote
        assert quote is not None
        registry = Registry(
            addresses={"/brand/mark-0123456789abcdef.png": Known()},
            hosts=frozenset({"www.larkspur.example"}),
            organizations=frozenset({1}),
            email_domains=frozenset({"larkspur.example"}),
            phones=tuple(phone.number for phone in record.phones),
        )
        signature = render_signature(parts, template)
        found += [(name, each) for each in check(signature.html, record, registry)]
    assert found == []
