/*
 * What someone wrote and the server does not have yet, kept in this browser only.
 *
 * One entry a window, named by account and page. A computer in a school is used by several people:
 * an entry ends after a day, when its text is saved, and when anyone signs out.
 */

const PREFIX = "district-kept-text:";
export const KEPT = 24 * 60 * 60 * 1000; // milliseconds
const WINDOW = "district-window";

function all() {
    const found = [];
    for (let place = 0; place < localStorage.length; place += 1) {
        const key = localStorage.key(place);
        if (!key.startsWith(PREFIX)) continue;
        try {
            found.push([key, JSON.parse(localStorage.getItem(key))]);
        } catch {
            found.push([key, null]); // not ours to read: it ends with the others
        }
    }
    return found;
}

/** This window's own name, which a reload keeps and a second window does not share. */
function windowName() {
    let name = sessionStorage.getItem(WINDOW);
    if (!name) {
        name = crypto.getRandomValues(new Uint32Array(2)).join("-");
        sessionStorage.setItem(WINDOW, name);
    }
    return name;
}

const ended = (entry) => !entry || !(Date.now() - entry.at < KEPT);

export function endOldOnes() {
    for (const [key, entry] of all()) if (ended(entry)) localStorage.removeItem(key);
}

/** Which text is meant: `owner` is the account, `page` a page or the place of a new one. */
export class Kept {
    constructor(owner, page) {
        this.start = `${PREFIX}${owner}:${page}:`;
        this.key = this.start + windowName();
    }

    /** Keeps `fields`, pairs of name and value; false where the browser has no room or no wish. */
    keep(fields, more) {
        try {
            localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields, ...more }));
            return true;
        } catch {
            return false;
        }
    }

    forget(key = this.key) {
        localStorage.removeItem(key);
    }

    /** [key, entry] of the newest text of this page, whichever window it is from; or null. */
    newest() {
        const mine = all().filter(([key, entry]) => key.startsWith(this.start) && !ended(entry));
        mine.sort(([, one], [, other]) => other.at - one.at);
        return mine[0] ?? null;
    }

    /** The form was sent; whether it arrived, the next page tells. */
    sent(key = this.key) {
        const entry = JSON.parse(localStorage.getItem(key) || "null");
        if (entry) localStorage.setItem(key, JSON.stringify({ ...entry, sent: true }));
    }
}

/** A screen of the editor answered: what was sent before has arrived. Not asked for the text `but`. */
export function forgetSent({ but = null } = {}) {
    for (const [key, entry] of all()) {
        if (entry?.sent && !(but && key.startsWith(but.start))) localStorage.removeItem(key);
    }
}

/** The sign-in or a refusal answered instead: what was sent has not arrived. */
export function rememberSent() {
    for (const [key, entry] of all()) {
        if (entry?.sent) localStorage.setItem(key, JSON.stringify({ ...entry, sent: false }));
    }
}

export function forgetAll() {
    for (const [key] of all()) localStorage.removeItem(key);
}
