/*
 * Says below the days of an update whether another one of the class is about them too.
 *
 * The server drew what it knew of the days that the form began with; this asks again when someone
 * changes them, and once a new update has a number of its own.
 */

const PAUSE = 400; // milliseconds after the last change

class SameDays {
    constructor(place, form) {
        this.place = place;
        this.form = form;
        this.own = place.dataset.own;
        this.asked = 0;
        this.first = form.elements.namedItem("period_start");
        this.last = form.elements.namedItem("period_end");
        this.said = this.days();
    }

    start() {
        for (const input of [this.first, this.last]) {
            for (const event of ["input", "change", "blur"]) {
                input.addEventListener(event, () => this.schedule());
            }
        }
        this.form.addEventListener("w-autosave:success", (event) => {
            this.own = event.detail.data?.pk ?? this.own;
        });
    }

    days() {
        return `${this.first.value} ${this.last.value}`;
    }

    schedule() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    async ask() {
        const days = this.days();
        if (days === this.said) return;
        const turn = ++this.asked;
        const query = new URLSearchParams({
            first: this.first.value,
            last: this.last.value,
            own: this.own,
        });
        let words;
        try {
            const response = await fetch(`${this.place.dataset.sameDays}?${query}`, {
                headers: { "X-Requested-With": "XMLHttpRequest" },
            });
            if (!response.ok) return;
            words = await response.text();
        } catch {
            return; // without a network it is asked again with the next change, or when it is sent
        }
        if (turn !== this.asked) return;
        this.said = days;
        const said = document.createRange().createContextualFragment(words.trim());
        // What stands there already would be read out once more.
        if (said.textContent !== this.place.textContent) this.place.replaceChildren(said);
    }
}

function start() {
    const place = document.querySelector("[data-same-days]");
    const form = place?.closest("form");
    if (form) new SameDays(place, form).start();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
