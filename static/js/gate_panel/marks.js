/*
 * The marks beside the fields: where each finding stands in the form, and how one gets there.
 */

import { afterItIsDrawn, describe, fill, fromTemplate, put } from "./dom.js";

const JUMP_MARK = 4_000;
const NARROW = "(max-width: 50em)"; // there the panel lies over the form
const FIELDS = "input:not([type=hidden]), select, textarea, [contenteditable=true]";

export const isNarrow = () => window.matchMedia(NARROW).matches;

export class Marks {
    /** `onMore(finding)` is called when someone asks why. */
    constructor(element, form, words, onMore) {
        this.element = element;
        this.form = form;
        this.words = words;
        this.onMore = onMore;
        this.marks = new Map(); // by fingerprint: the mark beside the field
        this.stale = []; // Wagtail's own messages about what was refused
    }

    /** The form came back refused: Wagtail's messages stand in it until their fault is gone. */
    takeRefusals() {
        this.stale = [...this.form.querySelectorAll(".error-message, .help-critical")];
    }

    /** The element of a block or field, or of the closest thing around it that is there. */
    find(finding) {
        let found = null;
        for (const step of (finding.content_path || "").split(".").filter(Boolean)) {
            const around = found || this.form;
            const next = step.startsWith("#")
                ? numbered(around, Number(step.slice(1)))
                : around.querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
            if (!next) break;
            found = next;
        }
        return found;
    }

    show(findings) {
        const wanted = new Set(findings.map((finding) => finding.fingerprint));
        for (const [fingerprint, mark] of this.marks) {
            if (wanted.has(fingerprint) && mark.isConnected) continue;
            describe(mark.described, mark.id, false);
            mark.remove();
            this.marks.delete(fingerprint);
        }
        for (const finding of findings) {
            const place = this.find(finding);
            if (!place || this.marks.has(finding.fingerprint)) continue;
            if (this.refusals(finding).length) continue;
            const mark = fromTemplate(this.element, "[data-gate-mark]");
            mark.id = `gate-mark-${finding.fingerprint}`;
            mark.dataset.severity = finding.severity;
            put(mark, "message", finding.message);
            const more = put(mark, "more", this.words.why);
            const about = document.createElement("span");
            about.className = "w-sr-only";
            about.textContent = ` ${fill(this.words.about, finding)}`;
            more.append(about);
            more.addEventListener("click", () => this.onMore(finding));
            const header = place.matches("[data-streamfield-child]")
                ? place.querySelector(".w-panel__header")
                : null;
            const input = place.querySelector("[data-field-input]");
            if (header) header.after(mark);
            else if (input) input.before(mark);
            else place.prepend(mark);
            mark.described = header ? null : place.querySelector(FIELDS);
            describe(mark.described, mark.id, true);
            this.marks.set(finding.fingerprint, mark);
        }
    }

    /** Wagtail's own messages of a refusal that say this already. */
    refusals(finding) {
        const place = this.find(finding);
        return this.stale.filter(
            (message) => place?.contains(message) && message.textContent.includes(finding.message),
        );
    }

    /** Wagtail's message of a refusal would stand there until the next try, fixed or not. */
    forgetRefusals(findings) {
        const ours = new Set(findings.flatMap((finding) => this.refusals(finding)));
        this.known ??= ours;
        for (const message of this.known) {
            if (ours.has(message)) continue;
            const field = message.closest(".w-field--error");
            if (message.matches(".error-message") && field) {
                field.classList.remove("w-field--error");
                field.querySelector(".w-field__errors-icon")?.setAttribute("hidden", "");
            }
            message.remove();
            this.known.delete(message);
            this.stale = this.stale.filter((other) => other !== message);
        }
    }

    jump(finding) {
        const place = this.find(finding);
        if (place) this.goTo(place);
    }

    /** Shows a place of the form, whatever lies over or around it, and puts the cursor there. */
    goTo(place) {
        if (isNarrow()) {
            document.querySelector("[data-form-side-close-button]")?.click();
        }
        const tab = place.closest("[role=tabpanel]");
        if (tab?.hidden) document.querySelector(`[role=tab][aria-controls="${tab.id}"]`)?.click();
        // Opens every closed section around it, as Wagtail does for a word that is searched.
        const inner = place.querySelector("[data-field-input]") || place;
        inner.dispatchEvent(new Event("beforematch", { bubbles: true }));
        afterItIsDrawn(() => {
            const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
            place.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
            const field = place.querySelector(FIELDS) || place.querySelector("button");
            field?.focus({ preventScroll: true });
        });
        clearTimeout(this.jumped?.timer);
        this.jumped?.place.classList.remove("gate-jumped");
        place.classList.add("gate-jumped");
        const timer = setTimeout(() => place.classList.remove("gate-jumped"), JUMP_MARK);
        this.jumped = { place, timer };
    }
}

/** A block without an id, by its place among those that are not deleted. */
function numbered(around, place) {
    const blocks = around.querySelector(
        "[data-streamfield-stream-container], [data-streamfield-list-container]",
    );
    return [...(blocks?.children ?? [])].filter(
        (child) =>
        child.matches("[data-streamfield-child]") &&
        child.querySelector(":scope > [name$='-deleted']")?.value !== "1",
    )[place];
}
