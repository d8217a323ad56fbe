/*
 * Ticks ("it is right as it is") and their notes. Their inputs have no names, and what they say is
 * added when the form is sent: so that the editor, which compares the form with what it was, sees a
 * change when someone ticks, and none when a check has run.
 */

import { fill, fromTemplate, readJson } from "./dom.js";

export class Ticks {
    /** `onTick(finding)` is called after each tick, with what was ticked already counted. */
    constructor(element, form, words, onTick) {
        this.element = element;
        this.form = form;
        this.words = words;
        this.onTick = onTick;
        this.findings = []; // those that ask
        this.notes = new Map(Object.entries(readJson("gate-ticked"))); // note, or null for no tick
        this.turn = element.querySelector("[data-gate-turn]"); // counts ticks
        this.locked = "locked" in element.dataset;
        form.addEventListener("submit", () => this.writeAnswers());
    }

    /** The questions of the newest check; those that the server knows as confirmed are ticked. */
    take(findings) {
        this.findings = findings.filter(
            (finding) => finding.severity === "warning" && !finding.excepted,
        );
        for (const finding of findings) {
            if (finding.confirmed && !this.notes.has(finding.fingerprint)) {
                this.notes.set(finding.fingerprint, finding.confirmed.note || "");
            }
        }
    }

    /** The note of a ticked finding, which may be empty; null for one that is not ticked. */
    noteOf(finding) {
        return this.notes.get(finding.fingerprint) ?? null;
    }

    add(item, finding, message) {
        const part = fromTemplate(this.element, "[data-gate-confirmation]");
        const tick = part.querySelector("[data-gate-tick]");
        part.querySelector("[data-gate-tick-words]").textContent = finding.tick;
        const note = part.querySelector("[data-gate-note]");
        const label = part.querySelector("[data-gate-note-label]");
        note.id = `gate-note-of-${finding.fingerprint}`;
        label.htmlFor = note.id;
        for (const input of [tick, note]) {
            input.setAttribute("aria-describedby", message.id);
            input.disabled = this.locked;
        }
        tick.addEventListener("change", () => {
            this.notes.set(finding.fingerprint, tick.checked ? note.value : null);
            const asItIsNow = this.findings.find((one) => one.fingerprint === finding.fingerprint);
            this.show(item, asItIsNow || finding);
            this.turned();
            this.onTick(finding);
        });
        note.addEventListener("input", () => {
            this.notes.set(finding.fingerprint, note.value);
            this.turned();
        });
        item.append(part);
        this.show(item, finding);
    }

    show(item, finding) {
        const note = this.noteOf(finding);
        const input = item.querySelector("[data-gate-note]");
        item.querySelector("[data-gate-tick]").checked = note !== null;
        item.querySelector("[data-gate-note-part]").hidden = note === null;
        if (note !== null && document.activeElement !== input) input.value = note;
        const by = item.querySelector("[data-gate-confirmed]");
        by.hidden = note === null || !finding.confirmed;
        if (finding.confirmed) by.textContent = fill(this.words.confirmed, finding.confirmed);
        item.querySelector("[data-gate-back]").hidden = by.hidden || this.locked;
        item.querySelector("[data-gate-pending]").hidden = note === null || !by.hidden;
        item.classList.toggle("gate-finding--confirmed", note !== null);
    }

    /** Tells the editor that there is something to save. */
    turned() {
        this.turn.value = Number(this.turn.value) + 1;
    }

    answers() {
        if (this.locked) return [];
        return this.findings.flatMap((finding) => {
            const { fingerprint } = finding;
            const note = this.noteOf(finding);
            const asked = [["gate-asked", fingerprint]];
            if (note === null) return asked;
            const ticked = ["gate-confirm", fingerprint];
            return [...asked, ticked, [`gate-note-${fingerprint}`, note]];
        });
    }

    writeAnswers() {
        const answers = document.createElement("div");
        answers.hidden = true;
        for (const [name, value] of this.answers()) {
            const input = document.createElement("input");
            Object.assign(input, { type: "hidden", name, value });
            answers.append(input);
        }
        this.form.append(answers);
        // By then the browser has read them; if the form stays, they would be old.
        setTimeout(() => answers.remove());
    }
}
