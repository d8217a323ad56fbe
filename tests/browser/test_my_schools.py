"""A family chooses its schools on the front page, and finds them there again: with the keyboard, in
both languages, without telling anybody which, and not without the script."""

from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .watching import Watch

JUNIPER, LARKSPUR = "Juniper Creek Elementary", "Larkspur High"


def mine(page: Page) -> list[str]:
    """The schools that stand under "My schools"."""
    return page.locator(".my-schools__list .school-new__title").all_inner_texts()


def choose(page: Page, *schools: str) -> None:
    page.get_by_text("Choose my schools").click()
    for school in schools:
        page.get_by_role("checkbox", name=school).check()
    page.get_by_role("button", name="Show these schools").click()


def test_with_the_keyboard_alone_a_family_chooses_its_schools_and_finds_them_again(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="News of the schools")).to_be_visible()
    page.get_by_text("Choose my schools").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    box = page.get_by_role("group", name="Which schools do you want to see here?")
    expect(box.get_by_role("checkbox").first).to_be_focused()
    page.get_by_role("checkbox", name=JUNIPER).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    status = page.locator("[data-status]")
    expect(status).to_have_text(f"Now this page shows: {JUNIPER}.")
    expect(page.locator(".my-schools__summary")).to_be_focused()
    assert mine(page) == [JUNIPER]
    expect(page.get_by_role("heading", name="Coming up for all schools")).to_be_visible()
    expect(page.get_by_role("heading", name="News of the schools")).to_be_hidden()
    expect(page.get_by_role("heading", name="News of the district")).to_be_visible()

    page.reload()
    expect(page.locator(".my-schools__list .school-new__title")).to_have_text([JUNIPER])
    # It says so to nobody: neither by a cookie nor by what it asks for.
    assert page.context.cookies() == []
    page.get_by_text("Choose my schools").click()
    expect(page.get_by_role("checkbox", name=JUNIPER)).to_be_checked()
    page.get_by_role("button", name="Forget my choice").click()
    expect(status).to_have_text("Now this page shows all schools.")
    expect(page.get_by_role("heading", name="News of the schools")).to_be_visible()
    assert mine(page) == []
    assert page.evaluate("() => localStorage.length") == 0


def test_the_server_is_asked_the_same_whatever_was_chosen(open_page: OpenPage) -> None:
    asked: dict[str, list[str]] = {}
    for school in (JUNIPER, LARKSPUR):
        page = open_page()
        page.goto("/")
        own = asked.setdefault(school, [])
        page.on("request", lambda request, own=own: own.append(request.url.partition("//")[2]))
        choose(page, school)
        expect(page.locator(".my-schools__list .school-new__title")).to_have_text([school])
        page.wait_for_load_state("networkidle")
    # Without files: a picture is fetched when someone scrolls that far.
    pages = [[url for url in own if url.endswith("/")] for own in asked.values()]
    assert pages[0] == pages[1]
    assert [url.partition("/")[2] for url in pages[0]] == ["calendar/schools/"]


def test_a_page_that_cannot_be_loaded_leaves_everything_as_it_was(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("Failed to load resource.*/calendar/schools/")
    page = open_page()
    page.goto("/")
    page.route("**/calendar/schools/", lambda route: route.abort())
    choose(page, JUNIPER)
    expect(page.locator("[data-status]")).to_contain_text("could not be loaded")
    expect(page.get_by_role("heading", name="News of the schools")).to_be_visible()


def test_without_the_script_there_is_a_link_to_all_schools(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    expect(page.get_by_text("Choose my schools")).to_be_hidden()
    page.get_by_role("link", name="What is new in each school").click()
    page.get_by_role("navigation", name="Go to a school").get_by_role("link", name=JUNIPER).click()
    assert page.url.endswith("#juniper-creek")
    expect(page.get_by_role("heading", name="School by school")).to_be_visible()
