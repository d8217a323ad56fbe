"""The second step in a real browser: an app without scripts, a passkey with Chromium's own key."""

import datetime as dt
import re

import pyotp
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.district import District

from .conftest import OpenPage, sign_in
from .test_axe import WIDTHS, findings, sideways
from .watching import Watch

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


# Forms alone, which `tests/integration/people/second_step/test_second_step.py` fills in as well.
@pytest.mark.slow
def test_an_app_is_set_up_and_used_without_scripts(open_page: OpenPage, served: District) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, "ines.halvorsen")
    page.goto("/admin/sign-in/")
    page.get_by_role("link", name="Set up an authenticator app").click()
    expect(page.locator(".sign-in__picture svg")).to_be_visible()
    key = page.locator(".sign-in__key code").inner_text().replace(" ", "")
    page.get_by_label("six digits").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("This code does not match.")).to_be_visible()
    page.get_by_label("six digits").fill(code(key, served))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".sign-in__codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Authenticator app", exact=False).first).to_be_visible()

    sign_out(page)
    sign_in(page, "ines.halvorsen")
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()
    page.goto("/admin/account/")
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()
    # The code of the next half minute: that of the present one is used.
    page.get_by_label("Code").fill(code(key, served, later=30))
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(f"{served.address}/admin/account/")


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
        ("new codes", "/admin/sign-in/recovery-codes/"),
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


@pytest.mark.slow
def test_too_many_tries_are_said_in_the_form(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("429")
    page = open_page(viewport={"width": 320, "height": 900})
    said = page.get_by_text(re.compile(r"Wait \d+ seconds?, then try again\."))
    # The pauses grow from a second on, and a slow machine may take longer than the first.
    for _number in range(9):
        page.goto("/admin/login/")
        page.get_by_label("Email").fill("nobody.here@larkspur.example")
        page.get_by_label("Password").fill("wrong")
        with page.expect_navigation():
            page.get_by_role("button", name="Sign in").click()
        if said.is_visible():
            break
    expect(said).to_be_visible()
    assert not sideways(page)
