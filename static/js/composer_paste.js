/*
 * What Word, Google Docs and mail put on the clipboard, as the lines of a plain box: headings,
 * lists, links and tables stay what they are, everything else is words.
 */

const SKIPPED = new Set(["STYLE", "SCRIPT", "HEAD", "META", "LINK", "TITLE", "TEMPLATE"]);
const BLOCKS = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGURE FOOTER HEADER LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TH THEAD TR UL".split(" "));
const ADDRESS = /^(https?:|mailto:|tel:)[^()\s]+$/;
// How Word writes the sign before an item: in a paragraph of its own kind.
const WORD_ITEM = /mso-list\s*:\s*(?!none|ignore)/i;
const WORD_SIGN = /^(?:[·•▪o§\-–]|\d{1,2}[.)]|[a-z][.)])\s*/i;

export function linesOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const lines = [];
    walk(page.body, lines);
    return lines
        .join("\n")
        .replace(/\n{3,}/g, "\n\n")
        .trim();
}

function walk(parent, lines) {
    let words = "";
    const flush = () => {
        if (words.trim()) lines.push(squeeze(words), "");
        words = "";
    };
    for (const node of parent.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) words += node.data;
        else if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.tagName)) continue;
        else if (node.tagName === "BR") flush();
        else if (!BLOCKS.has(node.tagName) && !/^H[1-6]$/.test(node.tagName) && !holdsBlocks(node)) {
            words += node.tagName === "A" ? link(node) : inline(node);
        } else {
            flush();
            block(node, lines);
        }
    }
    flush();
}

function block(node, lines) {
    const heading = /^H([1-6])$/.exec(node.tagName);
    if (heading) {
        const level = Math.min(4, Math.max(2, Number(heading[1])));
        const words = squeeze(inline(node));
        if (words) lines.push("", `${"#".repeat(level)} ${words}`);
    } else if (node.tagName === "UL" || node.tagName === "OL") {
        list(node, lines);
        lines.push("");
    } else if (node.tagName === "TABLE") {
        table(node, lines);
    } else if (WORD_ITEM.test(node.getAttribute("style") ?? "")) {
        const words = squeeze(inline(node));
        const sign = /^\d/.test(words) ? "1. " : "- ";
        if (words) lines.push(sign + words.replace(WORD_SIGN, ""));
    } else walk(node, lines);
}

function list(node, lines) {
    const sign = node.tagName === "OL" ? "1. " : "- ";
    for (const item of node.children) {
        if (item.tagName === "UL" || item.tagName === "OL") {
            list(item, lines); // Google Docs puts the inner list beside its item
            continue;
        }
        const own = item.cloneNode(true);
        for (const inner of own.querySelectorAll("ul, ol")) inner.remove();
        const words = squeeze(inline(own));
        if (words) lines.push(sign + words);
        for (const inner of item.querySelectorAll(":scope > ul, :scope > ol")) list(inner, lines);
    }
}

function table(node, lines) {
    const rows = [...node.rows].map((row) =>
        [...row.cells].map((cell) => squeeze(cell.textContent).replaceAll("|", "/")),
    );
    const filled = rows.filter((row) => row.some(Boolean));
    if (Math.max(...filled.map((row) => row.length), 0) < 2) {
        walk(node.tBodies[0]?.rows[0]?.cells[0] ?? node, lines); // one cell: a frame around words
        return;
    }
    const caption = squeeze(node.caption?.textContent ?? "");
    lines.push("");
    if (caption) lines.push(`Table: ${caption}`);
    for (const row of filled) lines.push(`| ${row.join(" | ")} |`);
    lines.push("");
}

function inline(node) {
    let words = "";
    for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) words += child.data;
        else if (child.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(child.tagName)) continue;
        else if (child.tagName === "BR") words += " ";
        else if (child.tagName === "A") words += link(child);
        else words += inline(child);
    }
    return words;
}

function link(node) {
    const words = squeeze(inline(node));
    const address = node.getAttribute("href") ?? "";
    if (!words || !ADDRESS.test(address) || /[[\]]/.test(words)) return words;
    return `[${words}](${address})`;
}

function holdsBlocks(node) {
    return [...node.querySelectorAll("*")].some(
        (each) => BLOCKS.has(each.tagName) || /^H[1-6]$/.test(each.tagName),
    );
}

function squeeze(words) {
    return words.replace(/[\s\u00a0]+/g, " ").trim();
}
