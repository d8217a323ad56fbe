// Passkeys: asks the browser what the page asks, and sends its answer with the page's own form.
// Without this script, and in browsers without passkeys, the button stays hidden.
const form = document.querySelector("[data-passkey]");

function toBytes(text) {
    const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
    const letters = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// The options arrive as JSON; what is binary in them is base64url.
function forBrowser(options) {
    const known = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));
    const read = { ...options, challenge: toBytes(options.challenge) };
    if (options.user) {
        read.user = { ...options.user, id: toBytes(options.user.id) };
        read.excludeCredentials = known(options.excludeCredentials);
    } else {
        read.allowCredentials = known(options.allowCredentials);
    }
    return read;
}

function forServer(credential) {
    const { response } = credential;
    const sent = { clientDataJSON: toText(response.clientDataJSON) };
    if (response.attestationObject) {
        sent.attestationObject = toText(response.attestationObject);
    } else {
        sent.authenticatorData = toText(response.authenticatorData);
        sent.signature = toText(response.signature);
        sent.userHandle = response.userHandle ? toText(response.userHandle) : null;
    }
    return JSON.stringify({
        id: credential.id,
        rawId: toText(credential.rawId),
        type: credential.type,
        response: sent,
        clientExtensionResults: {},
    });
}

if (form && window.PublicKeyCredential) {
    const { publicKey } = JSON.parse(document.getElementById("passkey-options").textContent);
    const button = form.querySelector("[data-passkey-button]");
    const status = form.querySelector("[data-passkey-status]");
    button.hidden = false;
    for (const hint of document.querySelectorAll("[data-without-passkey]")) {
        hint.hidden = true;
    }
    button.addEventListener("click", async () => {
        if (!form.reportValidity()) {
            return;
        }
        status.textContent = button.dataset.waiting;
        try {
            const options = { publicKey: forBrowser(publicKey) };
            const credential = publicKey.user
                ? await navigator.credentials.create(options)
                : await navigator.credentials.get(options);
            form.elements.credential.value = forServer(credential);
            form.requestSubmit();
        } catch (error) {
            // Canceled, timed out, or there is such a passkey already.
            status.textContent =
                error.name === "InvalidStateError" ? button.dataset.there : button.dataset.failed;
        }
    });
}
