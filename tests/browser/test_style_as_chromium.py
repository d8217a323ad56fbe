"""Chromium hides what our reading of inline style calls hidden, and shows the rest."""

from html import escape

from playwright.sync_api import Browser

from tests.unit.checks.accessibility.test_style_reading import HIDDEN, SHOWN

IS_SHOWN = """(styles) => styles.map((style) => {
  document.body.innerHTML = `<p style="${style}">x</p>`;
  return document.body.firstChild.checkVisibility({visibilityProperty: true});
})"""


def test_chromium_hides_what_we_call_hidden(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<!doctype html><title>Styles</title>")
    shown = page.evaluate(IS_SHOWN, [escape(style) for style in (*SHOWN, *HIDDEN)])
    page.close()
    assert shown == [True] * len(SHOWN) + [False] * len(HIDDEN)
