/**
 * While someone types a search, offers what is found by name, in the list that the browser shows
 * below the box. Without this file the list holds the schools, subjects and grades that the page
 * came with, or nothing.
 */
const PAUSE = 150; // milliseconds without a key
const SHORTEST = 2;

for (const input of document.querySelectorAll("[data-suggestions]")) {
    const list = document.getElementById(input.getAttribute("list"));
    const brought = [...list.options].map((option) => option.value);
    let asked = "";
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

    const offer = (texts, typed) => {
        list.replaceChildren(
            ...texts.map((text) => option(text, typed)),
            ...brought.filter((text) => !texts.includes(text)).map((text) => option(text, "")),
        );
    };

    const ask = async () => {
        const typed = input.value.trim();
        if (typed.length < SHORTEST || typed === asked) {
            return;
        }
        asked = typed;
        try {
            const response = await fetch(
                `${input.dataset.suggestions}?q=${encodeURIComponent(typed)}`,
            );
            const { suggestions } = await response.json();
            if (asked === typed) {
                offer(suggestions, typed);
            }
        } catch {
            // Without a connection the list stays as it was; the search itself says what is wrong.
            asked = "";
        }
    };

    input.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
    });
}
