/*
 * "Mark as Spanish": does at once what a finding says is to be done.
 */

/** True if it was done. What is marked is the passage in a rich text, or the block around. */
export function accept(place, { language, passage, of }) {
    if (of === "text") {
        const fields = place.querySelectorAll("[data-draftail-input], input[type=hidden]");
        return [...fields].some((input) => window.districtLanguages?.mark(input, passage, language));
    }
    const block = place.closest("[data-streamfield-child]") ?? place;
    const select = block.querySelector("[data-contentpath=language] select");
    if (!select) return false;
    select.value = language;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    return select.value === language;
}
