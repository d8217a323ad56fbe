/*
 * Typed days and times: shows below the field what they mean, as the server reads them.
 *
 * Works on inputs that the server rendered and on those in blocks, which Wagtail's scripts render. A
 * classic script, because blocks are rendered before modules run.
 */
(() => {
    const PAUSE = 300; // milliseconds after the last key
    const OPENING = 150; // milliseconds that the picker waits before it opens
    const NARROW = "(max-width: 50em)";

    /** The picker covers the text below the field, and on a phone the field itself. */
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
        const refusedText = input.value.trim(); // the text that the form refused
        // The text that the message below explains; for a refused text, the form's error explains it.
        const isSaid = echo.textContent || input.closest(".composer-field--error");
        let said = isSaid ? refusedText : undefined;

        function show(text, state) {
            echo.textContent = text;
            echo.dataset.is = state;
        }

        /** Returns true if the form's error at this field says the same already. */
        function isSaidThere(text) {
            const field = input.closest(".w-field--error, .composer-field--error");
            return field?.querySelector(".error-message")?.textContent.includes(text) ?? false;
        }

        /** An incomplete day is no error while someone types, but is one after they leave the field. */
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
                // Without a network there is no message; the field is read again on saving.
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
         * The error of an earlier attempt would stay until the next one, fixed or not. A readable day
         * is not proof that it is fixed: a notice may still be too long.
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
            picker(input, "hide"); // people who type do not use the picker
            setTimeout(() => picker(input, "hide"), OPENING);
            show("", "");
            said = undefined;
            clearTimeout(timer);
            timer = setTimeout(() => ask({ finished: false }), PAUSE);
        });
        input.addEventListener("change", () => ask({ finished: true }));
        input.addEventListener("blur", (event) => {
            // focus moved to another field, not into the picker
            if (event.relatedTarget) picker(input, "hide");
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
    // Rows added to a form, and the dialog of the schedule, are rendered later.
    document.addEventListener("focusin", (event) => {
        if (event.target.matches?.("input[data-typed-kind]")) prepareAll(event.target.parentNode);
    });
    document.addEventListener("DOMContentLoaded", () => prepareAll(document));
})();
