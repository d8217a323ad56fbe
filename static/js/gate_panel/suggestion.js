/*
 * "Mark as Spanish", "Make the first row the title": does at once what a finding says is to be done.
 */

/**
 * True if it was done. What is marked is the passage in a rich text, or the block around; what is
 * changed of a table is its title and its headings.
 */
export function accept(place, suggestion) {
    if (suggestion.of === "table") return acceptForTable(place, suggestion);
    const { language, passage, of } = suggestion;
    if (of === "text") {
        const fields = place.querySelectorAll("[data-draftail-input], input[type=hidden]");
        return [...fields].some((input) => window.districtLanguages?.mark(input, passage, language));
    }
    const block = place.closest("[data-streamfield-child]") ?? place;
    const select = block.querySelector("[data-contentpath=language] select");
    if (!select) return false;
    return put(select, language);
}

/** The first row becomes the headings; where it holds the title, that goes over the table. */
function acceptForTable(place, { title }) {
    const choice = place.querySelector("select[id$='-table-header-choice']");
    const caption = place.querySelector("input[id$='-handsontable-col-caption']");
    if (!choice || !caption) return false;
    if (title) {
        const grid = window.districtTables?.get(caption.id.replace(/-col-caption$/, "-container"));
        // Someone may have written on since the page was checked.
        if (!grid || squeezed(grid.getDataAtCell(0, 0)) !== title) return false;
        grid.alter("remove_row", 0);
        put(caption, title);
    }
    return put(choice, choice.value === "column" || choice.value === "both" ? "both" : "row");
}

function put(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return field.value === value;
}

function squeezed(cell) {
    return String(cell ?? "").split(/\s+/).filter(Boolean).join(" ");
}
