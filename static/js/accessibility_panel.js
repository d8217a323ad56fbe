/*
 * The side panel "Accessibility and privacy" of the page editor, and the marks beside the fields.
 *
 * A moment after the last change it sends the form as it stands to the live check, which stores
 * nothing, and shows what comes back: in the panel, at the fields, on the panel's button and to
 * screen readers. What is typed comes from people and is put in as text, never as markup.
 *
 * Ticks ("it is right as it is") go to the server with the form. Their inputs have no names, and
 * what they say is added when the form is sent: so that the editor, which compares the form with
 * what it was, sees a change when somebody ticks, and none when a check has run.
 */

const WAIT = 800; // milliseconds after the last change
const LOOK = 2_000; // how often the form is compared with what was checked
const BUSY_WAIT = 60; // seconds; for a server that says "enough for now", and not for how long
const JUMP_MARK = 4_000;
const NARROW = "(max-width: 50em)"; // there the panel lies over the form
const FIELDS = "input:not([type=hidden]), select, textarea, [contenteditable=true]";
const NOT_CHECKED = /^(csrfmiddlewaretoken|next|loaded_revision|gate-|comments-)/;

class Panel {
    constructor(element, form) {
        this.element = element;
        this.form = form;
        this.words = readJson("gate-words");
        this.side = element.closest("[data-side-panel]");
        this.toggle = document.querySelector(
            `[data-side-panel-toggle="${this.side.dataset.sidePanel}"]`,
        );
        this.findings = [];
        this.items = new Map(); // by fingerprint: the list item
        this.marks = new Map(); // by fingerprint: the mark beside the field
        this.ticks = new Map(Object.entries(readJson("gate-ticked"))); // note, or null for no tick
        this.stale = []; // Wagtail's own messages about what was refused
        this.url = element.dataset.checkUrl;
        this.turn = element.querySelector("[data-gate-turn]"); // counts ticks
        this.savedTurn = this.checkedTurn = this.turn.value;
        this.locked = "locked" in element.dataset;
        this.live = document.createElement("div");
        this.live.className = "w-sr-only";
        this.live.setAttribute("aria-live", "polite");
        document.body.append(this.live);
    }

    start() {
        for (const event of ["input", "change", "keyup", "w-unsaved:add"]) {
            this.form.addEventListener(event, () => this.schedule());
        }
        // Blocks that are moved, deleted or chosen in a window of their own tell nobody.
        setInterval(() => {
            if (!this.timer && !document.hidden && this.content() !== this.sent) this.schedule();
        }, LOOK);
        this.form.addEventListener("w-autosave:save", (event) => {
            this.savedTurn = this.turn.value;
            for (const [name, value] of this.answers()) event.detail.formData.append(name, value);
        });
        this.form.addEventListener("w-autosave:success", (event) => {
            const page = event.detail.data?.pk;
            if (page) this.url = this.element.dataset.checkSavedUrl.replace("/0/", `/${page}/`);
            // Who confirmed something, and when, is told only by the server.
            if (this.failed || this.savedTurn !== this.checkedTurn) this.sent = null;
            this.checkedTurn = this.savedTurn;
            this.schedule();
        });
        // From here on the editor sees changes. What was ticked before, or while it was saving, is
        // one more.
        this.form.addEventListener("w-unsaved:watch-edits", () => {
            if (this.turn.value !== this.savedTurn) this.turned();
        });
        this.form.addEventListener("submit", () => this.writeAnswers());
        if ("refused" in this.element.dataset) {
            this.stale = [...this.form.querySelectorAll(".error-message, .help-critical")];
            this.open();
        }
        this.check();
    }

    /* ------------------------------------------------------------------ asking */

    schedule() {
        clearTimeout(this.timer);
        const wait = Math.max(WAIT, (this.notBefore ?? 0) - Date.now());
        this.timer = setTimeout(() => this.check(), wait);
    }

    /** What is written, as one string to compare. */
    content() {
        const fields = [...new FormData(this.form)].filter(
            ([name, value]) => !NOT_CHECKED.test(name) && typeof value === "string",
        );
        return new URLSearchParams(fields).toString();
    }

