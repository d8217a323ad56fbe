"""The form of “Check my signature”: a paste or a file, of which nothing is kept."""

from typing import Any, Final, override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .reading import MOST_BYTES, Kind, NotReadable, read_file, read_paste
from .source import Raw
from .threads import NoSignature, signature_of

SENTENCES: Final[dict[Kind, Any]] = {
    "picture": _(
        "That is a picture, and we can only read text. Open the settings of your email program, "
        "copy your signature there, and paste it in the box."
    ),
    "document": _(
        "We can't read this kind of file. Save it as .htm, .eml or .txt, or copy your signature "
        "and paste it in the box."
    ),
    "empty": _("We found no text in this file. Copy your signature and paste it in the box."),
    "large": _(
        "That is more than 2 MB. Paste only your signature, or save a message that has no "
        "attachments."
    ),
    "long": _("That is far more than a signature. Paste only your signature."),
}
NO_SIGNATURE: Final = _(
    "We found no signature of yours in this message. Copy the signature from the settings of your "
    "email program, and paste it in the box."
)


class CheckForm(forms.Form):
    """`raw` is what to check, once the form is valid. `author` is the name of whose it is."""

    text = forms.CharField(
        label=_("Paste your signature"),
        help_text=_(
            "Copy it in the settings of your email program, or in a message that you sent."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "data-paste": "text"}
        ),
    )
    # What the clipboard has beside the plain text: pictures, links, backgrounds.
    html = forms.CharField(
        required=False, strip=False, widget=forms.HiddenInput(attrs={"data-paste": "html"})
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        help_text=_(
            "A signature (.htm or .txt) or a message that you sent (.eml), up to 2 MB. Of a "
            "message only your signature is read."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".htm,.html,.eml,.txt"}),
    )

    raw: Raw

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.author = author

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("file")
        pasted = cleaned.get("html") or cleaned.get("text") or ""
        where = "file" if chosen else "text"
        try:
            if chosen:
                self.raw = read_file(chosen.read(MOST_BYTES + 1), chosen.name, self.author)
            elif pasted.strip():
                self.raw = signature_of(read_paste(pasted), self.author)
            else:
                self.add_error("text", _("Paste your signature, or choose a file."))
        except NotReadable as error:
            self.add_error(where, ValidationError(SENTENCES[error.kind], code=error.kind))
        except NoSignature:
            self.add_error(where, ValidationError(NO_SIGNATURE, code="no-signature"))
        return cleaned
