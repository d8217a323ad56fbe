/**
 * The header of every page. Closes the list of schools on Escape, on a tap elsewhere, and when the
 * keyboard leaves it, so that it never lies over what a person is reading; and fetches what the
 * search box suggests when someone goes to it. Without this file the list opens and closes by its
 * own summary, and the search searches.
 */
for (const switcher of document.querySelectorAll("[data-school-switcher]")) {
    const close = () => {
        switcher.open = false;
    };

    switcher.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && switcher.open) {
            close();
            switcher.querySelector("summary").focus();
        }
    });

    switcher.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !switcher.contains(event.relatedTarget)) {
            close();
        }
    });

    document.addEventListener("pointerdown", (event) => {
        if (!switcher.contains(event.target)) {
            close();
        }
    });
}

for (const input of document.querySelectorAll("[data-suggestions-script]")) {
    const fetchScript = () => {
        // Without a connection the box stays a plain one until it is gone to again.
        import(input.dataset.suggestionsScript).catch(() => {
            input.addEventListener("focus", fetchScript, { once: true });
        });
    };
    if (document.activeElement === input) {
        fetchScript();
    } else {
        input.addEventListener("focus", fetchScript, { once: true });
    }
}
