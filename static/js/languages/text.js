/*
 * The language of a passage in a rich text: a select below the text, for the selected words or the
 * paragraph at the cursor.
 *
 * In the editor a language is an inline style, which may overlap bold text and links. The select is
 * the browser's own: it works with keyboard and screen reader, and using it does not move the cursor.
 */
(() => {
    const { React, DraftJS, draftail, telepath, districtLanguages: languages } = window;
    const { EditorState, Modifier, SelectionState } = DraftJS;

    const PREFIX = "LANG_";
    const SEVERAL = "*";
    const QUOTED = 60; // characters of a passage that are announced
    const ENDS = 24; // characters by which the ends of a passage are found
    const NO_LETTERS = /[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;

    /** Returns the language of a character, "" for the page's. */
    function languageAt(block, offset) {
        const style = block.getInlineStyleAt(offset).find((name) => name.startsWith(PREFIX));
        return style ? style.slice(PREFIX.length) : "";
    }

    /**
     * Returns everything around the cursor in one language: a marked passage, or the text between
     * two.
     */
    function around(block, offset) {
        const length = block.getLength();
        const here = languageAt(block, Math.max(offset - 1, 0));
        let [start, end] = [Math.max(offset - 1, 0), Math.min(Math.max(offset, 1), length)];
        while (start > 0 && languageAt(block, start - 1) === here) start -= 1;
        while (end < length && languageAt(block, end) === here) end += 1;
        return { block, start, end };
    }

    /** Returns what a choice applies to: [{block, start, end}…]. */
    function chosenRanges(state) {
        const selection = state.getSelection();
        const content = state.getCurrentContent();
        if (selection.isCollapsed()) {
            const block = content.getBlockForKey(selection.getStartKey());
            return block.getLength() ? [around(block, selection.getStartOffset())] : [];
        }
        const blocks = content.getBlockMap();
        const first = selection.getStartKey();
        const last = selection.getEndKey();
        return blocks
            .skipUntil((_block, key) => key === first)
            .takeUntil((_block, key) => key === last)
            .concat([[last, blocks.get(last)]])
            .valueSeq()
            .map((block) => ({
                block,
                start: block.getKey() === first ? selection.getStartOffset() : 0,
                end: block.getKey() === last ? selection.getEndOffset() : block.getLength(),
            }))
            .filter(({ start, end }) => start < end)
            .toArray();
    }

    function languageOf(ranges) {
        const found = new Set();
        for (const { block, start, end } of ranges) {
            const text = block.getText();
            for (let at = start; at < end; at += 1) {
                if (!NO_LETTERS.test(text[at])) found.add(languageAt(block, at));
            }
        }
        if (found.size > 1) return SEVERAL;
        return [...found][0] ?? "";
    }

    /** Returns the language of text typed at the cursor. */
    function languageTyped(state) {
        const style = state.getCurrentInlineStyle().find((name) => name.startsWith(PREFIX));
        return style ? style.slice(PREFIX.length) : "";
    }

    /**
     * Returns the state in which an empty paragraph starts in the page's language. The editor would
     * continue the style of the text above: good for bold, but a new paragraph should have the
     * language above only if someone chooses it.
     */
    function begunAnew(state) {
        const selection = state.getSelection();
        const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
        const isEmpty = selection.isCollapsed() && block && block.getLength() === 0;
        if (!isEmpty || !languageTyped(state)) return state;
        const style = state.getCurrentInlineStyle().filterNot((name) => name.startsWith(PREFIX));
        return EditorState.setInlineStyleOverride(state, style);
    }

    function words(ranges) {
        const text = ranges.map(({ block, start, end }) => block.getText().slice(start, end));
        const all = text.join(" ").trim();
        return all.length > QUOTED ? `${all.slice(0, QUOTED).trimEnd()}…` : all;
    }

    /** Returns the state with the passages in a language, "" for the page's. The cursor stays. */
    function marked(state, ranges, tag) {
        let content = state.getCurrentContent();
        for (const { block, start, end } of ranges) {
            const range = SelectionState.createEmpty(block.getKey()).merge({
                anchorOffset: start,
                focusOffset: end,
            });
            const old = new Set();
            for (let at = start; at < end; at += 1) {
                const here = languageAt(block, at);
                if (here) old.add(here);
            }
            for (const each of old) {
                content = Modifier.removeInlineStyle(content, range, PREFIX + each);
            }
            if (tag) content = Modifier.applyInlineStyle(content, range, PREFIX + tag);
        }
        const next = EditorState.push(state, content, "change-inline-style");
        return EditorState.acceptSelection(next, state.getSelection());
    }

    let count = 0;

    class LanguageControl extends React.Component {
        constructor(props) {
            super(props);
            count += 1;
            this.id = `text-language-${count}`;
            this.state = { status: "" };
            this.choose = this.choose.bind(this);
        }

        // Here instead of on key press, because undo, deleting all words and moving the cursor also
        // lead into an empty paragraph.
        componentDidUpdate() {
            const state = this.props.getEditorState();
            const next = begunAnew(state);
            if (next !== state) this.props.onChange(next);
        }

        choose(event) {
            const tag = event.target.value;
            if (tag === SEVERAL) return;
            const said = languages.read();
            const state = this.props.getEditorState();
            const ranges = chosenRanges(state);
            if (!ranges.length) {
                this.setState({ status: said.empty });
                return;
            }
            this.props.onChange(marked(state, ranges, tag));
            const status = (tag ? said.marked : said.unmarked)
                .replace("%(language)s", languages.labelOf(tag))
                .replace("%(words)s", words(ranges));
            this.setState({ status });
        }

        render() {
            const element = React.createElement;
            const said = languages.read();
            const state = this.props.getEditorState();
            const chosen = state.getSelection().isCollapsed()
                ? languageTyped(state)
                : languageOf(chosenRanges(state));
            const listed = said.groups.some(([, all]) => all.some(([tag]) => tag === chosen));
            const option = (value, label) => element("option", { key: value, value }, label);
            return element(
                "div",
                { className: "text-language" },
                element(
                    "label",
                    { htmlFor: this.id },
                    said.label,
                    element("span", { className: "w-sr-only" }, ` ${said.ofText}`),
                ),
                element(
                    "select",
                    {
                        id: this.id,
                        value: chosen,
                        onChange: this.choose,
                        "data-text-language": "",
                    },
                    option("", said.none),
                    chosen === SEVERAL && option(SEVERAL, said.several),
                    chosen && chosen !== SEVERAL && !listed && option(chosen, chosen),
                    said.groups.map(([heading, all]) =>
                        element(
                            "optgroup",
                            { key: heading, label: heading },
                            all.map(([tag, label]) => option(tag, label)),
                        ),
                    ),
                ),
                element("span", { className: "w-sr-only", role: "status" }, this.state.status),
            );
        }
    }

    draftail.registerPlugin({ type: "language", meta: LanguageControl }, "controls");

    /**
     * Returns Wagtail's options with a style for each language: unlisted styles are lost on pasting.
     */
    function withLanguages(options) {
        if (!options?.controls?.some(({ type }) => type === "language")) return options;
        const { groups, rtl } = languages.read();
        const styles = groups.flatMap(([, all]) =>
            all.map(([tag]) => ({
                type: PREFIX + tag,
                style: {
                    textDecoration: "underline dotted",
                    textDecorationThickness: "0.125em",
                    textUnderlineOffset: "0.25em",
                    ...(rtl.includes(tag) ? { direction: "rtl", unicodeBidi: "isolate" } : {}),
                },
            })),
        );
        const others = (options.inlineStyles ?? []).filter(({ type }) => !type.startsWith(PREFIX));
        return { ...options, inlineStyles: [...others, ...styles] };
    }

    telepath?.register(
        "district.RichTextArea",
        class extends draftail.DraftailRichTextArea {
            constructor(options) {
                super(withLanguages(options));
            }
        },
    );
    // For a field outside blocks: runs before Wagtail initializes it.
    window.addEventListener(
        "w-draftail:init",
        ({ detail }) => detail && Object.assign(detail, withLanguages(detail)),
        true,
    );

    /** Returns a text without spaces, and the original position of each remaining code unit. */
    function withoutSpaces(text) {
        const places = [...text.split("").keys()].filter((at) => !NO_LETTERS.test(text[at]));
        return { text: places.map((at) => text[at]).join(""), places };
    }

    /**
     * Returns the position of a passage in a block; bold words and titles may be missing in its
     * middle.
     */
    function rangeOf(block, passage) {
        const wanted = withoutSpaces(passage).text;
        const { text, places } = withoutSpaces(block.getText());
        const start = text.indexOf(wanted.slice(0, ENDS));
        const last = wanted.slice(-ENDS);
        const end = text.indexOf(last, start);
        if (!wanted || start < 0 || end < 0) return null;
        return { block, start: places[start], end: places[end + last.length - 1] + 1 };
    }

    /** Marks the first unmarked occurrence of a passage; returns false if there is none. */
    languages.mark = (input, passage, tag) => {
        const editor = input?.draftailEditor;
        if (!editor) return false;
        const state = editor.getEditorState();
        const ranges = state
            .getCurrentContent()
            .getBlocksAsArray()
            .map((block) => rangeOf(block, passage))
            .filter((range) => range && languageOf([range]) !== tag);
        if (!ranges.length) return false;
        editor.onChange(marked(state, ranges.slice(0, 1), tag));
        return true;
    };
})();
