// What asks for a new signature goes as soon as the page says that it is copied.
const asks = document.querySelector("[data-until-copied]");
const page = asks && document.querySelector(".signature-page");

function look() {
    const words = page.querySelector("[data-copy-status]")?.textContent;
    const button = page.querySelector("[data-copied]");
    if (words && words === button?.dataset.copied) {
        asks.remove();
        watcher.disconnect();
    }
}

const watcher = new MutationObserver(look);
if (page) {
    watcher.observe(page, { childList: true, subtree: true });
}
