/* While a notice is being sent: its progress, read again every few seconds. Without this the page
   shows how far it was when it was opened. */
(() => {
    "use strict";
    const EVERY = 5000;
    const again = async () => {
        const shown = document.getElementById("notice-progress");
        if (!shown || !("running" in shown.dataset)) return;
        const answer = await fetch(window.location.href, { credentials: "same-origin" });
        if (answer.ok) {
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const now = page.getElementById("notice-progress");
            if (now) shown.replaceWith(now);
        }
        window.setTimeout(again, EVERY);
    };
    window.setTimeout(again, EVERY);
})();
