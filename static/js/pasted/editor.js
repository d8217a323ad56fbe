/*
 * Rewrites pasted content before a text field of the page editor reads it. The field's own parser
 * merges lines of mails into one word, takes scripts and hidden parts for text, and silently drops
 * headings, links in tables and pictures.
 */

import { boldHtml, hasBold, withoutBold } from "./marks.js";
import { plainHtml } from "./plain.js";
import { readPasted } from "./reading.js";

// Content from a text field of this editor is pasted unchanged.
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

/** Inserts into a line without bold, as typed text, so that undo works. */
function pasteLine(event) {
    const line = event.target.closest?.("input[type=text], textarea:not([data-composer-box])");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!line || !event.isTrusted || !hasBold(text)) return;
    event.preventDefault();
    document.execCommand("insertText", false, withoutBold(text));
}

function rewritten(pasted, words) {
    const { body, left } = readPasted(pasted);
    const { html, left: changed } = plainHtml(body);
    const made = new DataTransfer();
    made.setData("text/html", html);
    made.setData("text/plain", words);
    return { made, isEmpty: !html, left: [...left, ...changed] };
}

document.addEventListener(
    "paste",
    (event) => {
        const field = event.target.closest?.(".Draftail-Editor");
        const pasted = event.clipboardData;
        if (!field) pasteLine(event);
        if (!field || !event.isTrusted || !pasted) return;
        const words = pasted.getData("text/plain");
        const html = pasted.getData("text/html") || (hasBold(words) ? boldHtml(words) : "");
        if (html.includes(OWN)) return;
        if (!html) {
            const isPicture = [...pasted.files].some((file) => file.type.startsWith("image/"));
            say(field, isPicture && !words ? ["pictures"] : []);
            return;
        }
        const { made, isEmpty, left } = rewritten(html, words);
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
