"""Each rule about text, language, looks, media, controls and documents has an example and
sentences."""

import pytest
from django.utils.translation import override

from district_cms.checks.accessibility import check_html, controls, fields, language, lists, page
from district_cms.checks.accessibility import recordings as media
from district_cms.checks.accessibility.aria import markup as aria
from district_cms.checks.accessibility.looks import contrast, style
from district_cms.checks.accessibility.prose import fake_headings, laid_out, text
from district_cms.checks.describing import describe

SPANISH = "Traiga por favor a la oficina de la escuela el formulario que usted ha firmado."
ENGLISH = "Please bring the form that you have signed to the office of the school."
EXAMPLES = {
    "list-structure": "<ul><p>Paper</p></ul>",
    "list-fake": "<p>• Paper<br>• Glue</p>",
    "list-item-mark": "<ul><li>- Paper</li></ul>",
    "heading-fake": f"<p><b>Homework</b></p><p>{ENGLISH}</p>",
    "color-only": "<p>The dates in red are days without school.</p>",
    "sensory-words": "<p>Use the menu on the right.</p>",
    "letters-fancy": "<p>\u24e6\u24d4\u24db\u24d2\u24de\u24dc\u24d4 back</p>",
    "caps-block": f"<p>{ENGLISH.upper()}</p>",
    "lang-part-invalid": '<p lang="spanish">Hola</p>',
    "lang-part-wrong": f'<p lang="es">{ENGLISH}</p>',
    "lang-part-missing": f"<p>{SPANISH}</p>",
    "autoplay": '<audio src="a.mp3" autoplay></audio>',
    "autoplay-stoppable": '<audio src="a.mp3" autoplay controls title="Transcript below"></audio>',
    "autoplay-silent": '<video src="a.mp4" autoplay muted></video>',
    "moving-text": "<marquee>Welcome</marquee>",
    "video-captions-unsure": '<video src="a.mp4" controls></video>',
    "audio-transcript-unsure": '<audio src="a.mp3" controls></audio>',
    "contrast-inline": '<p style="color:#aaa;background:#fff">Bring paper</p>',
    "contrast-unsure": '<p style="color:#ff6">Bring paper</p>',
    "spacing-pinned": f'<p style="line-height:1 !important">{ENGLISH}</p>',
    "letters-apart": "<p>W E L C O M E back</p>",
    "breaks-for-paragraphs": f"<p>{ENGLISH}<br><br>{ENGLISH}</p>",
    "columns-by-spaces": "<pre>Day    Room   Book\nMon    12     Hatchet</pre>",
    "picture-of-signs": "<pre>  /\\_/\\  \n ( o.o ) </pre>",
    "blank-lines": "<p>Bread</p><p>&nbsp;</p><p><br></p><p>Milk</p>",
    "underlined": "<p>Bring <u>both forms</u> on Monday.</p>",
    "text-tiny": f'<p style="font-size:7px">{ENGLISH}</p>',
    "text-justified": f'<p align="justify">{ENGLISH}</p>',
    "summary-empty": "<details><summary></summary></details>",
    "button-empty": "<button></button>",
    "field-label-missing": "<input>",
    "field-label-unseen": '<input placeholder="Name">',
    "control-mouse-only": '<span onclick="show()">Show the answer</span>',
    "label-mismatch": '<a href="/m/" aria-label="Lunch">Menu of today</a>',
    "hidden-focusable": '<p aria-hidden="true" tabindex="0">Menu</p>',
    "control-in-control": '<button>Go <a href="/m/">to lunch</a></button>',
    "autocomplete-invalid": '<input aria-label="Mail" autocomplete="mail">',
    "tab-order-forced": '<a href="/m/" tabindex="3">Menu of today</a>',
    "aria-unknown": '<p aria-lable="Lunch">Menu</p>',
    "aria-incomplete": '<div role="heading">Menu</div>',
    "aria-structure": '<div role="listitem">Soup</div>',
    "id-duplicate": '<p id="a">Soup</p><p id="a">Salad</p>',
    "page-title": '<html lang="en">',
    "page-title-generic": '<html lang="en"><title>Untitled</title>',
    "page-lang-missing": "<html><title>Lunch</title>",
    "page-lang-invalid": '<html lang="english"><title>Lunch</title>',
    "page-lang-mismatch": '<html lang="en" xml:lang="es"><title>Lunch</title>',
    "page-lang-wrong": f'<html lang="es"><title>Lunch</title><p>{ENGLISH}</p>',
    "page-refreshes": '<meta http-equiv="refresh" content="30">',
    "page-zoom": '<meta name="viewport" content="user-scalable=no">',
}
SUBJECTS = (
    lists,
    fake_headings,
    text,
    laid_out,
    language,
    media,
    contrast,
    style,
    controls,
    fields,
    aria,
    page,
)
OWN = {rule.id: rule for subject in SUBJECTS for rule in subject.RULES}
# Rules about the values of a block.
OF_BLOCKS = {
    *("lang-block-unmarked", "lang-page-unmarked", "lang-field-unmarked"),
    *("video-captions", "video-description", "audio-transcript", "captions-broken", "animated-gif"),
    *("video-captions-statement", "video-only-text", "video-only-text-elsewhere"),
}


def test_each_rule_that_reads_html_has_a_case() -> None:
    assert set(EXAMPLES) == OWN.keys() - OF_BLOCKS


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_case_is_found_once_and_described_in_whole_sentences(rule: str) -> None:
    found = [fault for fault in check_html(EXAMPLES[rule]) if fault.rule in OWN]
    assert [fault.rule for fault in found] == [rule]
    with override("en"):
        finding = describe(found[0])
    for said in (finding.message, finding.why, finding.fix):
        assert said.endswith((".", ".”"))
        assert "%(" not in said
        assert "…" not in said
    assert finding.blocks is (OWN[rule].severity == "error")


# These concern the whole document, or sound that is heard even if nothing is visible.
WHOLE = [rule for rule, html in EXAMPLES.items() if html.startswith("<html")]
ALWAYS = [*WHOLE, "page-refreshes", "page-zoom", "autoplay", "autoplay-stoppable"]


@pytest.mark.parametrize("rule", sorted(set(EXAMPLES) - set(ALWAYS)))
def test_hidden_content_raises_no_finding(rule: str) -> None:
    html = EXAMPLES[rule]
    assert [f.rule for f in check_html(f"<div hidden>{html}</div>") if f.rule in OWN] == []
    wrapped = f'<section><div style="display:none">{html}</div></section>'
    assert [f.rule for f in check_html(wrapped) if f.rule in OWN] == []


@pytest.mark.parametrize("rule", sorted(set(EXAMPLES) - set(WHOLE)))
def test_a_fault_is_found_at_any_depth(rule: str) -> None:
    html = EXAMPLES[rule]
    inside = "<section><div><div>" + html + "</div></div></section>"
    assert [f.rule for f in check_html(inside) if f.rule in OWN] == [rule]
