"""My signature: what is chosen is seen at once, and copied."""

from playwright.sync_api import expect

from scripts.district import District

from .conftest import OpenPage, sign_in

NEW_TITLE = """
from district_cms.people.models import Staff
mateo = Staff.objects.filter(user__email__startswith="mateo.brightwater")
print(mateo.update(title="Grade 5 Teacher"))
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
    sign_in(page, "mateo.brightwater")
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
