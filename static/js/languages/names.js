/*
 * The languages to choose from, for the scripts beside this one. The form contains them once, as
 * JSON. A classic script, because blocks are rendered before modules run.
 */
(() => {
    let words;

    /** Data from the server: groups of [tag, label], right-to-left tags, sentences. */
    function read() {
        const element = document.getElementById("district-languages");
        words ??= element ? JSON.parse(element.textContent) : { groups: [], rtl: [] };
        return words;
    }

    function option(value, label) {
        return Object.assign(document.createElement("option"), { value, textContent: label });
    }

    /** Fills a list that the server rendered with only the selected option. */
    function fill(select) {
        if (select.dataset.languages) return;
        select.dataset.languages = "filled";
        const chosen = select.value;
        for (const old of [...select.querySelectorAll("option")]) if (old.value) old.remove();
        for (const [heading, languages] of read().groups) {
            const group = document.createElement("optgroup");
            group.label = heading;
            group.append(...languages.map(([tag, label]) => option(tag, label)));
            select.append(group);
        }
        select.value = chosen;
        // Stored values that are not offered stay.
        if (chosen && select.value !== chosen) {
            select.append(option(chosen, chosen));
            select.value = chosen;
        }
    }

    function labelOf(tag) {
        const all = read().groups.flatMap(([, languages]) => languages);
        return all.find(([one]) => one === tag)?.[1] ?? tag;
    }

    window.districtLanguages = { read, fill, labelOf, option };
})();
