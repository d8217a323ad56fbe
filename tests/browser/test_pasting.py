"""What people paste from Word keeps its words apart."""

from playwright.sync_api import expect

from .conftest import OpenPage

TABLE = """<p>Before</p><table><tr><td><p>Day</p></td><td>Work</td></tr>
    <tr><td>Tuesday</td><td>Read <b>chapter</b> 4</td></tr></table><p>After</p>"""
COPY = """async (html) => {
    const text = new Blob(["Day\\tWork"], { type: "text/plain" });
    const item = { "text/html": new Blob([html], { type: "text/html" }), "text/plain": text };
    await navigator.clipboard.write([new ClipboardItem(item)]);
}"""


def test_a_pasted_table_becomes_one_line_for_each_row(open_page: OpenPage) -> None:
    page = open_page("elena.rivera")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/juniper-creek/ms-rivera/2026-27/math-3/")
    classroom = page.locator("wagtail-userbar").evaluate(
        "(bar) => bar.shadowRoot.innerHTML.match(/pages\\/(\\d+)\\/edit/)[1]"
    )
    page.goto(f"/admin/pages/{classroom}/edit/")
    page.evaluate(COPY, TABLE)
    field = page.locator(".Draftail-Editor [contenteditable=true]").first
    field.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+v")
    expect(field).to_contain_text("After")
    lines = field.inner_text().splitlines()
    assert lines[-4:] == ["Before", "Day | Work", "Tuesday | Read chapter 4", "After"]
