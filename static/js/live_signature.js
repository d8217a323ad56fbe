// Shows each choice at once: the page is asked for with the new choices, and its preview replaces
// the one that is shown. Without this script the button "Show" does the same.
const form = document.querySelector("[data-live-signature]");
let newest = 0;

// What is shown is not what was just chosen: nobody copies or downloads it meanwhile.
function hold(result, held) {
    for (const button of result.querySelectorAll("button")) {
        button.disabled = held;
    }
}

async function show() {
    const mine = ++newest;
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    address.hash = "";
    const id = form.dataset.liveSignature;
    hold(document.getElementById(id), true);
    let offline = false;
    const text = await fetch(address, { credentials: "same-origin" })
        .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
        .catch(() => {
            offline = true;
            return null;
        });
    if (mine !== newest) {
        return;
    }
    // Without a connection the choices stay, and nobody copies what is not theirs yet.
    form.querySelector("[data-no-connection]").hidden = !offline;
    if (offline) {
        return;
    }
    const was = document.getElementById(id);
    const is = text && new DOMParser().parseFromString(text, "text/html").getElementById(id);
    if (!is) {
        // No longer signed in, or refused: the button leads to the page that says which.
        form.submit();
        return;
    }
    was.replaceWith(is);
    history.replaceState(null, "", address);
    document.dispatchEvent(new Event("signature-shown"));
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
