/*
 * Reduces pasted content to the tags that a text field of the page editor supports: headings,
 * paragraphs, lists, links, bold and italic. A table becomes one line for each row.
 */

const SKIPPED = new Set("STYLE SCRIPT HEAD META LINK TITLE TEMPLATE NOSCRIPT IFRAME OBJECT VIDEO AUDIO SVG".split(" "));
const BLOCKS = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL".split(" "));
const MOST_COLUMNS = 20;
const ADDRESS = /^(https?:\/\/|mailto:|tel:)\S+$/i;

export const isSkipped = (node) => SKIPPED.has(node.tagName?.toUpperCase());
export const isBlock = (node) => BLOCKS.has(node.tagName);
export const isListed = (node) => node.tagName === "UL" || node.tagName === "OL";

export const holdsBlocks = (node) => node.nodeType === Node.ELEMENT_NODE && [...node.querySelectorAll("*")].some(isBlock);

/** Returns the level of a heading below the page's title; 0 for other elements. */
export function levelOf({ tagName }) {
    const heading = /^H([1-6])$/.exec(tagName);
    return heading ? Math.min(4, Math.max(2, Number(heading[1]))) : 0;
}

/** Bold and italic in Word, Google Docs and web pages: set by a tag, or unset by a style. */
export function isBold({ style, tagName }) {
    if (style?.fontWeight) return /^(bold|bolder|[6-9]00)$/.test(style.fontWeight);
    return tagName === "B" || tagName === "STRONG";
}

export function isApart({ style, tagName }) {
    if (style?.fontStyle) return style.fontStyle === "italic";
    return tagName === "I" || tagName === "EM" || tagName === "CITE";
}

/**
 * Returns the target of a link, "" if families cannot open it. Google Docs wraps links in an address
 * of its own: families get the original one.
 */
export function addressOf(link) {
    const written = (link.getAttribute("href") ?? "").trim();
    const { hostname, pathname, searchParams } = URL.parse?.(written) ?? {};
    const isGoogles = /^(www\.)?google\.com$/.test(hostname ?? "") && pathname === "/url";
    const meant = ((isGoogles && searchParams.get("q")) || written).replaceAll(" ", "%20");
    return ADDRESS.test(meant) && !leadsIntoTheEditor(meant) ? meant : "";
}

/** Returns true for content copied from a screen of this editor. */
function leadsIntoTheEditor(address) {
    const { origin, pathname } = URL.parse?.(address) ?? {};
    return origin === window.location.origin && /^\/admin\//.test(pathname);
}

/**
 * Returns true if a link with text has no address that families can open, except links within the
 * same text.
 */
export function isLost(link) {
    const leadsInside = /(^|\/)#|^$/.test(link.getAttribute("href"));
    return Boolean(link.textContent.trim()) && !addressOf(link) && !leadsInside;
}

/** A table with one cell or one column is only a frame around text. */
export function isTable(node) {
    return Boolean(node) && Math.max(...[...node.rows].map((row) => row.cells.length), 0) > 1;
}

/**
 * Returns the HTML, and what was converted: "tables" to lines, "links" to text, "cells" of tables to
 * plain text. `table` is the name of tables where the text may hold them, as blocks.
 */
export function plainHtml(body, { table = "" } = {}) {
    const page = body.ownerDocument;
    const writer = new Writer(page, table);
    writer.blocks(body);
    const left = [];
    const links = [...body.querySelectorAll("a[href]")];
    if (!table && [...body.querySelectorAll("table")].some(isTable)) left.push("tables");
    if (table && links.some((each) => isTable(each.closest("table")) && addressOf(each))) left.push("cells");
    if (links.some(isLost)) left.push("links");
    return { html: writer.out.innerHTML, left };
}

class Writer {
    constructor(page, nameOfTables) {
        this.page = page;
        this.nameOfTables = nameOfTables;
        this.out = page.createElement("div");
    }

    add(tag, fill) {
        const made = this.page.createElement(tag);
        fill(made);
        trim(made);
        if (made.textContent.trim()) this.out.append(made);
    }

    /** Adds the content of `parent`; text between its blocks becomes paragraphs. */
    blocks(parent) {
        let loose = [];
        const flush = () => {
            if (loose.length) this.add("p", (made) => loose.forEach((each) => this.inline(each, made)));
            loose = [];
        };
        for (const node of parent.childNodes) {
            if (isSkipped(node)) continue;
            if (isBlock(node) || holdsBlocks(node)) {
                flush();
                this.block(node);
            } else loose.push(node);
        }
        flush();
    }

