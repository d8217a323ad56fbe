// Copies an address, or words, that stand in a box on the page. Without this script they are copied
// by hand.
async function copy(button) {
    const box = document.getElementById(button.dataset.copyAddress);
    box.select();
    let done = document.execCommand("copy");
    if (!done && navigator.clipboard) {
        done = await navigator.clipboard.writeText(box.value).then(
            () => true,
            () => false,
        );
    }
    const said = button.closest(".calendar-address, [data-copy-box]").querySelector("[role=status]");
    said.textContent = done ? button.dataset.copied : button.dataset.failed;
}

for (const button of document.querySelectorAll("[data-copy-address]")) button.hidden = false;
document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-address]");
    if (button) copy(button);
});
