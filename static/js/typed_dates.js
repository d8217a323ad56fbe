/*
 * Days and times that people type: the server says in words what they mean, below the field.
 *
 * Works on inputs that the server drew and on those in blocks, which Wagtail's scripts draw. A plain
 * script, because blocks are drawn before modules run.
 */
(() => {
    const PAUSE = 300; // milliseconds after the last key
    const OPENING = 150; // milliseconds that the picker waits before it opens
    const NARROW = "(max-width: 50em)";

    /** The picker lies over the words below the field, and on a phone over the field itself. */
    function picker(input, command) {
        window.jQuery?.(input).datetimepicker?.(command);
    }

    function prepare(input, { kind, url }) {
        if (input.dataset.typedReady) return;
        input.dataset.typedReady = "yes";
        if (window.matchMedia(NARROW).matches) picker(input, "destroy");
        const id = `${input.id}-echo`;
        let echo = document.getElementById(id);
        if (!echo) {
            echo = document.createElement("p");
            Object.assign(echo, { id, className: "typed-echo" });
            echo.setAttribute("aria-live", "polite");
            input.after(echo);
            const described = [input.getAttribute("aria-describedby"), id];
            input.setAttribute("aria-describedby", described.filter(Boolean).join(" "));
        }
        let timer;
        let asked = 0;
        const refusedText = input.value.trim(); // what an answer that refused the form was about
        // What the words below are about; of what was refused, the answer says why.
        const isSaid = echo.textContent || input.closest(".composer-field--error");
        let said = isSaid ? refusedText : undefined;

        function show(text, state) {
            echo.textContent = text;
            echo.dataset.is = state;
        }

        /** True where the refusal of the form says the same at this field already. */
        function isSaidThere(text) {
            const field = input.closest(".w-field--error, .composer-field--error");
            return field?.querySelector(".error-message")?.textContent.includes(text) ?? false;
        }

        /** While someone types, half a day is no fault yet; once they leave the field it is. */
        async function ask({ finished }) {
            clearTimeout(timer);
            const text = input.value.trim();
            if (text === said) return;
            if (!text) {
                said = text;
                show("", "");
                return;
            }
            const turn = ++asked;
            let answer = { text: "", state: "" };
            try {
                const response = await fetch(`${url}?${new URLSearchParams({ kind, text })}`, {
                    headers: { "X-Requested-With": "XMLHttpRequest" },
                });
                if (response.ok) answer = await response.json();
            } catch {
                // Without a network nothing is said; the field is read again when it is saved.
            }
            if (turn !== asked) return;
            const refused = answer.state === "refused";
            if (refused && !finished) {
                show("", "");
                return;
            }
            said = text;
            if (refused && isSaidThere(answer.text)) show("", "");
            else show(answer.text, answer.state);
            if (answer.text && !refused && text !== refusedText) clearRefusal();
        }

        /**
         * What was refused before would stand there until the next try, fixed or not. That a day can
         * be read is no answer to why it was refused: the notice may stand too long.
         */
        function clearRefusal() {
            const field = input.closest(".w-field--error, .composer-field--error");
            if (!field) return;
            field.classList.remove("w-field--error", "composer-field--error");
            field.querySelector(".composer-field__error")?.remove();
            field.querySelector(".w-field__errors-icon")?.setAttribute("hidden", "");
            field.querySelector(".error-message")?.remove();
            input.removeAttribute("aria-invalid");
        }

        input.addEventListener("input", () => {
            picker(input, "hide"); // whoever types does not pick
            setTimeout(() => picker(input, "hide"), OPENING);
            show("", "");
            said = undefined;
            clearTimeout(timer);
            timer = setTimeout(() => ask({ finished: false }), PAUSE);
        });
        input.addEventListener("change", () => ask({ finished: true }));
        input.addEventListener("blur", (event) => {
            if (event.relatedTarget) picker(input, "hide"); // to another field, not into the picker
            ask({ finished: true });
        });
        if (input.value && said === undefined) ask({ finished: true });
    }

    function prepareAll(around) {
        for (const input of around.querySelectorAll("input[data-typed-kind]")) {
            if (input.id.includes("__prefix__") || input.id.includes("__ID__")) continue;
            prepare(input, { kind: input.dataset.typedKind, url: input.dataset.typedUrl });
        }
    }

    const telepath = window.telepath;
    for (const name of ["AdminDateInput", "AdminTimeInput", "AdminDateTimeInput"]) {
        const OfWagtail = telepath?.constructors[`wagtail.widgets.${name}`];
        if (!OfWagtail) continue;
        telepath.register(
            `district.${name}`,
            class extends OfWagtail {
                render(placeholder, inputName, id, ...more) {
                    const bound = super.render(placeholder, inputName, id, ...more);
                    const input = document.getElementById(id);
                    if (input) prepare(input, this.options.typed);
                    return bound;
                }
            },
        );
    }
    // Rows that are added to a form, and the dialog of the schedule, come later.
    document.addEventListener("focusin", (event) => {
        if (event.target.matches?.("input[data-typed-kind]")) prepareAll(event.target.parentNode);
    });
    document.addEventListener("DOMContentLoaded", () => prepareAll(document));
})();
