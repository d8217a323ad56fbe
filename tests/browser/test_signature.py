"""My signature: what is chosen is seen at once, and copied."""

import re

from playwright.sync_api import expect

from scripts.district import District

from .conftest import OpenPage, sign_in
from .test_axe import sideways
from .watching import Watch

NEW_TITLE = """
from district_cms.people.models import Staff
jonah = Staff.objects.filter(user__email__startswith="jonah.bellweather")
print(jonah.update(title="Grade 5 Teacher and Coach"))
"""


def test_a_choice_is_seen_at_once_and_copying_is_noted(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "mateo.brightwater")
    page.goto("/staff/signature/")
    preview = page.frame_locator(".signature-preview__frame")
    expect(preview.locator("body")).to_contain_text("Juniper Creek")
    # All of it is seen: nothing lies below the end of its frame.
    page.wait_for_function(
        "document.querySelector('[data-whole-frame]').contentWindow.innerHeight >="
        " document.querySelector('[data-whole-frame]').contentDocument.body.scrollHeight"
    )
    for box in page.locator("input[type=checkbox][name=school]").all():
        box.uncheck()
    expect(preview.locator("body")).not_to_contain_text("Juniper Creek")
    page.get_by_label("Dark").check()
    expect(preview.locator("body")).to_have_css("background-color", "rgb(30, 30, 30)")
    page.get_by_role("button", name="Copy my signature").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("Copied.")
    # The next visit begins with what was copied.
    with page.expect_response("**/staff/signature/take/"):
        page.get_by_role("button", name="Copy my signature").click()
    page.goto("/staff/signature/")
    expect(preview.locator("body")).not_to_contain_text("Juniper Creek")


def test_a_change_is_told_on_the_page_until_the_new_one_is_copied(
    open_page: OpenPage, served: District
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "jonah.bellweather")  # whose title no other test reads
    page.goto("/staff/signature/")
    with page.expect_response("**/staff/signature/take/"):
        page.get_by_role("button", name="Copy my signature").click()
    served.ask(NEW_TITLE)
    page.goto("/staff/signature/")
    asks = page.get_by_text("New in it: your title.")
    expect(asks).to_be_visible()
    with page.expect_response("**/staff/signature/take/"):
        page.get_by_role("button", name="Copy my signature").click()
    expect(asks).to_have_count(0)
    page.goto("/staff/signature/")
    expect(asks).to_have_count(0)


def test_it_is_made_on_a_narrow_phone_without_scripts(open_page: OpenPage) -> None:
    page = open_page(
        java_script_enabled=False, viewport={"width": 320, "height": 700}, bypass_csp=True
    )
    sign_in(page, "elena.rivera")
    page.goto("/staff/signature/")
    expect(page.get_by_role("button", name="Copy my signature")).to_be_hidden()
    page.get_by_label("Phone", exact=True).check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".signature-preview__frame--narrow")).to_be_visible()
    page.get_by_role("button", name="I copied it from the preview").click()
    expect(page.get_by_text("We noted that you have this signature now.")).to_be_visible()


def test_long_addresses_in_what_was_found_stay_on_a_narrow_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 700})
    sign_in(page, "elena.rivera")
    page.goto("/staff/signature/check/")
    name = "a_long_name_that_goes_on_and_on"
    page.get_by_label("Paste your signature").fill(
        f'<body background="cid:{name}.jpg"><p><img src="file:///D:/{name}.png">'
    )
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="things to look at")).to_be_visible()
    page.get_by_text("Where it is").first.click()
    assert sideways(page) == 0


def test_a_copy_after_the_session_has_ended_says_so_and_keeps_the_choices(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("403")
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "mateo.brightwater")
    page.goto("/staff/signature/")
    preview = page.frame_locator(".signature-preview__frame")
    for box in page.locator("input[type=checkbox][name=school]").all():
        box.uncheck()
    expect(preview.locator("body")).not_to_contain_text("Juniper Creek")
    for session in ("sessionid", "csrftoken"):  # it has ended, then all of it is gone
        page.context.clear_cookies(name=session)
        page.get_by_role("button", name="Copy my signature").click()
        expect(page.locator("[data-copy-status]")).to_contain_text("You are signed out.")
        expect(page.locator("[data-copy-status]")).not_to_contain_text("Copied.")
    again = page.get_by_role("link", name="Sign in and copy again")
    expect(again).to_have_attribute("href", re.compile(r"\?.*chosen=1"))
    again.click()
    expect(page).to_have_url(re.compile(r"/login/\?next=.*chosen"))
