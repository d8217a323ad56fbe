/*
 * The composer: saves by itself, adds rows, and sends pictures where pictures go.
 *
 * Speaks to the kept text (`kept_text/editor.js`) in the events of the page editor, so that what is
 * typed stays in this browser until the server has it. Without this script the form works by its
 * buttons.
 */

import { startEditors } from "./composer_editor.js";
import { isTyped } from "./kept_text/typed.js";

const PAUSE = 2500; // milliseconds after the last change
const PATIENCE = 10_000; // who pressed a button is answered in any case

class Composer {
    constructor(form) {
        this.form = form;
        this.said = form.querySelector("[data-composer-said]");
        this.notSent = form.querySelector("[data-composer-not-sent]");
        this.saving = null;
    }

    start() {
        // An answer to a sent form has no address: whoever goes back or loads it again gets this one.
        const { composerAgain } = this.form.dataset;
        if (composerAgain) history.replaceState(null, "", composerAgain);
        for (const event of ["input", "change"]) {
            this.form.addEventListener(event, (change) => this.changed(change));
        }
        this.form.addEventListener("w-unsaved:add", () => this.save());
        this.form.addEventListener("click", (event) => this.add(event));
        this.form.addEventListener("composer:pictures", (event) => this.addPictures(event.detail));
        // Enter goes on to the next line or does nothing: it is not the moment to send. The Enter
        // that ends a word of another script is the keyboard's own.
        this.form.addEventListener("keydown", (event) => {
            if (event.isComposing) return;
            if (event.key === "Enter" && event.target.matches("input:not([type=file])")) {
                event.preventDefault();
            }
        });
        // Before the kept text, which takes the form for sent.
        this.form.addEventListener("submit", (event) => this.pressed(event), { capture: true });
        // Back from the browser's own page about what could not be sent.
        window.addEventListener("pageshow", (event) => event.persisted && this.ended());
        document.addEventListener("visibilitychange", () => {
            // What was not saved once has no number yet, and nobody to take it from the answer.
            if (document.hidden && this.isDirty && this.isBegun) this.save({ keepalive: true });
        });
        // The field that was empty when its button was pressed, before what is left over all.
        const places = ["words-missing", "summary", "repaired"];
        const found = places.map((name) => document.querySelector(`[data-composer-${name}]`));
        found.find((place) => place)?.focus();
        // Who was quicker than this script is saved as well, and told.
        if (isTyped(this.form)) this.form.dispatchEvent(new Event("input", { bubbles: true }));
    }

    changed(event) {
        if (event.target.type === "file") {
            // Files go up at once: what pictures need is asked when they are there.
            if (event.type === "change" && event.target.files.length) {
                this.form.requestSubmit(this.form.querySelector("button[name=save]"));
            }
            return;
        }
        this.isDirty = true;
        clearTimeout(this.timer);
        if (this.isBegun || this.holdsWords) this.timer = setTimeout(() => this.save(), PAUSE);
    }

    /** Whether there is a draft of it. */
    get isBegun() {
        return this.form.elements.namedItem("loaded_revision_id").value !== "";
    }

    /** Whether there is more than a day or a tick that someone tried out. */
    get holdsWords() {
        const inputs = this.form.querySelectorAll("textarea, input[type=text]:not([data-typed-kind])");
        return [...inputs].some((input) => input.value.trim() !== input.defaultValue.trim());
    }

    /** Whether what is sent now would end on the browser's own page about a connection, or on the
        one that asks to sign in, where nobody sees that the words are kept. */
    get isCutOff() {
        return !navigator.onLine || ["offline", "signed-out"].includes(document.body.dataset.keptText);
    }

    save(options = {}) {
        clearTimeout(this.timer);
        if (this.isSent) return;
        if (this.saving) {
            this.again = true;
            return;
        }
        this.saving = this.send(options).finally(() => {
            this.saving = null;
            if (this.again) {
                this.again = false;
                this.timer = setTimeout(() => this.save(), PAUSE);
            }
        });
    }

