/*
 * Makes editors of the texts of the composer: buttons for bold, lists, links, headings and
 * languages. Without this script they are plain fields, where a line is a paragraph.
 *
 * The editor is Trix (`static/vendor/trix`). What it writes is sent in a field of its own, and stays
 * as the server wrote it until someone changes something.
 */

import Trix from "../vendor/trix/trix.js";
import { boldHtml, hasBold } from "./pasted/marks.js";
import { plainHtml } from "./pasted/plain.js";
import { readPasted } from "./pasted/reading.js";

const HEADINGS = ["heading2", "heading3", "heading4"];
const BLOCKS = "p, li, h2, h3, h4";
const OWN = "application/x-trix-document";
const ADDRESS = /^((https?:\/\/|mailto:|tel:)\S+|#(page|document)-\d+)$/i;
const { config } = Trix;
const tools = document.querySelector("template[data-composer-tools]");
let count = 0;

for (const name of ["quote", "heading1", "code", "attachmentGallery"]) delete config.blockAttributes[name];
delete config.textAttributes.strike;
Object.assign(config.blockAttributes.default, { tagName: "p" });
for (const [at, name] of HEADINGS.entries()) {
    config.blockAttributes[name] = { tagName: `h${at + 2}`, terminal: true, breakOnReturn: true, group: false };
}
if (tools) config.lang.remove = tools.dataset.remove;

// Enter begins a paragraph, as everywhere else; Shift and Enter a line.
const { shouldInsertBlockBreak } = Trix.LineBreakInsertion.prototype;
Trix.LineBreakInsertion.prototype.shouldInsertBlockBreak = function () {
    return !this.block.hasAttributes() || shouldInsertBlockBreak.call(this);
};

/** Returns the editor's name of a language. It makes one element for each name. */
function languageName(tag) {
    const name = `language-${tag}`;
    config.textAttributes[name] ??= {
        tagName: {
            tagName: "span",
            attributes: { lang: tag, "data-trix-lang": tag },
            toString: () => `[data-trix-lang="${tag}"]`,
        },
        inheritable: true,
    };
    return name;
}

const languageNames = () => Object.keys(config.textAttributes).filter((name) => name.startsWith("language-"));

function parsed(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
}

function written(content) {
    const holder = document.createElement("div");
    holder.append(content);
    return holder.innerHTML;
}

/** Returns HTML of the server, or of what was pasted, as the editor reads it. */
function forEditor(html) {
    const content = parsed(html);
    for (const block of content.querySelectorAll("div[data-block]")) {
        const figure = document.createElement("figure");
        const about = { content: block.innerHTML, block: block.dataset.block };
        figure.setAttribute("data-trix-attachment", JSON.stringify(about));
        block.replaceWith(figure);
    }
    for (const marked of content.querySelectorAll("[lang]")) {
        languageName(marked.lang);
        let passage = marked;
        if (marked.matches(BLOCKS)) {
            passage = document.createElement("span");
            passage.append(...[...marked.childNodes].filter((node) => !/^[OU]L$/.test(node.nodeName)));
            marked.prepend(passage);
        }
        passage.setAttribute("data-trix-lang", marked.lang);
    }
    return written(content);
}

/** Returns the editor's HTML as the server reads it. */
function forServer(html) {
    const content = parsed(html);
    for (const figure of content.querySelectorAll("figure[data-trix-attachment]")) {
        const about = JSON.parse(figure.getAttribute("data-trix-attachment"));
        const block = document.createElement("div");
        block.dataset.block = about.block ?? "";
        block.innerHTML = about.content ?? "";
        let line = figure;
        while (line.parentNode !== content) line = line.parentNode;
        if (line === figure) {
            figure.replaceWith(block);
            continue;
        }
        const rest = document.createRange();
        rest.setStartAfter(figure);
        rest.setEndAfter(line);
        const after = rest.extractContents();
        figure.remove();
        line.after(block, after);
    }
    for (const each of content.querySelectorAll("*")) {
        for (const { name } of [...each.attributes]) {
            if (name.startsWith("data-trix") || name === "class" || name === "dir") each.removeAttribute(name);
        }
    }
    return written(content).replaceAll("&nbsp;", " ");
}

class TextEditor {
    constructor(plain) {
        this.plain = plain;
        this.field = plain.parentElement.querySelector("textarea[data-composer-html]");
        this.original = this.field.value;
    }

    start() {
        const { plain, field } = this;
        const label = plain.form.querySelector(`label[for="${plain.id}"]`);
        const element = document.createElement("trix-editor");
        const bar = [...tools.content.cloneNode(true).children];
        [this.bar, this.dialog] = bar;
        count += 1;
        this.bar.id = `composer-tools-${count}`;
        label.id ||= `composer-label-${count}`;
        element.id = plain.id;
        element.className = "composer-text";
        element.setAttribute("toolbar", this.bar.id);
        element.setAttribute("aria-multiline", "true");
        element.setAttribute("aria-labelledby", label.id);
        for (const name of ["aria-describedby", "aria-invalid"]) {
            if (plain.hasAttribute(name)) element.setAttribute(name, plain.getAttribute(name));
        }
        this.bar.setAttribute("aria-label", `${this.bar.getAttribute("aria-label")}: ${label.textContent.trim()}`);
        this.hasHeadings = plain.dataset.composerBox === "headings";
        if (!this.hasHeadings) this.tool("heading").remove();
        plain.id += "-plain";
        plain.hidden = plain.disabled = true;
        field.disabled = false;
        this.element = element;
        plain.before(...bar, element);
        window.districtLanguages.fill(this.select);
        this.select.querySelectorAll("option[value]").forEach(({ value }) => value && languageName(value));
        element.addEventListener("trix-initialize", () => this.begin(), { once: true });
    }

    get editor() {
        return this.element.editor;
    }

    get select() {
        return this.bar.querySelector("[data-composer-language]");
    }

    tool(name) {
        return this.bar.querySelector(`[data-composer-tool="${name}"]`);
    }

    begin() {
        this.editor.loadHTML(forEditor(this.original));
        this.untouched = forServer(this.element.value);
        const { element } = this;
        element.addEventListener("trix-change", () => this.changed());
        for (const name of ["trix-selection-change", "trix-change", "trix-focus"]) {
            element.addEventListener(name, () => this.showState());
        }
        element.addEventListener("trix-file-accept", (event) => event.preventDefault());
        element.addEventListener("paste", (event) => this.paste(event), { capture: true });
        // Tab leads on, also in a list, where Trix would indent the item.
        element.addEventListener("keydown", (event) => event.key === "Tab" && event.stopImmediatePropagation(), { capture: true });
        this.bar.addEventListener("mousedown", (event) => event.target.matches("button") && event.preventDefault());
        this.bar.addEventListener("click", (event) => {
            const { composerTool } = event.target.closest("button")?.dataset ?? {};
            if (composerTool) this.press(composerTool);
        });
        this.select.addEventListener("change", (event) => {
            event.stopPropagation();
            this.choose(this.select.value);
        });
        this.dialog.addEventListener("input", (event) => event.stopPropagation());
        this.dialog.addEventListener("keydown", (event) => {
            if (event.key === "Escape") this.closeDialog();
            if (event.key === "Enter" && event.target.matches("input")) {
                event.preventDefault();
                this.setLink();
            }
        });
        this.dialog.addEventListener("click", (event) => {
            const { composerLink } = event.target.closest("button")?.dataset ?? {};
            if (composerLink === "set") this.setLink();
            if (composerLink === "remove") this.removeLink();
            if (composerLink === "close") this.closeDialog();
        });
        element.dataset.ready = "";
    }

    changed() {
        const now = forServer(this.element.value);
        this.field.value = now === this.untouched ? this.original : now;
        this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    // ------------------------------------------------------------ buttons

    isActive(name) {
        return name === "heading" ? HEADINGS.some((each) => this.editor.attributeIsActive(each)) : this.editor.attributeIsActive(name);
    }

    showState() {
        for (const button of this.bar.querySelectorAll("[aria-pressed]")) {
            button.setAttribute("aria-pressed", Boolean(this.isActive(button.dataset.composerTool)));
        }
        const active = languageNames().find((name) => this.editor.attributeIsActive(name));
        this.select.value = active ? active.slice("language-".length) : "";
    }

    press(name) {
        if (name === "href") return this.openDialog();
        if (name === "undo") this.editor.undo();
        else {
            this.editor.recordUndoEntry("Format");
            const heading = HEADINGS.find((each) => this.editor.attributeIsActive(each));
            const attribute = name === "heading" ? (heading ?? HEADINGS[0]) : name;
            // A line is one thing: an item that becomes a heading leaves its list.
            if (this.editor.attributeIsActive(attribute)) this.editor.deactivateAttribute(attribute);
            else {
                if (heading && name !== "bold") this.editor.deactivateAttribute(heading);
                for (const list of name === "heading" ? ["bullet", "number"] : []) {
                    if (this.editor.attributeIsActive(list)) this.editor.deactivateAttribute(list);
                }
                this.editor.activateAttribute(attribute);
            }
        }
        this.element.focus();
        this.showState();
    }

    /** Returns the selection; where nothing is selected, the line of the cursor. */
    get passage() {
        const range = this.editor.getSelectedRange();
        const text = this.editor.getDocument();
        if (range[0] !== range[1]) return range;
        const { index } = text.locationFromPosition(range[0]);
        const end = text.getBlockAtIndex(index).getBlockBreakPosition();
        return text.rangeFromLocationRange([{ index, offset: 0 }, { index, offset: end }]);
    }

    choose(tag) {
        const { editor } = this;
        const range = editor.getSelectedRange();
        editor.recordUndoEntry("Language");
        editor.setSelectedRange(this.passage);
        for (const name of languageNames()) editor.deactivateAttribute(name);
        if (tag) editor.activateAttribute(languageName(tag));
        editor.setSelectedRange(range);
    }

    // ------------------------------------------------------------ links

    input(name) {
        return this.dialog.querySelector(`[data-composer-link="${name}"]`);
    }

    openDialog() {
        if (!this.dialog.hidden) return this.closeDialog();
        const text = this.editor.getDocument();
        this.range = this.editor.getSelectedRange();
        const [start, end] = this.range;
        const address = text.getCommonAttributesAtRange([start, Math.max(end, start + 1)]).href;
        if (address && start === end) {
            this.range = text.getRangeOfCommonAttributeAtPosition("href", start);
        }
        this.words = text.getStringAtRange(this.range).trim();
        this.input("words").value = this.words;
        this.input("address").value = address ?? "";
        this.input("remove").hidden = !address;
        this.toggleDialog(true);
        this.input(this.words ? "address" : "words").focus();
    }

    toggleDialog(isOpen) {
        this.dialog.hidden = !isOpen;
        this.dialog.querySelector("[role=alert]").hidden = true;
        this.tool("href").setAttribute("aria-expanded", isOpen);
    }

    closeDialog() {
        for (const name of ["words", "address"]) this.input(name).value = "";
        this.toggleDialog(false);
        this.element.focus();
        this.editor.setSelectedRange(this.range);
    }

    setLink() {
        const words = this.input("words").value.trim();
        let address = this.input("address").value.trim().replaceAll(" ", "%20");
        if (/^[^\s:@/]+\.[^\s:@]+$/.test(address)) address = `https://${address}`;
        if (/^[^\s:@/]+@[^\s:@/]+\.[^\s:@/]+$/.test(address)) address = `mailto:${address}`;
        if (!words || !ADDRESS.test(address)) {
            this.dialog.querySelector("[role=alert]").hidden = false;
            this.input(words ? "address" : "words").focus();
            return;
        }
        const { editor, range } = this;
        editor.recordUndoEntry("Link");
        this.closeDialog();
        if (words === this.words) editor.activateAttribute("href", address);
        else editor.insertText(Trix.Text.textForStringWithAttributes(words, { href: address }));
        editor.setSelectedRange(range[0] + words.length);
        this.showState();
    }

    removeLink() {
        this.editor.recordUndoEntry("Link");
        this.closeDialog();
        this.editor.deactivateAttribute("href");
    }

    // ------------------------------------------------------------ pasting

    /** What Word, Google Docs and mail put on the clipboard, as the plain HTML that it means. */
    paste(event) {
        const pasted = event.clipboardData;
        if (!pasted || pasted.types.includes(OWN)) return;
        const words = pasted.getData("text/plain");
        const html = pasted.getData("text/html") || (/\n/.test(words) || hasBold(words) ? boldHtml(words) : "");
        if (!html) {
            const pictures = [...pasted.files].filter((file) => file.type.startsWith("image/"));
            if (!pictures.length || words) return;
            event.preventDefault();
            event.stopImmediatePropagation();
            this.element.dispatchEvent(new CustomEvent("composer:pictures", { bubbles: true, detail: pictures }));
            return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        const { body, left } = readPasted(html);
        const plain = plainHtml(body, { table: this.hasHeadings && tools.dataset.table });
        this.sayLeftOut([...left, ...plain.left]);
        if (!plain.html) return;
        this.editor.recordUndoEntry("Paste");
        this.editor.insertHTML(forEditor(plain.html));
    }

    /** Says below a text what was left out; the next paste says it again. */
    sayLeftOut(kinds) {
        const field = this.element.closest(".composer-field");
        field.querySelector("[data-composer-left-out]")?.remove();
        const words = kinds.map((kind) => document.querySelector(`template[data-composer-left="${kind}"]`)).filter(Boolean);
        if (!words.length) return;
        const said = document.createElement("p");
        said.className = "composer-field__help composer-field__left-out";
        said.dataset.composerLeftOut = "";
        said.setAttribute("role", "status");
        this.element.after(said);
        said.textContent = words.map((each) => each.content.textContent.trim()).join(" ");
    }
}

/** Makes an editor of each text in `root`, except one in which someone has typed already. */
        export function startEditors(root) {
            for (const plain of root.querySelectorAll("textarea[data-composer-box]")) {
                if (plain.disabled || plain.value !== plain.defaultValue) continue;
                new TextEditor(plain).start();
            }
        }

        const form = document.querySelector("form[data-composer]");
        if (form) startEditors(form);
