/*
 * What Word, Google Docs and mail put on the clipboard, as the lines of a plain box: headings,
 * lists, links, tables and what is bold or set apart stay what they are, everything else is words.
 *
 * What a box cannot hold is named, so that nothing is lost in silence: pictures, the levels of a
 * list, and the addresses of links that stand in a table or lead into the program they come from.
 */

import { addressOf, holdsBlocks, isApart, isBlock, isBold, isListed, isLost, isSkipped, isTable, levelOf } from "./pasted/plain.js";
import { readPasted } from "./pasted/reading.js";

const MOST_COLUMNS = 20;
// A line that ends within a paragraph; a sign that is white space to everyone else.
const LINE_END = "\u2028";
// Where bold words, and words set apart, begin and end, until it is clear which of them hold any.
const MARKS = { bold: ["\ue001", "\ue002", "**"], apart: ["\ue003", "\ue004", "*"] };
const ANY_MARK = /[\ue001-\ue004]/g;

/** The lines, and the kinds of what they leave out: "pictures", "quotes", "struck", "nested", "links",
 *  "cells". */
export function linesOf(html) {
    const { body, left } = readPasted(html.replace(ANY_MARK, ""));
    const lines = [];
    walk(body, lines);
    return {
        lines: lines
            .join("\n")
            .replace(/\n{3,}/g, "\n\n")
            .trim(),
        left: [...left, ...leftOut(body)],
    };
}

function leftOut(body) {
    const left = [];
    const inner = [...body.querySelectorAll(":is(ul, ol) :is(ul, ol)")];
    if (inner.some((each) => squeeze(each.textContent) && !each.closest("table"))) left.push("nested");
    const links = [...body.querySelectorAll("a[href]")];
    const isInTable = (each) => isTable(each.closest("table"));
    const isNamed = (each) => each.textContent.trim() && address(each);
    if (links.some((each) => isInTable(each) && isNamed(each))) left.push("cells");
    if (links.some((each) => !isInTable(each) && isLost(each))) left.push("links");
    return left;
}

function walk(parent, lines) {
    let words = "";
    const flush = () => {
        for (const line of written(words).split(LINE_END)) {
            if (line.trim()) lines.push(squeeze(line), "");
        }
        words = "";
    };
    for (const node of parent.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) words += node.data;
        else if (node.nodeType !== Node.ELEMENT_NODE || isSkipped(node)) continue;
        else if (node.tagName === "BR") words += LINE_END;
        else if (!isBlock(node) && !holdsBlocks(node)) {
            words += node.tagName === "A" ? link(node) : marked(node, inline(node));
        } else {
            flush();
            block(node, lines);
        }
    }
    flush();
}

function block(node, lines) {
    const level = levelOf(node);
    if (level) {
        const words = squeeze(inline(node).replace(ANY_MARK, ""));
        if (words) lines.push("", `${"#".repeat(level)} ${words}`);
    } else if (isListed(node)) {
        list(node, lines);
        lines.push("");
    } else if (node.tagName === "TABLE") {
        table(node, lines);
    } else if (node.tagName === "PRE") {
        for (const line of node.textContent.split("\n")) if (line.trim()) lines.push(squeeze(line), "");
    } else walk(node, lines);
}

function list(node, lines) {
    const sign = node.tagName === "OL" ? "1. " : "- ";
    for (const item of node.children) {
        if (isListed(item)) {
            list(item, lines); // Google Docs puts the inner list beside its item
            continue;
        }
        const own = item.cloneNode(true);
        for (const inner of own.querySelectorAll("ul, ol")) inner.remove();
        const words = squeeze(written(inline(own)));
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
        else if (child.nodeType !== Node.ELEMENT_NODE || isSkipped(child)) continue;
        else if (child.tagName === "BR") words += " ";
        else words += isBlock(child) ? ` ${plain(child)} ` : plain(child);
    }
    return words;
}

function inline(node) {
    let words = "";
    for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) words += child.data;
        else if (child.nodeType !== Node.ELEMENT_NODE || isSkipped(child)) continue;
        else if (child.tagName === "BR") words += LINE_END;
        else if (child.tagName === "A") words += link(child);
        else words += marked(child, inline(child));
    }
    return words;
}

/** The words with marks of how they are set, as Word, Google Docs and web pages say it. */
function marked(node, words) {
    const [begin, end] = isBold(node) ? MARKS.bold : isApart(node) ? MARKS.apart : ["", ""];
    // A box has one way at a time.
    return begin && words.trim() && !words.includes("*") ? begin + words.replace(ANY_MARK, "") + end : words;
}

/** The marks as a box writes them: around words, within one line, in one piece. */
function written(words) {
    let lines = words;
    for (const [begin, end, sign] of Object.values(MARKS)) {
        lines = lines
            .replace(new RegExp(`${end}(\\s*)${begin}`, "g"), "$1")
            .replace(new RegExp(`${begin}([^${end}]*)${end}`, "g"), (_whole, held) =>
                held
                    .split(LINE_END)
                    .map((line) => line.replace(/^(\s*)(.*?)(\s*)$/s, (_line, before, said, after) => (said ? before + sign + said + sign + after : _line)))
                    .join(LINE_END),
            );
    }
    return lines.replace(ANY_MARK, "");
}

function link(node) {
    const words = squeeze(inline(node).replace(ANY_MARK, "")).replaceAll("[", "(").replaceAll("]", ")");
    const opens = address(node);
    return words && opens ? `[${words}](${opens})` : words;
}

/** As a box writes it: brackets end an address there. */
function address(node) {
    return addressOf(node).replaceAll("(", "%28").replaceAll(")", "%29");
}

function squeeze(words) {
    return words.replace(/[\s\u00a0]+/g, " ").trim();
}
