// The preview of a message, read again after each change of its form; without this script a button
// does it. Nothing is saved by it.
const WAIT = 400;
const form = document.getElementById("w-editor-form");
const parts = ["message-line", "message-preview", "message-actions"];
let timer = 0;
let latest = 0;

function display(page) {
    for (const id of parts) {
        const own = document.getElementById(id);
        const next = page.getElementById(id);
        if (next) own.replaceChildren(...next.childNodes);
    }
    prepare();
    const status = document.getElementById("message-status");
    status.textContent = status.dataset.updated;
}

async function refresh() {
    latest += 1;
    const mine = latest;
    const data = new FormData(form);
    data.set("preview", "1");
    const options = { method: "POST", body: data, credentials: "same-origin" };
    const answer = await fetch(form.action, options).catch(() => null);
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === latest) display(page);
}

function prepare() {
    for (const each of form.querySelectorAll("[data-without-script]")) each.hidden = true;
    for (const each of form.querySelectorAll("[data-copy-address]")) each.hidden = false;
    const what = form.elements.what.value;
    for (const each of form.querySelectorAll("[data-only-for]")) {
        each.hidden = each.dataset.onlyFor !== what;
    }
}

form.addEventListener("change", ({ target }) => {
    const district = form.elements.whole_district;
    // The whole district or schools, not both.
    if (district && target === district && district.checked) {
        for (const school of form.querySelectorAll("[name=schools]")) school.checked = false;
    } else if (district && target.name === "schools" && target.checked) {
        district.checked = false;
    } else if (target.name === "what") {
        const words = form.querySelector("[data-opens-for]");
        if (words.dataset.opensFor.split(" ").includes(target.value)) words.open = true;
    }
    prepare();
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, WAIT);
});
prepare();
