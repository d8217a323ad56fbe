/* While a notice is being sent: its progress, read again every few seconds. At the end the whole
   sheet is shown anew: its status and numbers are others then, and there is nothing left to stop.
   Without this the page shows how far it was when it was opened. */
(() => {
    "use strict";
    const EVERY = 5000;
    const SHEET = ".notice-sheet";
    const show = (page) => {
        const shown = document.getElementById("notice-progress");
        const now = page.getElementById("notice-progress");
        if (!now) return;
        if ("running" in now.dataset) {
            shown.replaceChildren(...now.childNodes);
            return;
        }
        const sheet = document.querySelector(SHEET);
        const focused = sheet.contains(document.activeElement);
        // The section stays: what is drawn anew in it is read aloud.
        const after = page.querySelector(SHEET);
        shown.replaceChildren(...now.childNodes);
        delete shown.dataset.running;
        now.replaceWith(shown);
        sheet.replaceChildren(...after.childNodes);
        if (focused) {
            // What had the focus is gone.
            shown.tabIndex = -1;
            shown.focus();
        }
    };
    const again = async () => {
        const shown = document.getElementById("notice-progress");
        if (!shown || !("running" in shown.dataset)) return;
        const asked = fetch(window.location.href, { credentials: "same-origin" });
        const answer = await asked.catch(() => null);
        if (answer && answer.ok) {
            show(new DOMParser().parseFromString(await answer.text(), "text/html"));
        }
        window.setTimeout(again, EVERY);
    };
    window.setTimeout(again, EVERY);
})();
