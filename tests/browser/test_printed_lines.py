"""Where lines of a mail end on the narrowest phone, as Chromium breaks them."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PHONE = "406-555-0100"
# Each letter with which a line of the element ends, but for the last line.
ENDS = """(element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const ends = [];
    let before = null;
    while (texts.nextNode()) {
        for (let at = 0; at < texts.currentNode.length; at += 1) {
            const range = document.createRange();
            range.setStart(texts.currentNode, at);
            range.setEnd(texts.currentNode, at + 1);
            const box = range.getClientRects()[0];
            if (!box || !box.width) continue;
            const letter = texts.currentNode.data[at];
            if (before && Math.abs(box.top - before.top) > 5) ends.push(before.letter);
            before = { top: box.top, letter };
        }
    }
    return ends;
}"""


def test_the_phone_number_in_the_foot_of_a_mail_stays_whole(chromium: Browser) -> None:
    office = {"street": "12 Aspen Way", "city": "Larkspur, Montana", "phone": PHONE}
    mail = render_to_string(
        "email/base.html",
        {
            "subject": "A subject",
            "language_code": "en",
            "district_name": "Larkspur Valley Public Schools",
            "district_color": "#45389a",
            "district_contact": office,
            "site_url": "https://www.larkspur.example/",
        },
    )
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.set_content(mail)
    foot = page.locator("p", has_text=PHONE)
    lines = foot.evaluate("(element) => element.innerText.split('\\n')")
    ends = foot.evaluate(ENDS)
    page.close()
    assert lines[-1] == PHONE
    assert "-" not in ends
