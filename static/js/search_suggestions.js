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

    // The browser shows only what contains the typed letters: what is meant by "rivra" says both.
    const option = (text) => {
        const typed = input.value.trim();
        const holds = text.toLowerCase().includes(input.value.toLowerCase());
        return new Option(holds ? text : `${typed} → ${text}`, text);
    };

    const offer = (texts) => {
        list.replaceChildren(
            ...texts.map(option),
            ...brought.filter((text) => !texts.includes(text)).map((text) => new Option(text, text)),
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
                offer(suggestions);
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
