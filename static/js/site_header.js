/**
 * Closes the list of schools on Escape, on a tap elsewhere, and when the keyboard leaves it, so
 * that it never lies over what a person is reading. Without this file the list opens and closes
 * by its own summary.
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
