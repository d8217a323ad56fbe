/*
 * In the page editor: keeps what is written until the server has it, says in words when saving does
 * not work, and offers the text again when someone comes back.
 */

import { forgetSent, Kept, rememberSent } from "./store.js";
import { isTyped } from "./typed.js";

const PAUSE = 400; // milliseconds after the last change
const AGAIN = 20_000; // milliseconds between two tries
// What is no text of anyone's, and differs from one form to the next.
const NOT_TEXT = /^(csrfmiddlewaretoken|next|known|undo-of|turn|loaded_revision_|overwrite_revision_id|gate-|comment_)|-id$/;
const KEYS = /"key":"[a-z0-9]+"/g; // of paragraphs: rich texts get new ones with every form

/** "Friday, November 27, 4:10 am" in the district's time zone, as the server writes moments. */
function momentText(moment, timeZone) {
    const language = document.documentElement.lang || "en";
    const write = (parts) =>
    new Intl.DateTimeFormat(language, { ...parts, timeZone }).format(moment);
    const day = write({ weekday: "long", month: "long", day: "numeric" });
    const time = write({ hour: "numeric", minute: "2-digit", hour12: true });
    const isSpanish = language.startsWith("es");
    return `${isSpanish ? day.replace(",", "") : day}, ${time.toLowerCase()}`;
}

class KeptText {
    constructor(element, form) {
        this.element = element;
        this.form = form;
        this.about = JSON.parse(document.getElementById("kept-text-about").textContent);
        this.kept = new Kept(this.about.user, this.about.page);
        this.state = "";
    }

    start() {
        // What came back refused is in the form, and not yet on the server.
        // Neither is what was typed into the composer while its scripts were loading.
        const isNew = this.about.refused || ("composer" in this.form.dataset && isTyped(this.form));
        this.before = isNew ? "" : this.content();
        forgetSent({ but: this.kept }); // another form was sent, and this one answered
        if (!this.about.refused) this.offer();
        for (const event of ["input", "change", "keyup", "w-unsaved:add"]) {
            this.form.addEventListener(event, () => this.soon());
        }
        this.form.addEventListener("w-autosave:success", (event) => this.saved(event.detail.data));
        this.form.addEventListener("w-autosave:error", (event) => this.failed(event.detail));
        this.form.addEventListener("submit", () => {
            this.keep();
            this.kept.sent();
        });
        for (const event of ["online", "focus", "pageshow"]) {
            window.addEventListener(event, () => this.state && this.tryAgain());
        }
        window.addEventListener("pageshow", (event) => {
            if (event.persisted) rememberSent(); // back from a page that never came
        });
        document.addEventListener("visibilitychange", () => {
            if (!document.hidden && this.state) this.tryAgain();
        });
        this.form.addEventListener("w-autosave:save", () => {
            this.saving = this.content();
        });
    }

    fields() {
        return [...new FormData(this.form)].filter(
            ([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string",
        );
    }

    content(fields = this.fields()) {
        const texts = fields.filter(([name]) => !NOT_TEXT.test(name));
        return new URLSearchParams(
            texts.map(([name, value]) => [name, value.replace(KEYS, "")]),
        ).toString();
    }

    /** The saved draft that the form shows; a save over it keeps its number and not its moment. */
    revision() {
        const names = ["loaded_revision_id", "loaded_revision_created_at"];
        return names.map((name) => this.form.elements.namedItem(name)?.value ?? "").join(" ");
    }

    soon() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.keep(), PAUSE);
    }

    keep() {
        clearTimeout(this.timer);
        const fields = this.fields();
        if (this.content(fields) === this.before) return; // nothing that the server has not
        this.isKept = this.kept.keep(fields, { revision: this.revision() });
    }

    saved(answer) {
        this.before = this.saving ?? this.content();
        this.hasNewToken = false;
        // Another form of the same page keeps its text by another name.
        const name = `${this.about.start ?? ""}page-${answer?.pk}`;
        if (answer?.pk && this.about.page !== name) {
            this.kept.forget(); // a new page has its number now
            this.about.page = name;
            this.kept = new Kept(this.about.user, this.about.page);
        }
        if (this.content() === this.before) {
            clearTimeout(this.timer);
            this.kept.forget();
        } else this.soon(); // something was typed while it was saving
        this.say("");
    }

    /** Autosave calls everything a server error that is no answer of its own: finds out what it is. */
    async failed({ type, text, response }) {
        this.keep();
        if ([type, response?.error_code].includes("permission_denied")) return this.say("refused");
        if (type === "network_error") return this.say("offline");
        if (type === "invalid_revision") return this.say("elsewhere");
        if (type === "locked") return this.say("locked");
        if (type === "validation_error") return this.say("invalid");
        const session = await this.session();
        if (session === null) return this.say("offline");
        if (!session.user) return this.say("signed-out");
        if (session.user !== this.about.user) return this.say("other-account");
        if (!this.hasNewToken && this.takeToken(session.token)) {
            this.hasNewToken = true; // once: each answer has another one, and tries would not end
            return this.saveNow();
        }
        return this.say("failed", text);
    }

