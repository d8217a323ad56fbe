/*
 * On every screen of the editor, its sign-in and the refusal of a form: ends what is old, and decides
 * whether a text that was sent has arrived.
 */

import { endOldOnes, forgetAll, forgetSent, rememberSent } from "./store.js";

try {
    endOldOnes();
    const refused = document.body.matches(".login") || document.querySelector("[data-form-refused]");
    if (refused) rememberSent();
    // The editor and the review look at their own texts first.
    else if (!document.querySelector("form[data-edit-form], [data-kept-comment]")) forgetSent();
    // Whoever signs out leaves nothing behind for the next one at this computer.
    document.addEventListener(
        "submit",
        (event) => {
            if (new URL(event.target.action).pathname.endsWith("/logout/")) forgetAll();
        },
        true,
    );
} catch {
    // A browser that keeps nothing for us: there is nothing to end either.
}
