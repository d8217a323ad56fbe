"""The second step in a real browser: an app without scripts, a passkey with Chromium's own key."""

import datetime as dt

import pyotp
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.district import District

from .conftest import OpenPage, sign_in
from .test_axe import WIDTHS, findings, sideways

# People of their own: nobody else's session is asked for a second step.
MAKING = """
from district_cms.demo.pages import DEMO_PASSWORD
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.people.services import create_staff_member
from district_cms.schools.models import SchoolPage

school = SchoolPage.objects.first()
for name in ("Ines", "Jonas", "Kirsi"):
    if not User.objects.filter(first_name=name, last_name="Halvorsen").exists():
        create_staff_member(
            email=f"{name}.halvorsen@larkspur.example", given_name=name, family_name="Halvorsen",
            title="Teacher", roles=[(Role.TEACHER, school)], password=DEMO_PASSWORD)
print("done")
"""
KEY_OF_CHROMIUM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module", autouse=True)
def people(served: District) -> None:
    served.ask(MAKING)


def code(key: str, served: District, later: int = 0) -> str:
    """What the app shows, on the clock of the server."""
    return pyotp.TOTP(key).at(served.now() + dt.timedelta(seconds=later))


def sign_out(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def test_a_passkey_is_made_and_used(open_page: OpenPage, served: District) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    developer = page.context.new_cdp_session(page)
    developer.send("WebAuthn.enable")
    key = developer.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_OF_CHROMIUM})
    sign_in(page, "jonas.halvorsen")
    page.goto("/admin/account/#tab-sign-in")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("A name for it").fill("School laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator(".sign-in__codes li")).to_have_count(10)

    sign_out(page)
    sign_in(page, "jonas.halvorsen")
    held = {"authenticatorId": key["authenticatorId"], "isUserVerified": True}
    developer.send("WebAuthn.setUserVerified", held)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(f"{served.address}/admin/")

    # The same device is not taken twice, and is told so.
    page.goto("/admin/sign-in/passkeys/new/")
    page.get_by_label("A name for it").fill("Again")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("This device has a passkey for your account already.")).to_be_visible()


def test_axe_finds_nothing_and_everything_fits(open_page: OpenPage, served: District) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    sign_in(page, "kirsi.halvorsen")
    page.goto("/admin/sign-in/app/")
    key = page.locator(".sign-in__key code").inner_text().replace(" ", "")
    faults = look(page, "app")
    page.get_by_label("six digits").fill(code(key, served))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".sign-in__codes li")).to_have_count(10)
    faults += look(page, "recovery codes")
    for name, address in (
        ("overview", "/admin/sign-in/"),
        ("passkey", "/admin/sign-in/passkeys/new/"),
        ("new codes", "/admin/sign-in/recovery-codes/new/"),
        ("account", "/admin/account/#tab-sign-in"),
    ):
        page.goto(address)
        faults += look(page, name, ".sign-in-summary" if name == "account" else "")
    sign_out(page)
    sign_in(page, "kirsi.halvorsen")
    faults += look(page, "second step")
    assert faults == []


def look(page: Page, name: str, part: str = "") -> list[str]:
    """What axe-core finds at both widths, and what stands out of the window."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(AXE_SCRIPT)
        found += [f"{name} at {width}: {each}" for each in findings(page, part)]
        if sideways(page):
            found.append(f"{name} at {width}: sideways")
    return found
