/*
 * The side panel "Accessibility and privacy" of the page editor.
 *
 * Shows what the live check finds: in the panel, at the fields (`marks.js`), on the panel's button
 * and to screen readers. What only a person can judge is ticked (`ticks.js`).
 */

import { Alike } from "./alike.js";
import { afterItIsDrawn, count, fill, fromTemplate, linkTo, put, readJson } from "./dom.js";
import { LiveCheck } from "./live_check.js";
import { isNarrow, Marks } from "./marks.js";
import { Refusal } from "./refusal.js";
import { accept } from "./suggestion.js";
import { Ticks } from "./ticks.js";

class Panel {
    constructor(element, form) {
        this.element = element;
        this.form = form;
        this.words = readJson("gate-words");
        this.side = element.closest("[data-side-panel]");
        this.toggle = document.querySelector(
            `[data-side-panel-toggle="${this.side.dataset.sidePanel}"]`,
        );
        this.wasRefused = "refused" in element.dataset;
        this.findings = [];
        this.items = new Map(); // by fingerprint: the list item
        this.liveCheck = new LiveCheck(form, element.dataset.checkUrl, {
            onFindings: (findings) => this.show(findings),
            onFailure: (reason) => {
                this.state("failed", [reason, this.words.failed].filter(Boolean).join(" "));
            },
        });
        this.ticks = new Ticks(element, form, this.words, (finding) => {
            // What is being answered does not go away under the hands.
            this.alike.bringUp(finding);
            this.refresh();
        });
        this.alike = new Alike(
            this.words,
            this.items,
            (finding) => this.isOpen(finding),
            (finding) => this.turnTo(finding),
        );
        this.marks = new Marks(element, form, this.words, (finding) => this.tell(finding));
        this.savedTurn = this.checkedTurn = this.ticks.turn.value;
        this.live = document.createElement("div");
        this.live.className = "w-sr-only";
        this.live.setAttribute("aria-live", "polite");
        document.body.append(this.live);
    }

    start() {
        this.form.addEventListener("w-autosave:save", (event) => {
            this.savedTurn = this.ticks.turn.value;
            for (const [name, value] of this.ticks.answers()) {
                event.detail.formData.append(name, value);
            }
        });
        this.form.addEventListener("w-autosave:success", (event) => {
            const page = event.detail.data?.pk;
            const { checkSavedUrl } = this.element.dataset;
            if (page) this.liveCheck.url = checkSavedUrl.replace("/0/", `/${page}/`);
            // Who confirmed something, and when, is told only by the server.
            if (this.liveCheck.failed || this.savedTurn !== this.checkedTurn) this.liveCheck.forget();
            this.checkedTurn = this.savedTurn;
            this.liveCheck.schedule();
        });
        // From here on the editor sees changes. What was ticked before, or while it was saving, is
        // one more.
        this.form.addEventListener("w-unsaved:watch-edits", () => {
            if (this.ticks.turn.value !== this.savedTurn) this.ticks.turned();
        });
        if (this.wasRefused) {
            this.marks.takeRefusals();
            this.refusal = new Refusal(this.form, this.words, this.marks);
            // On a phone the panel would lie over everything that is to be fixed.
            if (!isNarrow()) this.open();
        }
        window.addEventListener("keydown", (event) => this.closeByEscape(event), true);
        this.liveCheck.watch();
    }

    show(findings) {
        const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
        this.findings = [...byFingerprint.values()];
        this.ticks.take(this.findings);
        for (const [fingerprint, item] of this.items) {
            if (!byFingerprint.has(fingerprint)) {
                item.remove();
                this.items.delete(fingerprint);
            }
        }
        const groups = [];
        for (const group of this.element.querySelectorAll("[data-gate-group]")) {
            const list = group.querySelector("[data-gate-list]");
            const name = group.dataset.gateGroup;
            const inside = this.findings.filter((finding) => this.groupOf(finding) === name);
            inside.forEach((finding, place) => {
                const item = this.item(finding);
                // Moving an element would take the focus out of it.
                const there = list.children[place] || null;
                if (there !== item) list.insertBefore(item, there);
            });
            groups.push(inside);
            group.hidden = inside.length === 0;
            group.querySelector("[data-gate-count]").textContent = inside.length;
        }
        this.alike.show(groups);
        this.refresh();
    }

