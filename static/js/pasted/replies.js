/*
 * Removes earlier messages below a pasted mail: they contain what a family wrote, which the teacher
 * does not mean to publish.
 */

const QUOTES = ".gmail_quote, .gmail_quote_container, .gmail_attr, .yahoo_quoted, .moz-cite-prefix, .moz-forward-container, .protonmail_quote, .zmail_extra, blockquote[type=cite]";
// Outlook, desktop and web: everything that follows belongs to earlier messages.
const ENDS = "#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container";
const LINES = "p, div, font";
const HEAD = /^\s*(?:From|De):.{1,200}?(?:Sent|Date|Enviado|Enviado el|Fecha):.{1,500}?(?:To|Subject|Para|Asunto):/s;
const LONGEST_HEAD = 1000;

/** Returns whether there were any. A message that contains nothing else, a forwarded one, stays. */
export function takeQuotesOut(body) {
    const whole = [...body.childNodes].map((each) => each.cloneNode(true));
    const end = body.querySelector(ENDS) ?? headOfOutlook(body);
    const quotes = [...body.querySelectorAll(QUOTES)];
    if (!end && !quotes.length) return false;
    if (end) cutFrom(end, body);
    for (const each of quotes) each.remove();
    if (body.textContent.trim()) return true;
    body.replaceChildren(...whole);
    return false;
}

/** The lines “From … Sent …” that Outlook puts above the message that is answered. */
function headOfOutlook(body) {
    return [...body.querySelectorAll(LINES)].find(
        (each) => each.textContent.length < LONGEST_HEAD && HEAD.test(each.textContent),
    );
}

function cutFrom(end, body) {
    const line = end.previousElementSibling;
    if (line?.tagName === "HR") line.remove();
    for (let node = end; node && node !== body; node = node.parentElement) {
        while (node.nextSibling) node.nextSibling.remove();
    }
    end.remove();
}
