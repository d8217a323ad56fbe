/*
 * Text from programs that write bold as "**words**": notes, wikis, chat programs. In a line without
 * bold the signs are removed; in a text they become bold.
 */

// Not after a letter or digit: "2**3 and 2**4" are powers.
const BOLD = /(?<![\p{L}\p{N}*])\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*(?!\*)/gu;

export const hasBold = (text) => text.search(BOLD) >= 0;

export const withoutBold = (text) => text.replace(BOLD, "$1");

/** Returns the lines as paragraphs with bold text. */
export function boldHtml(text) {
    const body = document.createElement("body");
    for (const line of text.split(/\r?\n/).filter((each) => each.trim())) {
        const paragraph = document.createElement("p");
        for (const [at, piece] of line.split(BOLD).entries()) {
            const bold = document.createElement("b");
            bold.textContent = piece;
            paragraph.append(at % 2 ? bold : piece);
        }
        body.append(paragraph);
    }
    return body.innerHTML;
}