    async send(options) {
        this.isDirty = false;
        this.tell("w-autosave:save", {});
        const data = new FormData(this.form);
        for (const name of ["camera", "library", "documents"]) data.delete(name);
        let response;
        try {
            response = await fetch(this.form.action, {
                method: "POST",
                body: data,
                headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
                redirect: "error",
                ...options,
            });
        } catch {
            this.isDirty = true;
            // A sign-in that answers instead is a redirect, which is an error here as well.
            this.tell("w-autosave:error", { type: navigator.onLine ? "server_error" : "network_error" });
            return;
        }
        const answer = await response.json().catch(() => ({}));
        if (!response.ok) {
            this.isDirty = true;
            this.tell("w-autosave:error", { type: answer.type ?? "server_error", text: "" });
            return;
        }
        this.take(answer);
        this.tell("w-autosave:success", { data: answer });
    }

    take(answer) {
        const { elements } = this.form;
        for (const name of ["loaded_revision_id", "loaded_revision_created_at"]) {
            elements.namedItem(name).value = answer[name];
        }
        elements.namedItem("overwrite_revision_id").value = answer.loaded_revision_id;
        if (this.form.getAttribute("action") !== answer.address) {
            this.form.setAttribute("action", answer.address);
            history.replaceState(null, "", answer.address);
        }
        this.said.textContent = answer.words;
        this.notSent.hidden = true; // what was the trouble is over
        for (const name of ["waiting", "offer", "foot"]) {
            const place = document.querySelector(`[data-composer-${name}]`);
            const isSame = place.dataset.html === answer[name] || (name === "waiting" && !answer.waiting);
            if (!isSame) place.innerHTML = place.dataset.html = answer[name];
        }
    }

    tell(name, detail) {
        this.form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }

    /**
     * A button that is pressed while the form saves itself waits for that save. Without a connection
     * it is tried out by a save first: what cannot be sent stays here.
     */
    pressed(event) {
        clearTimeout(this.timer);
        clearTimeout(this.ending);
        if (!this.saving && this.isCutOff && !this.held) this.save();
        this.notSent.hidden = true;
        if (!this.saving) {
            this.isSent = true;
            this.ending = setTimeout(() => this.ended(), PATIENCE); // it may not have come to anything
            return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        if (this.held) return;
        this.held = true;
        const button = event.submitter;
        const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
        Promise.race([this.saving, patience]).then(() => {
            this.held = false;
            this.again = false;
            this.saving = null;
            if (this.isCutOff) this.sayNotSent();
            else this.form.requestSubmit(button);
        });
    }

    /** What was sent is over, and this form is still here: what was typed meanwhile is saved. */
    ended() {
        clearTimeout(this.ending);
        this.isSent = false;
        if (this.isDirty && (this.isBegun || this.holdsWords)) this.save();
    }

    /** At the head of the page the bar cannot grow upward beyond its form: the page makes room. */
    sayNotSent() {
        const isSignedOut = navigator.onLine && document.body.dataset.keptText === "signed-out";
        this.notSent.dataset.offline ??= this.notSent.textContent;
        this.notSent.textContent = this.notSent.dataset[isSignedOut ? "signedOut" : "offline"];
        this.notSent.hidden = false;
        this.notSent.parentElement.scrollIntoView({ block: "nearest" });
    }

    add(event) {
        const button = event.target.closest("button[name=add]");
        if (!button) return;
        event.preventDefault();
        const name = button.value;
        const total = this.form.elements.namedItem(`${name}-TOTAL_FORMS`);
        const template = this.form.querySelector(`template[data-composer-row="${name}"]`);
        const holder = document.createElement("template");
        holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
        const row = holder.content.firstElementChild;
        row.querySelector(`[name="${name}-${total.value}-block-id"]`).value = newId();
        total.value = Number(total.value) + 1;
        this.form.querySelector(`[data-composer-rows="${name}"]`).append(row);
        startEditors(row);
        row.querySelector("input:not([type=hidden])").focus();
    }

    /** A picture on the clipboard goes where pictures go. */
    addPictures(pictures) {
        const library = this.form.elements.namedItem("library");
        if (!library) return;
        const chosen = new DataTransfer();
        for (const picture of pictures) chosen.items.add(picture);
        library.files = chosen.files;
        library.dispatchEvent(new Event("change", { bubbles: true }));
    }
}

/** A name for a new row; `crypto.randomUUID` is not there on every address. */
function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const form = document.querySelector("form[data-composer]");
if (form) new Composer(form).start();
