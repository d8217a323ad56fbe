"""The form of “Paste a message”: a paste or a file."""

from typing import Any, Final, override

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reading import MOST_BYTES, Kind, NotReadable, Pasted, read_file, read_paste

SENTENCES: Final[dict[Kind, Any]] = {
    "empty": _("We found no words in it. Copy the text of the message and paste it in the box."),
    "large": _("That is more than 5 MB. Copy the text of the message and paste it in the box."),
    "long": _("That is far more than one message. Paste only the part that families should read."),
    "unreadable": _(
        "We can’t read this kind of file. Save the message as .eml or .html, or copy its text and "
        "paste it in the box."
    ),
}


class PasteForm(forms.Form):
    """`pasted` is what was read, once the form is valid."""

    text = forms.CharField(
        label=_("Paste the message"),
        help_text=_(
            "An email, a blog post, a newsletter. Headings, lists, tables and links are kept."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "data-paste": "text"}),
    )
    # What the clipboard has beside the plain text.
    html = forms.CharField(
        required=False, strip=False, widget=forms.HiddenInput(attrs={"data-paste": "html"})
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        help_text=_("A message (.eml) or a page (.html), up to 5 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".eml,.htm,.html,.txt"}),
    )

    pasted: Pasted

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("file")
        written = cleaned.get("html") or cleaned.get("text") or ""
        today = timezone.localdate()
        try:
            if chosen:
                self.pasted = read_file(chosen.read(MOST_BYTES + 1), chosen.name, today=today)
            elif written.strip():
                self.pasted = read_paste(written, today=today)
            else:
                self.add_error("text", _("Paste the message, or choose a file."))
        except NotReadable as error:
            where = "file" if chosen else "text"
            self.add_error(where, ValidationError(SENTENCES[error.kind], code=error.kind))
        return cleaned
