/*
 * Asks the live check: a moment after the last change it sends the form as it stands. The server
 * stores nothing.
 */

const WAIT = 800; // milliseconds after the last change
const LOOK = 2_000; // how often the form is compared with what was checked
const BUSY_WAIT = 60; // seconds; for a server that says "enough for now", and not for how long
const NOT_CHECKED = /^(csrfmiddlewaretoken|next|loaded_revision|gate-|comments-)/;

export class LiveCheck {
    /** `onFindings(findings)` and `onFailure(reason)` are told what came of each check. */
    constructor(form, url, { onFindings, onFailure }) {
        this.form = form;
        this.url = url;
        this.onFindings = onFindings;
        this.onFailure = onFailure;
    }

    watch() {
        for (const event of ["input", "change", "keyup", "w-unsaved:add"]) {
            this.form.addEventListener(event, () => this.schedule());
        }
        // Blocks that are moved, deleted or chosen in a window of their own tell nobody.
        setInterval(() => {
            if (!this.timer && !document.hidden && this.content() !== this.sent) this.schedule();
        }, LOOK);
        this.check();
    }

    /** Forgets what was asked, so that the next check asks again though nothing changed. */
    forget() {
        this.sent = null;
    }

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
            this.failed = false;
            this.onFindings(said.findings);
        } catch (error) {
            if (error.name !== "AbortError") this.fail();
        } finally {
            if (this.asking === asking) this.asking = null;
        }
    }

    fail(reason) {
        this.failed = true;
        this.onFailure(reason);
    }
}
