// A table that is pasted into a text field keeps its rows and cells as lines of words. The field
// holds no tables, and its editor would run all cells together into one word.
//
// What is pasted is rewritten before the editor reads it; everything else stays as it is.

function rowsAsLines(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const tables = [...page.querySelectorAll("table")].reverse(); // the inner ones first
    for (const table of tables) {
        const lines = [];
        for (const row of table.rows) {
            const cells = [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim());
            const words = cells.filter(Boolean).join(" | ");
            if (words) {
                const line = page.createElement("p");
                line.textContent = words;
                lines.push(line);
            }
        }
        table.replaceWith(...lines);
    }
    return tables.length ? page.body.innerHTML : null;
}

document.addEventListener(
    "paste",
    (event) => {
        const field = event.target.closest?.(".Draftail-Editor");
        const pasted = event.clipboardData;
        // From another text of the same editor: it is taken over as it is.
        if (!field || !event.isTrusted || !pasted) {
            return;
        }
        const lines = rowsAsLines(pasted.getData("text/html"));
        if (lines === null) {
            return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        const rewritten = new DataTransfer();
        rewritten.setData("text/html", lines);
        rewritten.setData("text/plain", pasted.getData("text/plain"));
        event.target.dispatchEvent(
            new ClipboardEvent("paste", {
                clipboardData: rewritten,
                bubbles: true,
                cancelable: true,
            }),
        );
    },
    true,
);
