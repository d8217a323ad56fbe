/*
 * On a phone Wagtail's side panel lies over the whole form: it opens when it is asked for, and not
 * because it was open the last time.
 */
if (window.matchMedia("(max-width: 50em)").matches) {
    try {
        localStorage.removeItem("wagtail:side-panel-open");
    } catch {
        // Nothing is remembered there.
    }
}
