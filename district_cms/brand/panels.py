"""The proof beside the choice of a color: swatches, and how well they can be told apart."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .colors import Proof, proofs, tokens_of, with_color

SHOWN: Final = (
    "brand", "brand-strong", "brand-line", "brand-tint", "deep", "edge", "ink"
)  # fmt: skip
"""The colors that a swatch is shown of."""
NAMES: Final = {
    "paper": _("page"),
    "surface": _("card"),
    "sunken": _("sunken area"),
    "edge": _("edge of a field"),
    "ink": _("text"),
    "ink-soft": _("smaller text"),
    "brand": _("district color"),
    "brand-strong": _("stronger district color"),
    "brand-line": _("line in the district color"),
    "brand-tint": _("area tinted with the district color"),
    "on-brand": _("text on the district color"),
    "deep": _("foot of the page"),
    "deep-line": _("line at the foot"),
    "on-deep": _("text at the foot"),
    "on-deep-soft": _("smaller text at the foot"),
    "urgent": _("urgent color"),
    "urgent-tint": _("area tinted with the urgent color"),
    "on-urgent": _("text on the urgent color"),
    "focus": _("ring around what has the keyboard"),
    "focus-gap": _("gap inside that ring"),
    "focus-ink": _("text with the keyboard on it"),
}
"""What the colors of `colors.PAIRS` are to someone who looks at a page."""


@dataclass(frozen=True, slots=True)
class SchemeProof:
    """One color scheme. `worst` is the pair nearest to what it needs."""

    dark: bool
    swatches: tuple[tuple[str, str], ...]
    pairs: tuple[Proof, ...]

    @property
    def worst(self) -> Proof:
        return min(self.pairs, key=lambda pair: pair.ratio / pair.least)

    @property
    def failing(self) -> tuple[Proof, ...]:
        return tuple(pair for pair in self.pairs if not pair.holds)


def proof_of(hue: object, chroma: object) -> tuple[SchemeProof, ...]:
    """Of both schemes for a hue and a strength as they are typed; empty for what is out of
    range."""
    if not re.fullmatch(r"\d{1,3}", str(hue)):
        return ()
    try:
        degrees, strength = int(str(hue)), Decimal(str(chroma))
    except InvalidOperation:
        return ()
    if degrees > 359 or not Decimal("0.02") <= strength <= Decimal("0.16"):
        return ()
    found = []
    for dark in (False, True):
        values = with_color(_tokens(dark), degrees, strength)
        pairs = tuple(proofs(values))
        by_name = {pair.words: pair.words_hex for pair in pairs}
        by_name |= {pair.ground: pair.ground_hex for pair in pairs}
        swatches = tuple((str(NAMES[name]), by_name[name]) for name in SHOWN)
        named = tuple(
            replace(pair, words=str(NAMES[pair.words]), ground=str(NAMES[pair.ground]))
            for pair in pairs
        )
        found.append(SchemeProof(dark=dark, swatches=swatches, pairs=named))
    return tuple(found)


@cache
def _tokens(dark: bool) -> dict[str, str]:
    path = finders.find("css/tokens.css")
    assert isinstance(path, str)
    return tokens_of(Path(path).read_text(encoding="utf-8"), dark=dark)


class ProofPanel(Panel):
    """Below the two numbers of a color. It is drawn again while they are changed, and after
    saving where no script runs."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "brand/admin/proof_panel.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            hue, chroma = self.form["color_hue"].value(), self.form["color_chroma"].value()
            context["proof"] = proof_of(hue, chroma)
            return context