    async check() {
        clearTimeout(this.timer);
        this.timer = null;
        const now = this.content();
        if (now === this.sent) return;
        this.asking?.abort();
        const asking = new AbortController();
        this.asking = asking;
        this.sent = now;
        try {
            const answer = await fetch(this.url, {
                method: "POST",
                body: new FormData(this.form),
                signal: asking.signal,
                headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
            });
            const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
            const said = isJson ? await answer.json() : {};
            if (answer.status === 429) {
                const seconds = Number(answer.headers.get("Retry-After")) || BUSY_WAIT;
                this.notBefore = Date.now() + 1000 * seconds;
                this.sent = null;
                this.schedule();
            }
            if (!answer.ok || !said.findings) return this.fail(said.error);
            this.show(said.findings);
        } catch (error) {
            if (error.name !== "AbortError") this.fail();
        } finally {
            if (this.asking === asking) this.asking = null;
        }
    }

    fail(reason) {
        this.failed = true;
        this.state("failed", [reason, this.words.failed].filter(Boolean).join(" "));
    }

    /* ------------------------------------------------------------------ showing */

    show(findings) {
        this.failed = false;
        const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
        this.findings = [...byFingerprint.values()];
        for (const finding of this.findings) {
            if (finding.confirmed && !this.ticks.has(finding.fingerprint)) {
                this.ticks.set(finding.fingerprint, finding.confirmed.note || "");
            }
        }
        for (const [fingerprint, item] of this.items) {
            if (!byFingerprint.has(fingerprint)) {
                item.remove();
                this.items.delete(fingerprint);
            }
        }
        for (const group of this.element.querySelectorAll("[data-gate-group]")) {
            const list = group.querySelector("[data-gate-list]");
            const name = group.dataset.gateGroup;
            const inside = this.findings.filter((finding) => groupOf(finding) === name);
            inside.forEach((finding, place) => {
                const item = this.item(finding);
                // Moving an element would take the focus out of it.
                const there = list.children[place] || null;
                if (there !== item) list.insertBefore(item, there);
            });
            group.hidden = inside.length === 0;
            group.querySelector("[data-gate-count]").textContent = inside.length;
        }
        this.refresh();
    }

    /** What depends on ticks as well: counts, marks, the state line and what is read out. */
    refresh() {
        const errors = this.findings.filter((finding) => groupOf(finding) === "error");
        const open = this.findings.filter((finding) => this.isOpen(finding));
        const said = [
            count(this.words.mend, errors.length),
            count(this.words.check, open.length),
        ].filter(Boolean);
        const summary = said.join(", ") || this.words.clear;
        this.state(said.length ? "found" : "clear", summary);
        if (this.said !== undefined && this.said !== summary) this.live.textContent = summary;
        this.said = summary;

        const counter = this.toggle?.querySelector("[data-side-panel-toggle-counter]");
        if (counter) {
            counter.textContent = errors.length + open.length;
            counter.hidden = errors.length + open.length === 0;
            counter.classList.toggle("gate-counter--error", errors.length > 0);
            this.toggle.setAttribute("aria-label", fill(this.words.toggle, { state: summary }));
        }
        this.markFields([...errors, ...open]);
        this.forgetRefusals();
    }

    state(is, words) {
        const state = this.element.querySelector("[data-gate-state]");
        state.dataset.is = is;
        state.querySelector("[data-gate-state-words]").textContent = words;
    }

    isOpen(finding) {
        return groupOf(finding) === "warning" && this.noteOf(finding) === null;
    }

    /** The note of a ticked finding, which may be empty; null for one that is not ticked. */
    noteOf(finding) {
        return this.ticks.get(finding.fingerprint) ?? null;
    }

