/*
 * In the page editor: a button that is pressed while a draft saves itself waits for that save.
 *
 * Both would send the form otherwise. A new page would be there twice; one that is there would be
 * refused, since it has "changed in another window" meanwhile.
 */

const PATIENCE = 10_000; // milliseconds; who pressed a button is answered in any case

class OneSave {
    constructor(form) {
        this.form = form;
        this.saving = false;
        form.addEventListener("w-autosave:save", () => {
            this.saving = true;
        });
        form.addEventListener("w-autosave:success", (event) => {
            this.carry(event.detail.response);
            this.ended();
        });
        form.addEventListener("w-autosave:error", () => this.ended());
        // Before the listeners of Wagtail and of the kept text, which take the form for sent.
        form.addEventListener("submit", (event) => this.pressed(event), { capture: true });
        window.addEventListener("pageshow", (event) => event.persisted && this.autosave(true));
    }

    pressed(event) {
        if (this.saving) {
            event.preventDefault();
            event.stopImmediatePropagation();
            if (this.held === undefined) {
                this.held = event.submitter;
                this.timer = setTimeout(() => this.ended(), PATIENCE);
            }
            return;
        }
        this.autosave(false); // nothing more follows the form on its way
        setTimeout(() => this.autosave(true), PATIENCE); // it may not have come to anything
    }

    // The version that the form now stands on is the one this window has just written. Wagtail
    // renews it in the form only when a page is new.
    carry({ revision_id: revision, revision_created_at: created } = {}) {
        if (!revision) return;
        const { elements } = this.form;
        elements.namedItem("loaded_revision_id").value = revision;
        elements.namedItem("loaded_revision_created_at").value = created;
    }

    ended() {
        this.saving = false;
        clearTimeout(this.timer);
        if (this.held === undefined) return;
        const button = this.held;
        this.held = undefined;
        if (button) button.disabled = false; // Wagtail's: so that nobody presses it twice
        this.form.requestSubmit(button);
    }

    autosave(active) {
        this.form.dataset.wAutosaveActiveValue = String(active);
    }
}

const form = document.querySelector("form[data-edit-form][data-controller~='w-autosave']");
if (form) new OneSave(form);
