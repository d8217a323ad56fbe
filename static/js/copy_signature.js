// Copies the signature as rich and plain text at once. Without this script the boxes can be
// selected and copied by hand.
//
// By the copy event and not by navigator.clipboard.write: that one has the browser read the HTML
// as a part of this page, whose content policy then takes the signature's styles away.
const status = document.querySelector("[data-copy-status]");

function copy(html, text) {
    let taken = false;
    const fill = (event) => {
        event.preventDefault();
        event.clipboardData.setData("text/html", html);
        event.clipboardData.setData("text/plain", text);
        taken = true;
    };
    document.addEventListener("copy", fill, { once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", fill);
    return done && taken;
}

for (const button of document.querySelectorAll("[data-copy-rich]")) {
    if (!document.queryCommandSupported("copy")) {
        continue;
    }
    button.hidden = false;
    button.addEventListener("click", () => {
        const html = document.getElementById(button.dataset.copyRich).value;
        const text = document.getElementById(button.dataset.copyPlain).value;
        status.textContent = copy(html, text) ? button.dataset.copied : button.dataset.failed;
    });
}
