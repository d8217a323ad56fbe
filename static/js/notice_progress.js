/* While a notice is being sent: its progress, read again every few seconds. Without this the page
   shows how far it was when it was opened. */
(() => {
    "use strict";
    const EVERY = 5000;
    const again = async () => {
        const shown = document.getElementById("notice-progress");
        if (!shown || !("running" in shown.dataset)) return;
        const asked = fetch(window.location.href, { credentials: "same-origin" });
        const answer = await asked.catch(() => null);
        if (answer && answer.ok) {
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const now = page.getElementById("notice-progress");
            if (now) {
                shown.replaceChildren(...now.childNodes);
                if (!("running" in now.dataset)) delete shown.dataset.running;
            }
        }
        window.setTimeout(again, EVERY);
    };
    window.setTimeout(again, EVERY);
})();
