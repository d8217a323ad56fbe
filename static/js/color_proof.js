/* Draws the swatches of a color again while its two numbers are changed. Without this script they
   are those of what was saved. */

const panel = document.querySelector("[data-color-proof]");
const hue = document.querySelector("[name=color_hue]");
const chroma = document.querySelector("[name=color_chroma]");

if (panel && hue && chroma) {
    let asked = 0;
    const show = async () => {
        const mine = ++asked;
        const values = new URLSearchParams({ hue: hue.value, chroma: chroma.value });
        const answer = await fetch(`${panel.dataset.colorProof}?${values}`);
        if (answer.ok && mine === asked) {
            panel.innerHTML = await answer.text();
        }
    };
    hue.addEventListener("input", show);
    chroma.addEventListener("input", show);
}
