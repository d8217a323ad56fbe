/*
 * What Word, Google Docs and mail put on the clipboard, as the lines of a plain box: headings,
 * lists, links and tables stay what they are, everything else is words.
 *
 * What a box cannot hold is named, so that nothing is lost in silence: pictures, the levels of a
 * list, and the addresses of links that stand in a table or lead into the program they come from.
 */

const SKIPPED = new Set(["STYLE", "SCRIPT", "HEAD", "META", "LINK", "TITLE", "TEMPLATE"]);
const BLOCKS = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGURE FOOTER HEADER LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TH THEAD TR UL".split(" "));
const ADDRESS = /^(https?:\/\/|mailto:|tel:)[^()\s]+$/i;
// How Word writes the sign before an item: in a paragraph of its own kind.
const WORD_ITEM = /mso-list\s*:\s*(?!none|ignore)/i;
const MOST_COLUMNS = 20;
const WORD_SIGN = /^(?:[·•▪o§\-–]|\d{1,2}[.)]|[a-z][.)])\s*/i;

/** The lines, and the kinds of what they leave out: "pictures", "nested", "links", "cells". */
export function linesOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const lines = [];
    walk(page.body, lines);
    return {
        lines: lines
            .join("\n")
            .replace(/\n{3,}/g, "\n\n")
            .trim(),
        left: leftOut(page.body),
    };
}

function leftOut(body) {
    const left = [];
    // A dot of one pixel is what mail programs count their readers with.
    const isSeen = (image) => image.getAttribute("width") !== "1" && image.getAttribute("src");
    if ([...body.querySelectorAll("img, svg, video, iframe")].some((each) => each.tagName !== "IMG" || isSeen(each))) {
        left.push("pictures");
    }
    const inner = [...body.querySelectorAll(":is(ul, ol) :is(ul, ol)")];
    if (inner.some((each) => squeeze(each.textContent) && !each.closest("table"))) left.push("nested");
    const links = [...body.querySelectorAll("a[href]")].filter((each) => squeeze(each.textContent));
    const isInTable = (each) => isTable(each.closest("table"));
    if (links.some((each) => isInTable(each) && address(each))) left.push("cells");
    const leadsInside = (each) => /^(#|$)/.test(each.getAttribute("href"));
    if (links.some((each) => !isInTable(each) && !address(each) && !leadsInside(each))) left.push("links");
    return left;
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
    const filled = grid(node).filter((row) => row.some(Boolean));
    if (!isTable(node)) {
        for (const row of node.rows) for (const cell of row.cells) walk(cell, lines);
        return;
    }
    const caption = squeeze(node.caption?.textContent ?? "");
    lines.push("");
    if (caption) lines.push(`Table: ${caption}`);
    for (const row of filled) lines.push(`| ${row.join(" | ")} |`);
    lines.push("");
}

/** One cell, or one column, is a frame around words. */
function isTable(node) {
    return Boolean(node) && Math.max(...[...node.rows].map((row) => row.cells.length), 0) > 1;
}

/** The words of each cell; one that spans several columns or rows stands in each of them. */
function grid(node) {
    const rows = [...node.rows].map(() => []);
    [...node.rows].forEach((row, at) => {
        let column = 0;
        for (const cell of row.cells) {
            while (rows[at][column] !== undefined) column += 1;
            const words = squeeze(plain(cell)).replaceAll("|", "/");
            const below = Math.min(cell.rowSpan || 1, rows.length - at);
            for (let down = 0; down < below; down += 1) {
                for (let over = 0; over < Math.min(cell.colSpan, MOST_COLUMNS); over += 1) {
                    rows[at + down][column + over] = words;
                }
            }
            column += Math.min(cell.colSpan, MOST_COLUMNS);
        }
    });
    return rows.map((row) => Array.from(row, (words) => words ?? ""));
}

/** The words of a cell in one line: lines and paragraphs in it stand apart. */
function plain(node) {
    let words = "";
    for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) words += child.data;
        else if (child.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(child.tagName)) continue;
        else if (child.tagName === "BR") words += " ";
        else words += BLOCKS.has(child.tagName) ? ` ${plain(child)} ` : plain(child);
    }
    return words;
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
    const words = squeeze(inline(node)).replaceAll("[", "(").replaceAll("]", ")");
    const opens = address(node);
    return words && opens ? `[${words}](${opens})` : words;
}

/** Where a link leads, as a box writes it; "" where that is no address for families. */
function address(node) {
    const written = behindGoogle((node.getAttribute("href") ?? "").trim());
    const safe = written.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll(" ", "%20");
    return ADDRESS.test(safe) ? safe : "";
}

/** Google Docs puts an address of its own around each link; families get the one that was meant. */
function behindGoogle(written) {
    const { hostname, pathname, searchParams } = URL.parse?.(written) ?? {};
    const isGoogles = /^(www\.)?google\.com$/.test(hostname ?? "") && pathname === "/url";
    return (isGoogles && searchParams.get("q")) || written;
}

function holdsBlocks(node) {
    return [...node.querySelectorAll("*")].some(
        (each) => BLOCKS.has(each.tagName) || /^H[1-6]$/.test(each.tagName),
    );
}

function squeeze(words) {
    return words.replace(/[\s\u00a0]+/g, " ").trim();
}
