"""The proof beside the choice of a color: swatches, and how well they can be told apart."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from wagtail.admin.panels import Panel

from .colors import Proof, proofs, tokens_of, with_color

SHOWN: Final = (
    "brand", "brand-strong", "brand-mid", "brand-line", "brand-tint", "deep", "edge", "ink"
)  # fmt: skip
"""The colors that a swatch is shown of."""


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
        swatches = tuple((name, by_name[name]) for name in SHOWN if name in by_name)
        found.append(SchemeProof(dark=dark, swatches=swatches, pairs=pairs))
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
