/*
 * The same finding in many places, such as thirty pictures without a description, is one line of the
 * list. It stands for one of the places at a time, and leads to the one before and after it.
 */

import { fill } from "./dom.js";

const key = (finding) => JSON.stringify([finding.rule, finding.message]);

function grouped(findings) {
    const groups = new Map();
    for (const finding of findings) {
        const group = groups.get(key(finding));
        if (group) group.push(finding);
        else groups.set(key(finding), [finding]);
    }
    return [...groups.values()];
}

export class Alike {
    /**
     * `items` are the list items by fingerprint; `isOpen(finding)` says whether it is a question
     * without an answer; `onTurn(finding)` is called for the new place.
     */
    constructor(words, items, isOpen, onTurn) {
        this.words = words;
        this.items = items;
        this.isOpen = isOpen;
        this.onTurn = onTurn;
        this.groups = []; // lists of findings
        this.places = new Map(); // by key: where someone has turned to, or answered
    }

    /** Shows one item of all that are alike. `groups` are lists of findings, as they stand. */
    show(groups) {
        this.groups = groups.flatMap(grouped);
        for (const group of this.groups) this.draw(group);
    }

    draw(group) {
        const there = this.places.get(key(group[0]));
        // What was fixed is gone; the one after it has come to its place.
        const same = group.findIndex((one) => one.fingerprint === there?.fingerprint);
        const after = Math.min(there?.place ?? this.begin(group), group.length - 1);
        const place = same >= 0 ? same : after;
        if (there) this.places.set(key(group[0]), { place, fingerprint: group[place].fingerprint });
        group.forEach((finding, number) => {
            const item = this.items.get(finding.fingerprint);
            item.hidden = number !== place;
            const turns = item.querySelector("[data-gate-turns]");
            turns.hidden = group.length === 1;
            const said = { number: number + 1, all: group.length };
            turns.querySelector("[data-gate-turns-words]").textContent = turns.hidden
                ? ""
                : fill(this.words.alike, said);
            for (const button of turns.querySelectorAll("[data-gate-step]")) {
                const next = group[number + Number(button.dataset.gateStep)];
                button.hidden = !next;
                button.onclick = () => this.turn(next);
            }
        });
    }

    /** The first that waits for an answer: an answered one would stand for all of them. */
    begin(group) {
        const open = group.findIndex((finding) => this.isOpen(finding));
        return Math.max(open, 0);
    }

    turn(finding) {
        this.bringUp(finding);
        this.onTurn(finding);
    }

    /** Makes this one the place that its line stands for. */
    bringUp(finding) {
        const { fingerprint } = finding;
        const group = this.groups.find((one) => one.some((each) => each.fingerprint === fingerprint));
        if (!group) return;
        this.places.set(key(group[0]), { fingerprint });
        this.draw(group);
    }
}
