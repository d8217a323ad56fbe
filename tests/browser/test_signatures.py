"""Signatures as an employee and the communications office live with them."""

import io

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from scripts.district import District

from .conftest import OpenPage, sign_in

EMPLOYEE = "percival.adeyemi"
OFFICE = "noor.castellane"
QUOTE = "It takes a village to raise a child."
MINE = "/staff/signature/"
# What the worker does each working morning.
MORNING = """
from signatures.issuing.tasks import renewals
print(renewals())
"""


def picture(color: str) -> dict[str, object]:
    """A file as a person chooses it: a disk of one color."""
    image = Image.new("RGBA", (240, 240), (255, 255, 255, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 230, 230), fill=color)
    file = io.BytesIO()
    image.save(file, "PNG")
    return {"name": "mark.png", "mimeType": "image/png", "buffer": file.getvalue()}


def copied(page: Page) -> tuple[str, str]:
    """What the clipboard holds, read in a page of the same profile."""
    found = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const read = async (type) => (await item.getType(type)).text();
            return [await read("text/html"), await read("text/plain")];
        }"""
    )
    return found[0], found[1]


def copy(page: Page) -> tuple[str, str]:
    with page.expect_response(lambda answer: "/take/" in answer.url):
        page.get_by_role("button", name="Copy my signature").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("Copied.")
    return copied(page)


def review_quotes(office: Page) -> None:
    office.goto("/admin/settings/signatures/signaturesettings/")
    office.get_by_label("We review quotes first").check()
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_text("updated")).to_be_visible()


def test_a_quote_is_reviewed_and_a_replaced_logo_brings_one_new_signature(
    open_page: OpenPage, served: District
) -> None:
    office = open_page(OFFICE)
    review_quotes(office)

    mine = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(mine, EMPLOYEE)
    mine.goto("/staff/quotes/new/")
    mine.get_by_label("Quote").fill(QUOTE)
    mine.get_by_label("Who said or wrote it").fill("A proverb")
    mine.get_by_label("How it connects to your work").fill("I help students and their families")
    mine.get_by_role("button", name="Send it to the communications office").click()
    mine.goto(MINE)
    expect(mine.get_by_label(QUOTE)).to_have_count(0)

    office.goto("/admin/signature-approvals/")
    entry = office.locator(".review-queue__entry").filter(has_text=QUOTE)
    entry.get_by_role("button", name="Approve").click()
    expect(office.locator(".messages[role=status]")).to_contain_text("Approved.")

    mine.goto(MINE)
    mine.get_by_label(QUOTE).check()
    html, text = copy(mine)
    assert QUOTE in html
    assert QUOTE in text
    assert text.splitlines()[:2] == ["Percival Adeyemi", "School Counselor"]

    public = open_page()
    public.goto("/larkspur-high/")
    before = mark_of(public)
    office.goto("/admin/logos/")
    office.get_by_role("link", name="Larkspur High", exact=True).first.click()
    office.get_by_role("link", name="Replace the picture").click()
    expect(office.get_by_text("Percival Adeyemi")).to_be_visible()
    choose_picture(office)
    expect(office.locator(".messages[role=status]")).to_contain_text("has its new picture")

    public.goto("/larkspur-high/")
    assert mark_of(public) != before
    assert served.ask(MORNING).startswith("1 mail")
    waiting = "/admin/new-signatures/?renewed=no"
    office.goto(waiting)
    expect(office.get_by_role("main")).to_contain_text("Percival Adeyemi")

    mine.goto(MINE)
    renewed, _text = copy(mine)
    assert renewed != html
    assert QUOTE in renewed
    office.goto(waiting)
    expect(office.get_by_role("main")).not_to_contain_text("Percival Adeyemi")


def choose_picture(office: Page) -> None:
    office.locator("#id_file").set_input_files(picture("#7a1f1f"))
    for said in ("The description fits the new picture", "I have looked at who is affected"):
        office.get_by_role("checkbox", name=said).check()
    with office.expect_navigation(wait_until="domcontentloaded"):
        office.get_by_role("button", name="Replace it").click()


def mark_of(page: Page) -> str:
    return str(page.locator("main img").first.get_attribute("src"))
