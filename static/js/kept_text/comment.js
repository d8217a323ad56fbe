/*
 * In the review: keeps a comment in this browser until the website has it, says in words why it was
 * not sent, and has it in its field again when someone comes back. What a button sends is held back
 * while nothing can arrive, instead of leaving the screen for an empty one.
 */

import { forgetSent, Kept, rememberSent } from "./store.js";

const PAUSE = 400; // milliseconds after the last change

class KeptComment {
    constructor(place, root) {
        this.field = place.querySelector("textarea");
        this.form = this.field.form;
        this.root = root;
        this.kept = new Kept(root.dataset.keptUser, place.dataset.keptComment);
        // Of several at once nobody can tell afterwards; of one it waits still, so it has not arrived.
        this.isOfOne = place.dataset.keptComment !== "review-several";
    }

    start() {
        const found = this.kept.newest();
        if (found) {
            const [key, entry] = found;
            const text = entry.fields[0]?.[1] ?? "";
            this.kept.forget(key);
            if (text && !this.field.value.trim() && (this.isOfOne || !entry.sent)) {
                this.field.value = text;
                this.field.closest("details")?.setAttribute("open", "");
                this.say("again");
            }
        }
        this.keep();
        this.field.addEventListener("input", () => {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.keep(), PAUSE);
        });
        this.form.addEventListener("submit", (event) => this.send(event));
    }

    keep() {
        clearTimeout(this.timer);
        const text = this.field.value.trim() ? this.field.value : "";
        if (text) this.kept.keep([["comment", text]], {});
        else this.kept.forget();
    }

    /** Sends only what can arrive. */
    async send(event) {
        const text = this.field.value.trim();
        if (!text || this.isChecked) {
            this.isChecked = false;
            if (text) this.kept.sent();
            return;
        }
        event.preventDefault();
        if (this.isAsking) return;
        this.isAsking = true;
        this.keep();
        const state = await this.ask();
        this.isAsking = false;
        if (state) return this.say(state);
        this.isChecked = true;
        this.form.requestSubmit(event.submitter);
    }

    /** "" where it can be sent. A new sign-in has a new token. */
    async ask() {
        try {
            const answer = await fetch(this.root.dataset.keptSession, {
                headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
                cache: "no-store",
            });
            if (answer.status === 403) return "signed-out";
            if (!answer.ok) return "";
            const { user, token } = await answer.json();
            if (user !== this.root.dataset.keptUser) return "signed-out";
            this.form.elements.namedItem("csrfmiddlewaretoken").value = token;
            return "";
        } catch {
            return "offline";
        }
    }

    say(state) {
        sayIn(this.root, state, this.field.closest("[data-kept-comment]"));
    }
}

/** Puts the words for a state before a field or a form; they replace the last ones. */
function sayIn(root, state, before) {
    before.parentElement.querySelector(":scope > [data-kept-comment-said]")?.remove();
    const template = root.querySelector(`template[data-kept-comment-says="${state}"]`);
    const said = template.content.firstElementChild.cloneNode(true);
    said.dataset.keptCommentSaid = "";
    before.before(said);
    // A live region speaks of what changes in it.
    requestAnimationFrame(() => said.setAttribute("role", "status"));
}

const root = document.querySelector("[data-kept-user]");
if (root) {
    try {
        for (const place of root.querySelectorAll("[data-kept-comment]")) {
            new KeptComment(place, root).start();
        }
        forgetSent(); // a screen came: everything else that was sent has arrived
        window.addEventListener("pageshow", (event) => {
            if (event.persisted) rememberSent(); // back from a page that never came
        });
    } catch {
        // A browser without storage: the forms work as before.
    }
    root.addEventListener("submit", (event) => {
        if (navigator.onLine || event.defaultPrevented) return;
        event.preventDefault();
        const near = event.submitter?.closest(".review-queue__decide, form") ?? event.target;
        sayIn(root, "offline", near);
    });
}
