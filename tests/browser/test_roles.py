"""Each role of the table (`people.roles.matrix`) sees its own work and nobody else's."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.district import District

from . import editor
from .conftest import OpenPage

TEACHER = "hollis.tanaka"
PRINCIPAL_OF_MIDDLE = "tobias.nakagawa"
OFFICE = "noor.castellane"
ADMINISTRATOR = "rosalind.achterberg"
COUNSELOR = "percival.adeyemi"

EARTH_SCIENCE = "/larkspur-middle/mx-tanaka/2026-27/earth-science-7-period-1/"
HOURS = "/calendar-and-school-hours/"  # in English only, so that nothing is asked about it
GEOMETRY = "/larkspur-high/mr-marchetti/2026-27/geometry/"
SCREENS = (
    "/admin/staff/",
    "/admin/staff/new/",
    "/admin/class-assignments/",
    "/admin/logos/",
    "/admin/logos/new/",
    "/admin/organizations/",
    "/admin/organizations/new/",
    "/admin/school-years/",
    "/admin/school-years/new/",
    "/admin/statements/",
    "/admin/statements/new/",
    "/admin/users/",
)
# What the menu calls them; school years and logos stand under "District".
MENU = {
    "Staff": "/admin/staff/",
    "Class assignments": "/admin/class-assignments/",
    "District": "/admin/logos/",
}
OPEN_TO = {
    TEACHER: set(),
    PRINCIPAL_OF_MIDDLE: {"/admin/staff/"},
    OFFICE: {
        "/admin/staff/",
        "/admin/logos/",
        "/admin/logos/new/",
        "/admin/organizations/",
        "/admin/organizations/new/",
        "/admin/school-years/",
        "/admin/school-years/new/",
        "/admin/statements/",
        "/admin/statements/new/",
    },
    ADMINISTRATOR: set(SCREENS),
}


def waiting_updates(page: Page) -> list[str]:
    """Titles under "Awaiting your review" on the first screen."""
    page.goto("/admin/")
    panel = page.locator("section.w-panel").filter(
        has=page.get_by_role("heading", name="Awaiting your review")
    )
    return [each.inner_text() for each in panel.locator("li a").all()]


# Who opens what is asked without a browser, of every screen and role.
@pytest.mark.slow
@pytest.mark.parametrize("person", OPEN_TO)
def test_a_role_opens_the_screens_of_the_table_and_no_others(
    open_page: OpenPage, person: str
) -> None:
    page = open_page(person)
    opened = set()
    for path in SCREENS:
        answer = page.request.get(path, max_redirects=0)
        if answer.ok:
            opened.add(path)
        else:
            assert answer.headers["location"] == "/admin/"
    assert opened == OPEN_TO[person]

    page.goto("/admin/")
    menu = page.get_by_role("complementary", name="Sidebar")
    expect(menu.get_by_role("link", name="Images")).to_be_visible()
    shown = menu.get_by_role("link").or_(menu.get_by_role("button")).all_inner_texts()
    assert {entry for entry in MENU if entry in shown} == {
        entry for entry, path in MENU.items() if path in OPEN_TO[person]
    }


def test_a_teacher_submits_and_never_publishes(open_page: OpenPage, served: District) -> None:
    page = open_page(TEACHER)
    live = served.children("/larkspur-middle/mx-tanaka/2026-27/health-8/")[-1]
    page.goto(served.editing(live))
    assert editor.buttons(page) == [editor.SUBMIT, "Save draft"]


def test_a_teacher_may_take_back_what_waits_and_not_approve_it(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("leopold.marchetti")
    page.goto(served.editing(served.children(GEOMETRY)[-1]))
    expect(page.get_by_role("link", name="Take it back").first).to_be_visible()
    assert not {"Approve", "Publish"} & set(editor.buttons(page))


@pytest.mark.slow
def test_a_principal_approves_an_update_of_the_own_school_with_one_click(
    open_page: OpenPage, served: District
) -> None:
    public = open_page()
    update = served.children(EARTH_SCIENCE)[-1]
    page = open_page(PRINCIPAL_OF_MIDDLE)
    page.goto(served.editing(update))
    title = editor.title_of(page).input_value()
    public.goto(EARTH_SCIENCE)
    expect(public.get_by_role("link", name=title)).to_have_count(0)

    assert title in waiting_updates(page)
    page.goto(served.editing(update))
    assert editor.buttons(page)[0] == "Approve"
    editor.press(page, "Approve")
    # Wagtail's own words for "approved".
    expect(editor.messages(page)).to_contain_text(title)
    assert title not in waiting_updates(page)

    public.goto(update)
    expect(public.get_by_role("heading", level=1)).to_contain_text(title)
    public.goto(EARTH_SCIENCE)
    expect(public.get_by_role("main")).to_contain_text(title)


@pytest.mark.slow
def test_a_principal_sees_nothing_of_another_school_to_approve(
    open_page: OpenPage, served: District
) -> None:
    of_high = open_page("ines.valdergrove")
    waiting = waiting_updates(of_high)
    assert waiting
    of_middle = open_page(PRINCIPAL_OF_MIDDLE)
    assert not set(waiting) & set(waiting_updates(of_middle))
    of_middle.goto(served.editing(served.children(GEOMETRY)[-1]))
    expect(of_middle).to_have_url(f"{served.address}/admin/")
    expect(editor.messages(of_middle)).to_contain_text("do not have permission")


@pytest.mark.slow
def test_a_principal_sends_an_update_back_and_its_teacher_reads_why(
    open_page: OpenPage, served: District
) -> None:
    principal = open_page("ines.valdergrove")
    update = served.children("/larkspur-high/mr-quintero/2026-27/us-history-11/")[-1]
    principal.goto(served.editing(update))
    title = editor.title_of(principal).input_value()
    editor.press(principal, "Send it back", leads_on=False)
    dialog = principal.get_by_role("dialog")
    dialog.get_by_label("What should change?").fill("Please say which chapter.")
    dialog.get_by_role("button", name="Send it back").click()
    expect(editor.messages(principal)).to_contain_text(title)

    teacher = open_page("rafael.quintero")
    teacher.goto("/admin/")
    teacher.get_by_role("link", name=f"“{title}”", exact=True).click()
    expect(editor.title_of(teacher)).to_have_value(title)
    came_back = teacher.get_by_role("region", name="It was sent back")
    expect(came_back).to_contain_text("Ines Valdergrove: “Please say which chapter.”")
    editor.open_whole(teacher)
    expect(editor.messages(teacher)).to_contain_text(
        "Ines Valdergrove sent this back: “Please say which chapter.”"
    )
    assert editor.buttons(teacher)[0] == "Submit to the principal again"


# The whole walk publishes as well; who may is a table of the integration tests.
@pytest.mark.slow
def test_the_communications_office_publishes_anywhere(
    open_page: OpenPage, served: District
) -> None:
    page = open_page(OFFICE)
    for path in ("/", "/juniper-creek/", GEOMETRY, served.children(GEOMETRY)[0]):
        page.goto(served.editing(path))
        assert "Publish" in editor.buttons(page), path

    page.goto(served.editing(HOURS))
    words = "When school begins and ends, and on which days there is none."
    page.get_by_role("textbox", name="Introduction", exact=True).fill(words)
    editor.press(page, "Publish")
    expect(editor.messages(page)).to_contain_text(re.compile("published|could not be saved"))
    # Told first: the message above the form does not say what was refused.
    assert [each.inner_text() for each in editor.refusals(page.locator("body")).all()] == []
    expect(editor.messages(page)).to_contain_text("published")
    public = open_page()
    public.goto(HOURS)
    expect(public.get_by_role("main")).to_contain_text(words)


@pytest.mark.slow
def test_an_administrator_gives_a_class_to_another_teacher(
    open_page: OpenPage, served: District
) -> None:
    page = open_page(ADMINISTRATOR)
    page.goto("/admin/class-assignments/new/")
    page.get_by_role("button", name="Choose a page").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Search term").fill("Biology")
    # Two schools have a class of that name.
    dialog.locator("a.choose-page[data-url*='/larkspur-high/']").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Choose a person").click()
    dialog.get_by_label("Search term").fill("Abernathy")
    dialog.get_by_role("link", name="Fiona Abernathy").click()
    expect(dialog).to_be_hidden()
    page.locator("#id_part").select_option("Substitute")
    page.get_by_role("button", name="Create").click()
    expect(editor.messages(page)).to_contain_text("created")

    teacher = open_page("fiona.abernathy")
    teacher.goto("/admin/")
    # The panel of classes stands first; the switch for mail has a row a class, too.
    expect(teacher.get_by_role("row").filter(has_text="Biology").first).to_be_visible()
    teacher.goto(
        served.editing(served.children("/larkspur-high/ms-thornquist/2026-27/biology/")[0])
    )
    assert editor.buttons(teacher)[0] == editor.SUBMIT


def test_a_counselor_is_told_kindly_that_there_is_nothing_to_edit(
    open_page: OpenPage, served: District
) -> None:
    page = open_page(COUNSELOR)
    seen: list[str] = []
    page.on("request", lambda each: each.is_navigation_request() and seen.append(each.url))
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Classes I follow")).to_be_visible()
    assert len(seen) == 3  # the first screen, the sign-in, and this one in their place
    page.goto(served.editing(HOURS))
    expect(page.get_by_role("heading", name="Nothing to edit here")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("You are signed in as Percival Adeyemi")
    expect(page.get_by_label("Password")).to_have_count(0)
    page.get_by_role("link", name="Go to the website").click()
    expect(page).to_have_url(f"{served.address}/")
    expect(page.locator("wagtail-userbar")).to_have_count(0)

    page.goto(served.editing(HOURS))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name=re.compile("Sign in to Larkspur"))).to_be_visible()
