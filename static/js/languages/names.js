/*
 * The languages that can be chosen, for the scripts beside this one. They stand in the form once, as
 * JSON. A plain script, because blocks are drawn before modules run.
 */
(() => {
    let words;

    /** What the server says: groups of [tag, label], tags that are written right to left, sentences. */
    function read() {
        const element = document.getElementById("district-languages");
        words ??= element ? JSON.parse(element.textContent) : { groups: [], rtl: [] };
        return words;
    }

    function option(value, label) {
        return Object.assign(document.createElement("option"), { value, textContent: label });
    }

    /** Fills a list that the server drew with the choice of today alone. */
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
        // What was stored and is not offered stays what it is.
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
