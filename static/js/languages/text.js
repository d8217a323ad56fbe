/*
 * The language of a passage in a rich text: a list below the text, for the words that are selected or
 * the paragraph that the cursor is in.
 *
 * In the editor a language is a style of letters, which may lie over bold words and links. The list
 * is the browser's own: it works with the keyboard and with a screen reader, and choosing in it
 * leaves the cursor where it was.
 */
(() => {
    const { React, DraftJS, draftail, telepath, districtLanguages: languages } = window;
    const { EditorState, Modifier, SelectionState } = DraftJS;

    const PREFIX = "LANG_";
    const SEVERAL = "*";
    const QUOTED = 60; // letters of a passage that are read out
    const ENDS = 24; // letters by which the ends of a passage are found
    const NO_LETTERS = /[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;

    /** The language of one letter, "" for that of the page. */
    function languageAt(block, offset) {
        const style = block.getInlineStyleAt(offset).find((name) => name.startsWith(PREFIX));
        return style ? style.slice(PREFIX.length) : "";
    }

    /** All around the cursor that has one language: a marked passage, or what lies between two. */
    function around(block, offset) {
        const length = block.getLength();
        const here = languageAt(block, Math.max(offset - 1, 0));
        let [start, end] = [Math.max(offset - 1, 0), Math.min(Math.max(offset, 1), length)];
        while (start > 0 && languageAt(block, start - 1) === here) start -= 1;
        while (end < length && languageAt(block, end) === here) end += 1;
        return { block, start, end };
    }

    /** What a choice is about: [{block, start, end}…]. */
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

    /** The language of what is typed at the cursor next. */
    function languageTyped(state) {
        const style = state.getCurrentInlineStyle().find((name) => name.startsWith(PREFIX));
        return style ? style.slice(PREFIX.length) : "";
    }

    /**
     * The state in which an empty paragraph begins in the language of the page. The editor lets it
     * begin in the style of the words above: good for bold, but a new paragraph is in the language
     * above only if someone says so.
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

    /** The state with the passages in a language, "" for that of the page. The cursor stays. */
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

        // Here, and not where a key is pressed: undoing, deleting all words and moving the cursor
        // lead into an empty paragraph as well.
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

    /** Wagtail's options with a style for each language: what is not listed is lost when pasted. */
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
    // A field that is no block: before Wagtail hears of it.
    window.addEventListener(
        "w-draftail:init",
        ({ detail }) => detail && Object.assign(detail, withLanguages(detail)),
        true,
    );

    /** A text without its spaces, and where in it each code unit of what is left stood. */
    function withoutSpaces(text) {
        const places = [...text.split("").keys()].filter((at) => !NO_LETTERS.test(text[at]));
        return { text: places.map((at) => text[at]).join(""), places };
    }

    /** Where a passage stands in a block; bold words and titles may be missing in its middle. */
    function rangeOf(block, passage) {
        const wanted = withoutSpaces(passage).text;
        const { text, places } = withoutSpaces(block.getText());
        const start = text.indexOf(wanted.slice(0, ENDS));
        const last = wanted.slice(-ENDS);
        const end = text.indexOf(last, start);
        if (!wanted || start < 0 || end < 0) return null;
        return { block, start: places[start], end: places[end + last.length - 1] + 1 };
    }

    /** Marks the first place where a passage stands and is not marked yet; false if there is none. */
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
