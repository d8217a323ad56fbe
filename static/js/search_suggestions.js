/**
 * While someone types a search, offers what is found by name, in the list that the browser shows
 * below the box. Without this file the list of a large box holds the schools, subjects and grades
 * that the page came with; that of the header's box is empty, and filled with them by this file
 * when someone goes to it.
 */
const PAUSE = 150; // milliseconds without a key
const SHORTEST = 2;

for (const input of document.querySelectorAll("[data-suggestions]")) {
    const { list } = input;
    let brought = [...list.options].map((option) => option.value);
    let found = [];
    let asked = "";
    let isFetching = false;
    let timer = 0;

    // Browsers show of the list only what has the typed letters in its value or its label: what was
    // found for a slip of the pen, or for a word in Spanish, says in its label what it answers.
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
            // Without a connection the list stays as it was; the search itself says what is wrong.
            asked = "";
        }
    };

    // What the page did not bring, in the language that it is in.
    const bring = async () => {
        if (brought.length || isFetching) {
            return;
        }
        isFetching = true;
        try {
            brought = await suggestions({ lang: document.documentElement.lang });
            offer();
        } catch {
            // The next time that someone comes to the box it is tried again.
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
        ask(); // what was typed while this file was on its way
    }
}
