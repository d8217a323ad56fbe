/**
 * While someone types a search, suggests named items in the browser's list below the box. Without
 * this file, the list of a large box has the schools, subjects and grades that came with the page,
 * and the header's box has none. This file fills the latter on focus.
 */
const PAUSE = 150; // milliseconds without a key press
const SHORTEST = 2;

for (const input of document.querySelectorAll("[data-suggestions]")) {
    const { list } = input;
    let brought = [...list.options].map((option) => option.value);
    let found = [];
    let asked = "";
    let isFetching = false;
    let timer = 0;

    // Browsers show only options whose value or label contains the typed text, so the label of a
    // result for a misspelled or Spanish query repeats the query.
    const option = (text, typed) => {
        const shown = document.createElement("option");
        shown.value = text;
        if (!text.toLowerCase().includes(typed.toLowerCase())) {
            shown.label = `${typed}: ${text}`;
        }
        return shown;
    };

    const offer = () => {
        list.replaceChildren(
            ...found.map((text) => option(text, asked)),
            ...brought.filter((text) => !found.includes(text)).map((text) => option(text, "")),
        );
    };

    const suggestions = async (query) => {
        const response = await fetch(`${input.dataset.suggestions}?${new URLSearchParams(query)}`);
        return (await response.json()).suggestions;
    };

    const ask = async () => {
        const typed = input.value.trim();
        if (typed.length < SHORTEST || typed === asked) {
            return;
        }
        asked = typed;
        try {
            const texts = await suggestions({ q: typed });
            if (asked === typed) {
                found = texts;
                offer();
            }
        } catch {
            // Without a connection the list stays as it is; the search itself reports the error.
            asked = "";
        }
    };

    // Suggestions that did not come with the page, in its language.
    const bring = async () => {
        if (brought.length || isFetching) {
            return;
        }
        isFetching = true;
        try {
            brought = await suggestions({ lang: document.documentElement.lang });
            offer();
        } catch {
            // Tries again the next time that the box gets focus.
        }
        isFetching = false;
    };

    input.addEventListener("focus", bring);
    input.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
    });
    if (document.activeElement === input) {
        bring();
        ask(); // for text typed while this file was loading
    }
}
