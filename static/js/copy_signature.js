// Copies the signature as rich and plain text at once, and tells the website that it was taken.
// Without this script it can be selected in the preview and copied by hand.
//
// First by the copy event: navigator.clipboard.write has the browser read the HTML as a part of this
// page, whose content policy then takes the signature's styles away. That is the second way, where
// a browser refuses the first; the third selects the preview for the person to copy.
const WAYS = [byEvent, byClipboard];

function byEvent(html, text) {
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

async function byClipboard(html, text) {
    if (!navigator.clipboard?.write || !window.ClipboardItem) {
        return false;
    }
    const item = new ClipboardItem({
        "text/html": new Blob([html], { type: "text/html" }),
        "text/plain": new Blob([text], { type: "text/plain" }),
    });
    return navigator.clipboard.write([item]).then(
        () => true,
        () => false,
    );
}

// In the preview, which is drawn with the signature's own styles; the short one is words alone.
function select(area) {
    const words = area?.querySelector("[data-copy-shown]");
    if (words) {
        getSelection().selectAllChildren(words);
        return;
    }
    const frame = document.querySelector("[data-copy-preview]");
    frame.contentWindow.focus();
    frame.contentWindow.getSelection().selectAllChildren(frame.contentDocument.body);
}

async function copy(button) {
    const html = document.getElementById(button.dataset.copyRich).value;
    const text = document.getElementById(button.dataset.copyPlain).value;
    let done = false;
    for (const way of WAYS) {
        done ||= await way(html, text);
    }
    const area = button.closest("[data-copy-area]");
    const say = (words, signedOut = false) => tell(area, words, signedOut);
    if (!done) {
        say(button.dataset.failed);
        select(area);
        return;
    }
    const answer = await note(button.form, button.dataset.copyPath ?? "copy");
    // Whoever is no longer signed in is sent to the sign-in, or has no token for forms anymore.
    const out = answer?.type === "opaqueredirect" || answer?.status === 403;
    if (answer?.status === 204) {
        say(button.dataset.copied);
    } else if (answer?.status === 409) {
        say(button.dataset.outdated);
    } else {
        say(out ? button.dataset.signedOut : button.dataset.unnoted, out);
    }
}

// Which signature was taken counts, and its choices are kept, only when the website has noted it.
function note(form, path) {
    const taken = new FormData(form);
    taken.set("path", path);
    taken.set("script", "1");
    return fetch(form.action, {
        method: "POST",
        body: taken,
        credentials: "same-origin",
        redirect: "manual",
        keepalive: true,
    }).catch(() => null);
}

function tell(area, words, signedOut) {
    const said = area ? "[data-copy-told]" : "[data-copy-status]";
    (area ?? document).querySelector(said).textContent = words;
    document.querySelector("[data-copy-sign-in]").hidden = !signedOut;
}

function prepare() {
    for (const button of document.querySelectorAll("[data-copy-rich]")) {
        button.hidden = false;
        button.form.querySelector("[data-copied-by-hand]").hidden = true;
    }
}

document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy-rich]");
    if (button) {
        copy(button);
    }
});
document.addEventListener("signature-shown", prepare);
prepare();
