/*
 * Converts clipboard content of office programs and mail into the plain HTML that it means: lists are
 * lists, superscript and subscript digits become Unicode characters, and invisible content is
 * removed. Reports what else is left out.
 */

import { makeLists } from "./word_lists.js";
import { takeQuotesOut } from "./replies.js";

// Tracked deletions, comments of colleagues, hidden columns and the preview texts of newsletters.
const UNSEEN = 'del, [hidden], .MsoCommentReference, .msocomanchor, [style*="mso-element:comment"]';
// Word's own property, which the browser drops.
const HIDDEN_IN_WORD = /(?:^|;)\s*mso-hide\s*:\s*all/i;
const PROBE = document.createElement("i");
const RAISED = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹", "+": "⁺", "-": "⁻", "−": "⁻", n: "ⁿ" };
const LOWERED = { 0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", 5: "₅", 6: "₆", 7: "₇", 8: "₈", 9: "₉", "+": "₊", "-": "₋", "−": "₋" };

/** Returns an element's style as the browser's own parser reads it, without displaying it. */
function styleOf(each) {
    PROBE.style.cssText = each.getAttribute("style") ?? "";
    return PROBE.style;
}

function isHidden(each) {
    return styleOf(each).display === "none" || HIDDEN_IN_WORD.test(each.getAttribute("style") ?? "");
}

/** Returns the page's body, and what is missing in it: "pictures", "struck", "quotes". */
export function readPasted(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const { body } = page;
    const left = [];
    for (const each of body.querySelectorAll("*")) {
        if (each.matches(UNSEEN) || isHidden(each)) each.remove();
    }
    if (takeQuotesOut(body)) left.push("quotes");
    if (hasPictures(body)) left.push("pictures");
    const isStruck = (each) => each.matches("s, strike") || styleOf(each).textDecorationLine.includes("line-through");
    if ([...body.querySelectorAll("*")].some((each) => isStruck(each) && each.textContent.trim())) {
        left.push("struck");
    }
    writeOut(body, "sup", RAISED);
    writeOut(body, "sub", LOWERED);
    makeLists(body);
    return { body, left };
}

function hasPictures(body) {
    // Mail programs count their readers with pictures of one pixel.
    const isSeen = (image) => image.getAttribute("width") !== "1" && image.getAttribute("src");
    const found = [...body.querySelectorAll("img, svg, video, iframe")];
    return found.some((each) => each.tagName !== "IMG" || isSeen(each));
}

/** “x²” without its formatting would be “x2”. “1st” may lose it. */
function writeOut(body, tag, letters) {
    for (const each of body.querySelectorAll(tag)) {
        const words = [...each.textContent.trim()];
        if (words.every((letter) => letter in letters)) {
            each.replaceWith(words.map((letter) => letters[letter]).join(""));
        }
    }
}
