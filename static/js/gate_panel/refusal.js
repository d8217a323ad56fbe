/*
 * The bar at the top after a refusal. Wagtail's says "could not be saved", and says it still when the
 * draft is saved and everything is fixed; its way to the first error may end behind a closed section.
 */

const ERRORS = ".error-message, .help-critical";
/** Not there at all. What stands on another tab, or in a closed section, is refused as well. */
const AWAY = "[hidden]:not([role=tabpanel], [hidden=until-found])";
/** What Wagtail says of a field whose blocks have errors, beside a question that is of no field. */
const OF_BLOCKS = /: Validation error in \w+Block$/;

export class Refusal {
    constructor(form, words, marks) {
        this.form = form;
        this.words = words;
        this.marks = marks;
        this.bar = document.querySelector(".messages li.error");
        this.write(words.refused);
        for (const item of this.bar?.querySelectorAll(".errorlist li") ?? []) {
            // It says nothing, and what is wrong stands at the block.
            if (OF_BLOCKS.test(item.textContent.trim())) item.remove();
        }
        document.addEventListener("w-focus:focus", (event) => {
            // Wagtail's button asks the error itself to take the focus.
            if (!event.target.matches(ERRORS) || !this.form.contains(event.target)) return;
            event.preventDefault();
            this.goToFirst();
        });
    }

    /** `left`: how much the newest check still found. */
    show(left) {
        const fixed = left === 0 && !this.first();
        if (!this.bar || fixed === this.fixed) return;
        this.fixed = fixed;
        this.bar.classList.toggle("error", !fixed);
        this.bar.classList.toggle("success", fixed);
        this.bar.querySelector(".messages-icon use")?.setAttribute(
            "href",
            fixed ? "#icon-success" : "#icon-warning",
        );
        const go = this.bar.querySelector("[data-controller~='w-focus']");
        // Wagtail's class that shows it is as important.
        if (go && fixed) go.style.setProperty("display", "none", "important");
        else go?.style.removeProperty("display");
        this.write(fixed ? this.words.fixed : this.words.refused);
    }

    /** Wagtail's sentence is the first text of the bar; what else stands in it stays. */
    write(words) {
        const texts = [...(this.bar?.childNodes ?? [])].filter(
            (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim(),
        );
        if (texts[0]) texts[0].textContent = ` ${words} `;
    }

    first() {
        return [...this.form.querySelectorAll(ERRORS)].find((one) => !one.closest(AWAY));
    }

    goToFirst() {
        const error = this.first();
        if (!error) return;
        const around = "[data-contentpath], [data-field-wrapper], .w-panel";
        this.marks.goTo(error.closest(around) ?? error);
    }
}
