/*
 * What is pasted into a text field of the page editor is rewritten before the field reads it: its own
 * reader runs lines of mails into one word, takes scripts and hidden parts for words, and leaves
 * headings, links in tables and pictures out without saying so.
 */

import { plainHtml } from "./plain.js";
import { readPasted } from "./reading.js";

// From a text field of this editor: it is taken over as it is.
const OWN = "data-draftjs-conductor-fragment";

function say(field, kinds) {
    const place = field.closest("[data-field]") ?? field;
    place.querySelector("[data-pasted-said]")?.remove();
    const words = kinds
        .map((kind) => document.querySelector(`template[data-pasted="${kind}"]`)?.content.textContent.trim())
        .filter(Boolean);
    if (!words.length) return;
    const said = document.createElement("p");
    said.className = "pasted-said help";
    said.dataset.pastedSaid = "";
    said.setAttribute("role", "status");
    place.append(said);
    said.textContent = words.join(" ");
}

function rewritten(pasted) {
    const { body, left } = readPasted(pasted.getData("text/html"));
    const { html, left: changed } = plainHtml(body);
    const made = new DataTransfer();
    made.setData("text/html", html);
    made.setData("text/plain", pasted.getData("text/plain"));
    return { made, isEmpty: !html, left: [...left, ...changed] };
}

document.addEventListener(
    "paste",
    (event) => {
        const field = event.target.closest?.(".Draftail-Editor");
        const pasted = event.clipboardData;
        if (!field || !event.isTrusted || !pasted) return;
        const html = pasted.getData("text/html");
        if (html.includes(OWN)) return;
        if (!html) {
            const isPicture = [...pasted.files].some((file) => file.type.startsWith("image/"));
            say(field, isPicture && !pasted.getData("text/plain") ? ["pictures"] : []);
            return;
        }
        const { made, isEmpty, left } = rewritten(pasted);
        event.preventDefault();
        event.stopImmediatePropagation();
        say(field, left);
        if (isEmpty) return;
        event.target.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: made, bubbles: true, cancelable: true }),
        );
    },
    true,
);
