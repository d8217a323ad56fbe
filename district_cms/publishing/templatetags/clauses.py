"""Links words to the clause behind them, while the page of rules is published."""

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..models.snapshots import published_clauses
from ..refusals import clause_address

register = template.Library()
# The editor and the staff area each have their own class for words that are only heard.
_LINK = (
    '<a href="{}" target="_blank" rel="noopener">{}'
    '<span class="w-sr-only visually-hidden"> {}</span></a>'
)


@register.filter
def linked_to(words: str, clause_id: str) -> SafeString:
    """Returns the words as a link to the clause, or as they are without such a page."""
    if address := clause_address(clause_id):
        return format_html(_LINK, address, words, _("(opens in a new window)"))
    return conditional_escape(words)


@register.simple_tag
def page_of_rules() -> str:
    """Returns the address of the page of rules; "" while none is published."""
    return reverse("procedure") if published_clauses() else ""
