"""What is pressed is large enough: WCAG 2.5.8 (24 px), and 44 px on a phone.

Let through as the criterion does: a link in a line of other words, and below 44 px what stands far
enough from everything else that is pressed. A box or a round button is as large as its label.
"""

from typing import Final

from playwright.sync_api import Page, ViewportSize

LEAST, LEAST_ON_A_PHONE = 24, 44  # CSS pixels
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
_PATIENCE, _PAUSE = 15, 200  # times, milliseconds

# Wagtail's own frame: the bar with its path, the sign that links to a panel.
_FRAME: Final = ".w-slim-header, .w-h-slim-header, .w-panel__anchor, .w-sr-only"
_TOO_SMALL: Final = """([least, frame]) => {
    const SPACE = 24;
    const pressed = "a[href], button, summary, select, textarea, input:not([type=hidden]), "
        + "[role=button], [role=tab]";
    const boxOf = (element) => {
        const labels = element.matches("[type=checkbox], [type=radio]") ? [...element.labels] : [];
        const parts = [element, ...element.querySelectorAll("*"), ...labels]
            .map((each) => each.getBoundingClientRect())
            .filter((each) => each.width && each.height);
        const left = Math.min(...parts.map((each) => each.left));
        const top = Math.min(...parts.map((each) => each.top));
        const right = Math.max(...parts.map((each) => each.right));
        const bottom = Math.max(...parts.map((each) => each.bottom));
        return {left, top, right, bottom, width: right - left, height: bottom - top};
    };
    const isInLine = (element) => {
        const display = (each) => getComputedStyle(each).display;
        if (display(element) !== "inline") return false;
        let block = element.parentElement;
        while (display(block) === "inline") block = block.parentElement;
        const words = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        while (words.nextNode()) {
            const {parentElement, textContent} = words.currentNode;
            if (/\\w/.test(textContent) && !parentElement.closest(pressed)
                && !parentElement.closest(".w-sr-only, .visually-hidden")) return true;
        }
        return false;
    };
    const isSmall = ({box}, size) =>
        box.height < size - 0.5 || box.width < Math.min(size, SPACE) - 0.5;
    const nameOf = (each) => `${each.tagName.toLowerCase()}.${each.className}`;
    const distance = (from, box) => Math.hypot(
        Math.max(box.left - from.x, 0, from.x - box.right),
        Math.max(box.top - from.y, 0, from.y - box.bottom));
    const middle = (box) => ({x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2});
    const targets = [...document.querySelectorAll("main")]
        .flatMap((each) => [...each.querySelectorAll(pressed)])
        .filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.disabled
            && !each.closest(frame) && !each.matches("[tabindex='-1'][aria-hidden]"))
        .map((element) => ({element, box: boxOf(element)}))
        .filter(({box}) => box.width > 1 && box.height > 1);
    const stands = (one) => targets.every((other) => {
        if (other.element === one.element) return true;
        if (!isSmall(other, SPACE)) return distance(middle(one.box), other.box) >= SPACE / 2;
        const [a, b] = [middle(one.box), middle(other.box)];
        return Math.hypot(a.x - b.x, a.y - b.y) >= SPACE;
    });
    return targets
        .filter((one) => isSmall(one, least) && !isInLine(one.element))
        .filter((one) => least > SPACE || !stands(one))
        .map(({element, box}) => `${Math.round(box.width)} x ${Math.round(box.height)}: `
            + `${nameOf(element)} in ${nameOf(element.parentElement)}`
            + ` “${(element.textContent.trim() || element.name || "").slice(0, 40)}”`);
}"""


_OWN_WIDTH: Final = "() => document.querySelector('main').getBoundingClientRect().width"


def become_a_phone(page: Page) -> None:
    """Narrows the window and waits for Wagtail's menu to fold: beside it, lines break elsewhere."""
    page.set_viewport_size(PHONE)
    for _try in range(_PATIENCE):
        if page.evaluate(_OWN_WIDTH) > 0.85 * PHONE["width"]:
            return
        page.wait_for_timeout(_PAUSE)
    raise AssertionError("The menu did not fold.")


def too_small(page: Page, least: int = LEAST) -> list[str]:
    """What in the page's own part stays smaller: its size in CSS pixels, its place and its words.
    What is wide enough for a finger's tip may be narrower than 44 px, not lower."""
    found: list[str] = []
    for _try in range(_PATIENCE):  # the editor's scripts fold panels when a window gets narrow
        found = page.evaluate(_TOO_SMALL, [least, _FRAME])
        if not found:
            break
        page.wait_for_timeout(_PAUSE)
    return found


_CUT_OFF: Final = """() => [...document.querySelectorAll("main .button")]
    .filter((each) => each.checkVisibility({visibilityProperty: true})
        && getComputedStyle(each).overflowX !== "visible"
        && each.scrollWidth > each.clientWidth + 1)
    .map((each) => each.textContent.trim())"""


def cut_off(page: Page) -> list[str]:
    """The words of buttons that hide their end."""
    found: list[str] = page.evaluate(_CUT_OFF)
    return found
