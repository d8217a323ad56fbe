// Keeps what a paste has beside its plain text: the HTML, with pictures, links and backgrounds.
// Without this script the plain text alone is checked.
//
// The HTML goes into a hidden field and never into the page: nothing in it is shown or loaded.
const text = document.querySelector("[data-paste=text]");
const html = document.querySelector("[data-paste=html]");
const status = document.querySelector("[data-paste-status]");

text?.addEventListener("paste", (event) => {
    const pasted = event.clipboardData;
    const formatted = pasted.getData("text/html");
    const plain = pasted.getData("text/plain");
    // What is pasted into words that are there already is no signature by itself.
    const replacesAll = text.selectionEnd - text.selectionStart === text.value.length;
    html.value = replacesAll ? formatted : "";
    if (html.value) {
        status.textContent = status.dataset.withFormat;
    } else {
        const isPicture = !plain && [...pasted.files].some((file) => file.type.startsWith("image/"));
        status.textContent = isPicture ? status.dataset.picture : "";
    }
    // A logo alone has no plain text that would stand in the box.
    if (html.value && !plain) {
        event.preventDefault();
    }
});

text?.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") {
        html.value = "";
        status.textContent = "";
    }
});
