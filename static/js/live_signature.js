// Shows each choice at once: the page is asked for with the new choices, and its preview replaces
// the one that is shown. Without this script the button "Show" does the same.
const form = document.querySelector("[data-live-signature]");
let newest = 0;

async function show() {
    const mine = ++newest;
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    address.hash = "";
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || mine !== newest) {
        return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const id = form.dataset.liveSignature;
    const [was, is] = [document.getElementById(id), page.getElementById(id)];
    if (was && is && mine === newest) {
        was.replaceWith(is);
        history.replaceState(null, "", address);
        document.dispatchEvent(new Event("signature-shown"));
    }
}

if (form) {
    form.addEventListener("change", (event) => {
        // A signature has at most two schools: the one that was chosen before makes room.
        if (event.target.name === "school" && event.target.checked) {
            const more = [...form.querySelectorAll("[name=school]:checked")];
            more.filter((box) => box !== event.target)
                .slice(1)
                .forEach((box) => {
                    box.checked = false;
                });
        }
        show();
    });
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        show();
    });
}
