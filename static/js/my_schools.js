/**
 * The home page for one family: shows news and events of the schools that someone chooses, instead of
 * all schools. The choice stays in this browser. The content comes from a page with all schools, the
 * same for everyone, so the server does not learn the choice. Without this file there is a link to
 * that page.
 */
const KEY = "my-schools";

// Browsers that store nothing raise an error on first access.
const kept = () => {
    try {
        const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
        return Array.isArray(found) ? found : [];
    } catch {
        return [];
    }
};

const keep = (schools) => {
    try {
        if (schools.length) {
            localStorage.setItem(KEY, JSON.stringify(schools));
        } else {
            localStorage.removeItem(KEY);
        }
        return true;
    } catch {
        return false;
    }
};

for (const root of document.querySelectorAll("[data-my-schools]")) {
    const part = (name) => root.querySelector(`[data-${name}]`);
    const [choice, form, forget] = [part("choice"), part("form"), part("forget")];
    const [status, list] = [part("status"), part("list")];
    const boxes = [...form.querySelectorAll("input[type=checkbox]")];
    const ofAll = [...document.querySelectorAll("[data-of-all-schools]")];
    let page = null;
    let asked = 0;

    const load = async () => {
        const language = new URLSearchParams(location.search).get("lang");
        const query = language ? `?${new URLSearchParams({ lang: language })}` : "";
        const answer = await fetch(`${root.dataset.source}${query}`);
        if (!answer.ok) {
            throw new Error(`${answer.status}`);
        }
        return new DOMParser().parseFromString(await answer.text(), "text/html");
    };

    const nameOf = (box) => box.labels[0].textContent.trim();

    const showAll = () => {
        list.replaceChildren();
        for (const each of ofAll) {
            each.hidden = false;
        }
        forget.hidden = true;
    };

    // The chosen schools in the order of the page, and last what is for all schools.
    const show = async (schools) => {
        asked += 1;
        const mine = asked;
        try {
            page ??= await load();
        } catch {
            if (mine === asked) {
                showAll();
                status.textContent = root.dataset.failed;
            }
            return false;
        }
        if (mine !== asked) {
            return false;
        }
        const found = [...page.querySelectorAll("[data-school]")];
        const shown = found.filter((each) => schools.includes(each.dataset.school));
        const forAll = found.filter((each) => each.dataset.school === "");
        list.replaceChildren(...[...shown, ...forAll].map((each) => document.importNode(each, true)));
        for (const each of ofAll) {
            each.hidden = true;
        }
        forget.hidden = false;
        return true;
    };

    const say = (chosen, isKept) => {
        const names = new Intl.ListFormat(document.documentElement.lang).format(chosen.map(nameOf));
        const words = chosen.length
            ? root.dataset.shown.replace("{schools}", names)
            : root.dataset.all;
        status.textContent = isKept ? words : `${words} ${root.dataset.notKept}`;
    };

    const choose = async (chosen) => {
        const schools = chosen.map((box) => box.value);
        const isKept = keep(schools);
        if (!schools.length) {
            asked += 1;
            showAll();
            say(chosen, isKept);
        } else if (await show(schools)) {
            say(chosen, isKept);
        }
    };

    form.addEventListener("submit", (event) => {
        event.preventDefault();
        choice.open = false;
        choice.querySelector("summary").focus();
        choose(boxes.filter((box) => box.checked));
    });

    forget.addEventListener("click", () => {
        for (const box of boxes) {
            box.checked = false;
        }
        choice.open = false;
        choice.querySelector("summary").focus();
        choose([]);
    });

    // Ignores a chosen school that no longer exists.
    const before = kept().filter((school) => boxes.some((box) => box.value === school));
    for (const box of boxes) {
        box.checked = before.includes(box.value);
    }
    choice.hidden = false;
    if (before.length) {
        show(before);
    }
}