    item(finding) {
        let item = this.items.get(finding.fingerprint);
        if (item) {
            // The same finding; only who confirmed it may be new.
            if (groupOf(finding) === "warning") this.showConfirmation(item, finding);
            return item;
        }
        item = fromTemplate(this.element, "[data-gate-finding]");
        this.items.set(finding.fingerprint, item);
        const message = put(item, "message", finding.message);
        message.id = `gate-finding-${finding.fingerprint}`;
        put(item, "whole", "");
        put(item, "excerpt", finding.message.includes(finding.excerpt) ? "" : finding.excerpt);
        put(item, "why", finding.why);
        put(item, "fix", finding.fix);
        const basis = [finding.basis, finding.wcag && `WCAG ${finding.wcag}`];
        put(item, "basis", basis.filter(Boolean).join(" · "));
        const jump = item.querySelector("[data-gate-jump]");
        if (finding.content_path) {
            const words = fill(this.words.jump, { place: finding.place });
            jump.querySelector("[data-gate-place]").textContent = words;
            jump.setAttribute("aria-describedby", message.id);
            jump.addEventListener("click", () => this.jump(finding));
        } else {
            jump.remove();
            put(item, "whole", this.words.whole);
        }
        if (groupOf(finding) === "warning") this.addConfirmation(item, finding, message);
        return item;
    }

    /* ------------------------------------------------------------------ ticks */

    addConfirmation(item, finding, message) {
        const part = fromTemplate(this.element, "[data-gate-confirmation]");
        const tick = part.querySelector("[data-gate-tick]");
        const note = part.querySelector("[data-gate-note]");
        const label = part.querySelector("[data-gate-note-label]");
        note.id = `gate-note-of-${finding.fingerprint}`;
        label.htmlFor = note.id;
        for (const input of [tick, note]) {
            input.setAttribute("aria-describedby", message.id);
            input.disabled = this.locked;
        }
        tick.addEventListener("change", () => {
            this.ticks.set(finding.fingerprint, tick.checked ? note.value : null);
            const asItIsNow = this.findings.find((one) => one.fingerprint === finding.fingerprint);
            this.showConfirmation(item, asItIsNow || finding);
            this.turned();
            this.refresh();
        });
        note.addEventListener("input", () => {
            this.ticks.set(finding.fingerprint, note.value);
            this.turned();
        });
        item.append(part);
        this.showConfirmation(item, finding);
    }

    showConfirmation(item, finding) {
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
        return this.findings
            .filter((finding) => groupOf(finding) === "warning")
            .flatMap((finding) => {
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

    /* ------------------------------------------------------------------ the form */

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

    markFields(findings) {
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
            more.addEventListener("click", () => this.tell(finding));
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

    /** Wagtail's message of a refusal would stand there until the next try, mended or not. */
    forgetRefusals() {
        const ours = new Set(this.findings.flatMap((finding) => this.refusals(finding)));
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
        if (!place) return;
        if (window.matchMedia(NARROW).matches) {
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

    /** From the mark beside a field to what the panel says of it. */
    tell(finding) {
        this.open();
        const item = this.items.get(finding.fingerprint);
        afterItIsDrawn(() => {
            item?.scrollIntoView({ block: "nearest" });
            item?.focus({ preventScroll: true });
        });
    }

    open() {
        this.side.dispatchEvent(new Event("open"));
    }
}

/** What is not to be seen yet takes no focus. */
function afterItIsDrawn(act) {
    requestAnimationFrame(() => requestAnimationFrame(act));
}

function groupOf(finding) {
    return finding.excepted ? "excepted" : finding.severity;
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

function readJson(id) {
    return JSON.parse(document.getElementById(id).textContent);
}

function fromTemplate(element, selector) {
    return element.querySelector(`template${selector}`).content.firstElementChild.cloneNode(true);
}

/** Puts words into a part of a template; a part without words goes away. */
function put(element, name, words) {
    const part = element.querySelector(`[data-gate-${name}]`);
    part.textContent = words;
    part.hidden = !words;
    return part;
}

function fill(sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "");
}

function count([one, several], number) {
    if (number === 0) return "";
    return number === 1 ? one : fill(several, { count: number });
}

function describe(field, id, is) {
    if (!field) return;
    const before = (field.getAttribute("aria-describedby") || "").split(" ");
    const ids = before.filter((one) => one && one !== id);
    if (is) ids.push(id);
    if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
    else field.removeAttribute("aria-describedby");
}

const element = document.querySelector("[data-gate-panel]");
const form = document.querySelector("form[data-edit-form]");
if (element && form) {
    const panel = new Panel(element, form);
    // Blocks and rich texts write what they hold into the form while the editor loads.
    if (document.readyState === "complete") panel.start();
    else window.addEventListener("load", () => panel.start());
}
