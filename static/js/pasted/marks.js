/*
 * Words from a program that writes bold as "**words**": notes, wikis, chat programs. In a line that can
 * have none in bold the signs go; in a text they mean what they mean there.
 */

// Not behind a letter or digit: "2**3 and 2**4" are powers.
const BOLD = /(?<![\p{L}\p{N}*])\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*(?!\*)/gu;

export const hasBold = (text) => text.search(BOLD) >= 0;

export const withoutBold = (text) => text.replace(BOLD, "$1");

/** The lines as paragraphs, with what is bold. */
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
