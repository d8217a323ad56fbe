/*
 * What the gate asks of an update, one at a time on a phone: each at its place, with its repair.
 *
 * Here one of them is named the current one; `composer.css` shows only that one where the screen is
 * narrow. Without this script, and on a wide screen, all of them stand there.
 */

class Turns {
    constructor(form, findings) {
        this.form = form;
        this.findings = findings;
        this.first = document.querySelector("[data-composer-first]");
        this.said = document.querySelector("[data-composer-turned]");
    }

    start() {
        document.body.dataset.composerTurns = "";
        this.show(this.findings[Number(this.form.dataset.composerPlace)] ?? this.findings.at(-1));
        if (this.first) this.first.textContent = this.countOf(this.current);
        document.querySelector("[data-composer-begin]")?.addEventListener("click", (event) => {
            event.preventDefault();
            this.goTo(this.current);
        });
        this.form.addEventListener("click", (event) => {
            const button = event.target.closest("[data-composer-turn]");
            if (button) this.turn(Number(button.dataset.composerTurn));
        });
        // On a wide screen: where someone works is what is left when the window becomes narrow.
        this.form.addEventListener("focusin", (event) => {
            const finding = event.target.closest("[data-composer-finding]");
            if (finding) this.show(finding);
        });
        // What is put right is gone from the answer; the one after it stands at its place. That goes
        // along with what is sent and comes back with its answer: no other one knows of it.
        this.form.addEventListener("submit", (event) => {
            const pressed = event.submitter?.name === "repair" && event.submitter;
            const finding = pressed && pressed.closest("[data-composer-finding]");
            this.form.elements.namedItem("turn").value = finding ? this.findings.indexOf(finding) : "";
        });
    }

    countOf(finding) {
        return finding.querySelector("[data-composer-count]")?.textContent ?? "";
    }

    show(finding) {
        this.current = finding;
        for (const each of this.findings) {
            each.toggleAttribute("data-composer-current", each === finding);
        }
    }

    turn(step) {
        const next = this.findings[this.findings.indexOf(this.current) + step];
        this.show(next);
        this.goTo(next);
        this.said.textContent = this.countOf(next);
    }

    /** With what it is about: a box stands above or below it. */
    goTo(finding) {
        const folded = finding.closest("details");
        if (folded) folded.open = true;
        finding.focus({ preventScroll: true });
        const isTall = finding.offsetHeight > window.innerHeight / 2;
        finding.scrollIntoView({ block: isTall ? "start" : "center" });
    }
}

const form = document.querySelector("form[data-composer]");
const findings = [...(form?.querySelectorAll("[data-composer-finding]") ?? [])];
if (findings.length) new Turns(form, findings).start();
