// A frame is as high as what it holds, also when that changes its width or its letters. Without this
// script it scrolls.
const SELECTOR = "iframe[data-whole-frame]";
const watched = new WeakMap();

function fit(frame) {
    const root = frame.contentDocument?.documentElement;
    if (!root) {
        return;
    }
    const style = getComputedStyle(frame);
    const around = ["paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"];
    const edges = around.reduce((sum, name) => sum + parseFloat(style[name]), 0);
    // Measured from the content, not from the frame, so that it shrinks too.
    const content = Math.ceil(root.getBoundingClientRect().height);
    const bar = root.scrollWidth > root.clientWidth ? 20 : 0; // one that lies sideways
    const whole = content + bar + (style.boxSizing === "border-box" ? edges : 0);
    frame.style.blockSize = `${whole}px`;
}

function watch(frame) {
    const root = frame.contentDocument?.documentElement;
    if (!root || watched.get(frame) === root) {
        return;
    }
    watched.set(frame, root);
    new ResizeObserver(() => fit(frame)).observe(root);
    fit(frame);
}

function watchAll() {
    for (const frame of document.querySelectorAll(SELECTOR)) {
        frame.addEventListener("load", () => watch(frame));
        if (frame.contentDocument?.readyState === "complete") {
            watch(frame);
        }
    }
}

document.addEventListener("signature-shown", watchAll);
watchAll();
