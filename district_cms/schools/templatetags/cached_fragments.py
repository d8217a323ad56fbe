"""Pieces of public pages that are drawn once, see `routing.cached_fragments`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString

from ..page_cache.fragments import render_fragment, render_from

register = template.Library()


@register.simple_tag
def include_once(name: str, **values: Any) -> SafeString:
    """As `include … only`, and kept: the template sees nothing but these values. They are text,
    numbers, days, or lists and dictionaries of them."""
    return render_fragment(name, values)


class OnceNode(Node):
    # There is no block in it, for which Django looks each time that a page is drawn.
    child_nodelists: tuple[str, ...] = ()

    def __init__(self, values: Mapping[str, FilterExpression], nodelist: NodeList) -> None:
        self.values, self.nodelist = values, nodelist

    def render(self, context: Context) -> SafeString:
        values = {name: each.resolve(context) for name, each in self.values.items()}
        template: Any = context.template

        def draw() -> str:
            alone = Context(dict(values))
            with alone.render_context.push_state(template), alone.bind_template(template):
                return str(self.nodelist.render(alone))

        return render_from(values, self, draw)


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once name=value … %} … {% endonce %}`: the same for a part of a template, which sees
    nothing but these values."""
    _name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits or not values:
        raise template.TemplateSyntaxError("“once” takes names with their values, and no others")
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("“once” sees no block that another template replaces")
    return OnceNode(values, nodelist)
