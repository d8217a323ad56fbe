/*
 * Word writes a list as paragraphs, each with its level in its style and its marker as text. This
 * turns them back into lists.
 */

const ITEM = /mso-list\s*:(?!\s*(?:none|ignore))(?:[^;]*?\blevel(\d))?/i;
const SIGN = /mso-list\s*:\s*ignore/i;
// "1." "(a)" "iv)"; Word's own bullets are a dot, a small o and a section sign of a symbol font.
const NUMBERED = /^\s*\(?(?:\d{1,3}|[a-z]|[ivxl]+)[.)]/i;
const TYPED = /^\s*(?:[·•▪o§–-]|\d{1,3}[.)]|[a-z][.)])\s+/i;
const DEEPEST = 9;

/** Replaces each sequence of such paragraphs with a list. */
export function makeLists(body) {
    for (const each of body.querySelectorAll("p, div")) {
        if (!each.isConnected || !isItem(each)) continue;
        const run = [each];
        for (let next = each.nextElementSibling; next && isItem(next); next = next.nextElementSibling) {
            if (wordsBetween(run.at(-1), next)) break;
            run.push(next);
        }
        replace(run);
    }
}

function isItem(element) {
    return /^(P|DIV)$/.test(element.tagName) && ITEM.test(element.getAttribute("style") ?? "");
}

function wordsBetween(before, next) {
    for (let node = before.nextSibling; node !== next; node = node.nextSibling) {
        if (node.nodeType === Node.TEXT_NODE && node.data.trim()) return true;
    }
    return false;
}

function replace(run) {
    const page = run[0].ownerDocument;
    const made = page.createDocumentFragment();
    let open = []; // the lists that an item may still join, outermost first
    for (const each of run) {
        const level = Math.min(DEEPEST, Number(ITEM.exec(each.getAttribute("style"))[1] ?? 1));
        const tag = takeSign(each) ? "ol" : "ul";
        open = open.filter((list) => list.level <= level);
        let last = open.at(-1);
        if (last?.level === level && last.tag !== tag) {
            open.pop();
            last = open.at(-1);
        }
        if (last?.level !== level) {
            const list = page.createElement(tag);
            (last?.element.lastElementChild ?? made).append(list);
            last = { element: list, level, tag };
            open.push(last);
        }
        const item = page.createElement("li");
        item.append(...each.childNodes);
        last.element.append(item);
    }
    run[0].before(made);
    for (const each of run) each.remove();
}

/** Removes the marker from the item; returns whether it was a number. */
function takeSign(item) {
    const spans = [...item.querySelectorAll("span")];
    const sign = spans.find((each) => SIGN.test(each.getAttribute("style") ?? ""));
    if (sign) {
        sign.remove();
        return NUMBERED.test(sign.textContent);
    }
    // Some versions omit the marker's style.
    const walker = item.ownerDocument.createTreeWalker(item, NodeFilter.SHOW_TEXT);
    let first = walker.nextNode();
    while (first && !first.data.trim()) first = walker.nextNode();
    const typed = TYPED.exec(first?.data ?? "");
    if (!typed) return false;
    first.data = first.data.slice(typed[0].length);
    return NUMBERED.test(typed[0]);
}
