/**
 * Lists that are folded (`details` with `data-folded`). Browsers open them themselves where a word is
 * searched for or an address names something inside; this opens them for paper, and in a browser
 * that does not do so for an address. Without this file a press on the summary opens them.
 */
const folded = [...document.querySelectorAll("details[data-folded]")];
let openedForPaper = [];

addEventListener("beforeprint", () => {
    openedForPaper = folded.filter((each) => !each.open);
    for (const each of openedForPaper) {
        each.open = true;
    }
});

addEventListener("afterprint", () => {
    for (const each of openedForPaper) {
        each.open = false;
    }
    openedForPaper = [];
});

const openWhatIsNamed = () => {
    const named = document.querySelector("details[data-folded]:not([open]) :target");
    if (named) {
        named.closest("details").open = true;
        named.scrollIntoView();
    }
};

addEventListener("hashchange", openWhatIsNamed);
openWhatIsNamed();
