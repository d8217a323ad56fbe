"""The editor's form as a person finds their way in it: by its headings and labels."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

SUBMIT = "Submit to the principal"


def open_whole(page: Page) -> None:
    """From the short form to the page editor: of a draft by its link, of a new update of one class
    by the editor's own address."""
    page.wait_for_url("**/compose/**")
    asked = parse_qs(urlsplit(page.url).query)
    if "class" in asked:
        page.goto(f"/admin/pages/add/classroom/updatepage/{asked['class'][0]}/")
    else:
        page.get_by_role("link", name="Everything else is in the page editor").click()
    expect(part(page, "Assignments")).to_be_visible()


def title_of(page: Page) -> Locator:
    return page.locator("#id_title")


def messages(page: Page) -> Locator:
    """What Wagtail says at the top of a screen; each rich text has a status of its own besides."""
    return page.locator(".messages[role=status]")


def part(page: Page, heading: str) -> Locator:
    """One part of the update's form, such as "Assignments", with everything in it."""
    title = page.get_by_role("heading", name=heading, exact=True)
    return page.locator("section.w-panel").filter(has=title)


def text_of(section: Locator) -> Locator:
    """Where a rich text is typed."""
    return section.locator(".public-DraftEditor-content")


def write(section: Locator, words: str) -> None:
    """Types into the first text of a part. The editor hands its words over to the form a moment
    after the last key; a program that presses a button is quicker than that."""
    text_of(section).first.fill(words)
    handed_over = section.locator("input[name$='-value']").first
    expect(handed_over).to_have_value(re.compile(re.escape(words)))


def none_this_period(section: Locator) -> Locator:
    return section.get_by_label("None this period")


def refusals(section: Locator) -> Locator:
    """What the gate says inside this part, in Wagtail's two ways of showing an error."""
    return section.locator(".help-critical, .error-message")


def press(page: Page, label: str, *, leads_on: bool = True) -> None:
    """Presses one of the buttons at the foot of the form, opening its menu where it is there, and
    waits for the server's answer; with `leads_on` False it only opens a dialog.

    A program presses at once what a person presses a moment after the last key: what is saved by
    itself then, and what the button sends, would cross.
    """
    wait_until_saved(page)
    foot = _foot(page)
    button = foot.get_by_role("button", name=label, exact=True)
    if not button.is_visible():
        foot.get_by_role("button", name="More actions").click()
    if not leads_on:
        button.click()
        return
    with page.expect_navigation(wait_until="domcontentloaded"):
        button.click()


def _foot(page: Page) -> Locator:
    """The foot of the form, once the editor's scripts have taken the page over."""
    page.locator("body.ready").wait_for()
    foot = page.locator("footer.footer")
    expect(foot.get_by_role("button").first).to_be_visible()
    return foot


def becomes(page: Page, script: str, wanted: Any) -> None:
    """Waits until the script says so. In steps: the policy of the editor lets nothing be evaluated
    by the page itself."""
    for _try in range(100):
        if page.evaluate(script) == wanted:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(script) == wanted


def wait_until_saved(page: Page) -> None:
    """Drafts save themselves half a second after the last change."""
    page.wait_for_timeout(700)
    _wait_while_saving(page)


def _wait_while_saving(page: Page) -> None:
    saving = page.locator(".w-autosave-indicator__text").filter(has_text="Saving")
    expect(saving).to_be_hidden()


def buttons(page: Page) -> list[str]:
    """The labels of all buttons at the foot of the form, whether in the menu or not."""
    foot = _foot(page)
    # All at one moment: the form may be about to replace a button, and would be waited for.
    labels = foot.get_by_role("button").all_inner_texts()
    more = foot.get_by_role("button", name="More actions")
    if more.count():
        more.click()
        labels += foot.get_by_role("button").all_inner_texts()
        page.keyboard.press("Escape")
    found = dict.fromkeys(label.strip() for label in labels)
    return [label for label in found if label and label != "More actions"]


def waiting(principal: Page, title: str) -> Locator:
    """The update in the principal's review, opened from the list."""
    principal.goto("/admin/review/")
    entry = principal.locator(".waiting-list__title").filter(has_text=title)
    if entry.count():
        entry.click()
    return principal.locator(".review").filter(has=principal.get_by_role("heading", name=title))