    /** What depends on ticks as well: counts, marks, the state line and what is read out. */
    refresh() {
        const errors = this.findings.filter((finding) => this.groupOf(finding) === "error");
        const open = this.findings.filter((finding) => this.isOpen(finding));
        const empty = this.findings.filter((finding) => this.groupOf(finding) === "empty");
        const said = [
            count(this.words.fix, errors.length),
            count(this.words.check, open.length),
        ].filter(Boolean);
        const nothing = count(this.words.empty, empty.length) || this.words.clear;
        const summary = said.join(", ") || nothing;
        this.state(said.length || empty.length ? "found" : "clear", summary);
        if (this.said !== undefined && this.said !== summary) this.live.textContent = summary;
        this.said = summary;

        const counter = this.toggle?.querySelector("[data-side-panel-toggle-counter]");
        if (counter) {
            counter.textContent = errors.length + open.length;
            counter.hidden = errors.length + open.length === 0;
            counter.classList.toggle("gate-counter--error", errors.length > 0);
            this.toggle.setAttribute("aria-label", fill(this.words.toggle, { state: summary }));
        }
        this.marks.show([...errors, ...open]);
        this.marks.forgetRefusals(this.findings);
        this.refusal?.show(errors.length + open.length);
    }

    /** What is only not filled in yet is no fault before someone sends the page. */
    groupOf(finding) {
        if (finding.excepted) return "excepted";
        return finding.empty && !this.wasRefused ? "empty" : finding.severity;
    }

    state(is, words) {
        const state = this.element.querySelector("[data-gate-state]");
        state.dataset.is = is;
        state.querySelector("[data-gate-state-words]").textContent = words;
    }

    isOpen(finding) {
        return this.groupOf(finding) === "warning" && this.ticks.noteOf(finding) === null;
    }

    item(finding) {
        let item = this.items.get(finding.fingerprint);
        if (item) {
            // The same finding; only who confirmed it may be new.
            if (this.groupOf(finding) === "warning") this.ticks.show(item, finding);
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
        const basisPart = put(item, "basis", basis.filter(Boolean).join(" · "));
        if (finding.clause_url) linkTo(basisPart, finding.clause_url, this.words.newWindow);
        const jump = item.querySelector("[data-gate-jump]");
        if (finding.content_path) {
            const words = fill(this.words.jump, { place: finding.place });
            jump.querySelector("[data-gate-place]").textContent = words;
            jump.setAttribute("aria-describedby", message.id);
            jump.addEventListener("click", () => this.marks.jump(finding));
        } else {
            jump.remove();
            put(item, "whole", this.words.whole);
        }
        this.suggest(item, finding, message);
        if (this.groupOf(finding) === "warning") this.ticks.add(item, finding, message);
        return item;
    }

    /** A button that does what is to be done, where one press is enough. */
    suggest(item, finding, message) {
        const button = item.querySelector("[data-gate-suggestion]");
        if (!finding.suggestion) {
            button.remove();
            return;
        }
        button.textContent = finding.suggestion.label;
        button.setAttribute("aria-describedby", message.id);
        button.addEventListener("click", () => {
            const place = this.marks.find(finding);
            if (place && accept(place, finding.suggestion)) {
                this.live.textContent = fill(this.words.done, finding.suggestion);
                this.liveCheck.schedule();
            }
            // There one sees what was done, or does it.
            this.marks.jump(finding);
        });
    }

    /** From the mark beside a field to what the panel says of it. */
    tell(finding) {
        this.open();
        this.alike.bringUp(finding);
        const item = this.items.get(finding.fingerprint);
        afterItIsDrawn(() => {
            item?.scrollIntoView({ block: "nearest" });
            item?.focus({ preventScroll: true });
        });
    }

    /** To the next place of the same finding, in the form; what is of no field is read here. */
    turnTo(finding) {
        if (this.marks.find(finding)) this.marks.jump(finding);
        else this.items.get(finding.fingerprint)?.focus();
    }

    /** Before anyone else hears of the key: Wagtail's menu would take the focus. */
    closeByEscape(event) {
        if (event.key !== "Escape" || !this.side.contains(event.target)) return;
        event.stopPropagation();
        document.querySelector("[data-form-side-close-button]")?.click();
        afterItIsDrawn(() => this.toggle?.focus());
    }

    open() {
        this.side.dispatchEvent(new Event("open"));
    }
}

const element = document.querySelector("[data-gate-panel]");
const form = document.querySelector("form[data-edit-form]");
if (element && form) {
    const panel = new Panel(element, form);
    // Blocks and rich texts write what they hold into the form while the editor loads.
    if (document.readyState === "complete") panel.start();
    else window.addEventListener("load", () => panel.start());
}