    /** {user, token}; without a user where nobody is signed in; null where nobody answers. */
    async session() {
        try {
            const answer = await fetch(this.about.session, {
                headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
                cache: "no-store",
            });
            if (answer.status === 403) return {};
            return answer.ok ? await answer.json() : { user: this.about.user };
        } catch {
            return null;
        }
    }

    /** A new sign-in has a new token; true where it was another one. */
    takeToken(token) {
        const input = this.form.elements.namedItem("csrfmiddlewaretoken");
        if (!token || !input || this.token === token) return false;
        this.token = token;
        input.value = token;
        return true;
    }

    async tryAgain() {
        if (["elsewhere", "locked", "invalid", "refused"].includes(this.state)) return;
        const session = await this.session();
        if (session === null || !this.state) return;
        if (!session.user) return this.say("signed-out");
        if (session.user !== this.about.user) return this.say("other-account");
        this.takeToken(session.token);
        this.saveNow();
    }

    saveNow() {
        this.form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
    }

    say(state) {
        clearInterval(this.again);
        if (state && state !== "invalid") this.again = setInterval(() => this.tryAgain(), AGAIN);
        if (state === this.state) return;
        this.state = state;
        document.body.dataset.keptText = state;
        this.banner?.remove();
        this.foot?.remove();
        this.banner = this.foot = null;
        if (!state) return;
        this.banner = this.fromTemplate(`[data-kept-text-says="${state}"]`);
        const lost = this.isKept === false;
        this.banner.querySelector("[data-kept-text-kept]")?.toggleAttribute("hidden", lost);
        this.banner.querySelector("[data-kept-text-lost]")?.toggleAttribute("hidden", !lost);
        this.banner.id = "kept-text-says";
        this.show(this.banner);
        this.foot = this.fromTemplate("[data-kept-text-foot]");
        const title = this.banner.querySelector(".kept-text__title").textContent.trim();
        this.foot.querySelector("[data-kept-text-title]").textContent = title;
        this.form.querySelector("footer.footer, [data-composer-bar]")?.append(this.foot);
    }

    /** What was kept and is not in the form. */
    offer() {
        const found = this.kept.newest();
        if (!found) return;
        const [key, entry] = found;
        const changed = (entry.revision ?? "") !== this.revision();
        if ((entry.sent && changed) || this.content(entry.fields) === this.before) {
            this.kept.forget(key);
            this.offer(); // that of another window, if there is one
            return;
        }
        const banner = this.fromTemplate("[data-kept-text-offer]");
        const when = banner.querySelector("[data-kept-text-when]");
        when.textContent = momentText(new Date(entry.at), this.about.zone);
        banner.querySelector("[data-kept-text-changed]").toggleAttribute("hidden", !changed);
        banner.querySelector("[data-kept-text-put-back]").addEventListener("click", () => {
            this.kept.sent(key);
            this.putBack(entry.fields);
        });
        banner.querySelector("[data-kept-text-discard]").addEventListener("click", () => {
            this.kept.forget(key);
            banner.remove();
            this.offer(); // that of another window, if there is one
        });
        this.show(banner);
    }

    /**
     * Sends the kept form as a draft. The server puts it together as it would have done then: blocks
     * and rich texts need no second way to be filled, and what it refuses it shows at its field.
     */
    putBack(fields) {
        const form = document.createElement("form");
        form.method = "post";
        form.action = this.form.action;
        form.hidden = true;
        const current = ["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at"];
        const sent = fields.filter(([name]) => !current.includes(name));
        for (const name of current) {
            const input = this.form.elements.namedItem(name);
            if (input) sent.push([name, input.value]);
        }
        for (const [name, value] of sent) {
            const input = document.createElement("textarea"); // a hidden input would lose line ends
            Object.assign(input, { name, value });
            form.append(input);
        }
        document.body.append(form);
        HTMLFormElement.prototype.submit.call(form);
    }

    fromTemplate(selector) {
        const template = this.element.querySelector(`template${selector}`);
        return template.content.firstElementChild.cloneNode(true);
    }

    show(banner) {
        this.form.before(banner);
        const words = banner.querySelector("[data-kept-text-words]");
        // Read out when it comes while someone writes; a live region speaks of what changes in it.
        requestAnimationFrame(() => words?.setAttribute("role", "status"));
    }
}

const element = document.querySelector("[data-kept-text]");
const form = document.querySelector("form[data-edit-form]");
if (element && form) {
    try {
        const keptText = new KeptText(element, form);
        // Blocks and rich texts write what they hold into the form while the editor loads.
        const start = () => setTimeout(() => keptText.start(), 500);
        // Those of the composer are as the server drew them.
        if ("composer" in form.dataset) keptText.start();
        else if (document.readyState === "complete") start();
        else window.addEventListener("load", start);
    } catch {
        // A browser without storage: the form works as before.
    }
}