    block(node) {
        const level = levelOf(node);
        if (level) this.add(`h${level}`, (made) => this.words(node, made));
        else if (isListed(node)) this.out.append(this.list(node));
        else if (node.tagName === "PRE") {
            for (const line of node.textContent.split("\n")) this.add("p", (made) => made.append(line));
        } else if (node.tagName === "TABLE" && isTable(node) && this.nameOfTables) {
            this.add("div", (made) => {
                made.dataset.block = "";
                made.append(Object.assign(this.page.createElement("b"), { textContent: `${this.nameOfTables}:` }), " ", this.table(node));
            });
        } else if (node.tagName === "TABLE" && isTable(node)) {
            for (const row of node.rows) this.add("p", (made) => this.row(row, made));
        } else this.blocks(node);
    }

    list(node) {
        const made = this.page.createElement(node.tagName);
        for (const each of node.children) {
            if (isListed(each)) {
                // Google Docs puts the inner list beside its item.
                if (!made.lastElementChild) made.append(this.page.createElement("li"));
                made.lastElementChild.append(this.list(each));
                continue;
            }
            const item = this.page.createElement("li");
            this.words(each, item);
            trim(item);
            const inner = [...each.querySelectorAll("ul, ol")];
            const own = inner.filter((list) => !inner.some((other) => other !== list && other.contains(list)));
            if (item.textContent.trim() || own.length) {
                item.append(...own.map((list) => this.list(list)));
                made.append(item);
            }
        }
        return made;
    }

    /** A cell that spans several columns or rows becomes several cells with its text. */
    table(node) {
        const made = this.page.createElement("table");
        const rows = [...node.rows].map(() => []);
        if (node.caption) made.createCaption().textContent = node.caption.textContent.trim();
        [...node.rows].forEach((row, at) => {
            let column = 0;
            for (const cell of row.cells) {
                while (rows[at][column] !== undefined) column += 1;
                const words = this.page.createElement("span");
                this.words(cell, words);
                for (const end of words.querySelectorAll("br")) end.replaceWith(" ");
                const text = words.textContent.replace(/\s+/g, " ").trim();
                const below = Math.min(cell.rowSpan || 1, rows.length - at);
                const beside = Math.min(cell.colSpan, MOST_COLUMNS);
                for (let down = 0; down < below; down += 1) {
                    for (let over = 0; over < beside; over += 1) rows[at + down][column + over] = text;
                }
                column += beside;
            }
        });
        for (const cells of rows.filter((row) => row.some(Boolean))) {
            const row = made.insertRow();
            for (const words of Array.from(cells, (each) => each ?? "")) row.insertCell().textContent = words;
        }
        return made;
    }

    row(row, made) {
        for (const cell of row.cells) {
            const words = this.page.createElement("span");
            this.words(cell, words);
            trim(words);
            if (!words.textContent.trim()) continue;
            if (made.hasChildNodes()) made.append(" | ");
            made.append(...words.childNodes);
        }
    }

    /**
     * Returns the text of a node in one line, with its paragraphs separated. Lists are handled
     * separately.
     */
    words(node, made) {
        for (const child of node.childNodes) {
            if (isListed(child)) continue;
            if (isBlock(child) || holdsBlocks(child)) {
                if (made.textContent.trim()) made.append(" ");
                this.words(child, made);
            } else this.inline(child, made);
        }
    }

    inline(node, made) {
        if (node.nodeType === Node.TEXT_NODE) {
            made.append(node.data.replace(/[\s\u00a0]+/g, " "));
            return;
        }
        if (node.nodeType !== Node.ELEMENT_NODE || isSkipped(node)) return;
        if (node.tagName === "BR") {
            made.append(this.page.createElement("br"));
            return;
        }
        let into = made;
        const within = (tag) => into.appendChild(this.page.createElement(tag));
        const address = node.tagName === "A" && addressOf(node);
        if (address) (into = within("a")).setAttribute("href", address);
        if (isBold(node)) into = within("b");
        if (isApart(node)) into = within("i");
        for (const child of node.childNodes) this.inline(child, into);
    }
}

/** Removes spaces and line breaks at both ends. */
function trim(made) {
    for (const [side, space] of [["firstChild", /^\s+/], ["lastChild", /\s+$/]]) {
        let end = made[side];
        while (end && (end.nodeName === "BR" || (end.nodeType === Node.TEXT_NODE && !end.data.trim()))) {
            end.remove();
            end = made[side];
        }
        while (end && end.nodeType === Node.ELEMENT_NODE) end = end[side];
        if (end) end.data = end.data.replace(space, "");
    }
}
