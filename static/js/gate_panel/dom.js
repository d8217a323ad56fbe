/*
 * What every part of the panel does with elements and sentences. What is typed comes from people and
 * is put in as text, never as markup.
 */

/** What is not to be seen yet takes no focus. */
export function afterItIsDrawn(act) {
    requestAnimationFrame(() => requestAnimationFrame(act));
}

export function readJson(id) {
    return JSON.parse(document.getElementById(id).textContent);
}

export function fromTemplate(element, selector) {
    return element.querySelector(`template${selector}`).content.firstElementChild.cloneNode(true);
}

/** Puts words into a part of a template; a part without words goes away. */
export function put(element, name, words) {
    const part = element.querySelector(`[data-gate-${name}]`);
    part.textContent = words;
    part.hidden = !words;
    return part;
}

/** Makes the words of a part a link; `note` says that it opens in a new window. */
export function linkTo(part, address, note) {
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = part.textContent;
    const heard = document.createElement("span");
    heard.className = "w-sr-only";
    heard.textContent = ` ${note}`;
    link.append(heard);
    part.replaceChildren(link);
}

export function fill(sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "");
}

export function count([one, several], number) {
    if (number === 0) return "";
    return number === 1 ? one : fill(several, { count: number });
}

export function describe(field, id, is) {
    if (!field) return;
    const before = (field.getAttribute("aria-describedby") || "").split(" ");
    const ids = before.filter((one) => one && one !== id);
    if (is) ids.push(id);
    if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
    else field.removeAttribute("aria-describedby");
}
