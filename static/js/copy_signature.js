// Copies the signature as rich and plain text at once. Without this script the boxes can be
// selected and copied by hand.
const status = document.querySelector("[data-copy-status]");

for (const button of document.querySelectorAll("[data-copy-rich]")) {
    if (!navigator.clipboard || !window.ClipboardItem) {
        continue;
    }
    button.hidden = false;
    button.addEventListener("click", async () => {
        const html = document.getElementById(button.dataset.copyRich).value;
        const text = document.getElementById(button.dataset.copyPlain).value;
        try {
            await navigator.clipboard.write([
                new ClipboardItem({
                    "text/html": new Blob([html], { type: "text/html" }),
                    "text/plain": new Blob([text], { type: "text/plain" }),
                }),
            ]);
            status.textContent = button.dataset.copied;
        } catch {
            status.textContent = button.dataset.failed;
        }
    });
}
