"""Template tags for parts of public pages that are rendered once, see `page_cache.fragments`."""

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
    """Like `include … only`, but cached: the template sees only these values, which are text,
    numbers, dates, or lists and dictionaries of these."""
    return render_fragment(name, values)


class OnceNode(Node):
    # It contains no blocks, for which Django would search it on each rendering.
    child_nodelists: tuple[str, ...] = ()

    def __init__(self, values: Mapping[str, FilterExpression], nodelist: NodeList) -> None:
        self.values, self.nodelist = values, nodelist

    def render(self, context: Context) -> SafeString:
        values = {name: each.resolve(context) for name, each in self.values.items()}
        template: Any = context.template

        def render() -> str:
            isolated = Context(dict(values))
            with isolated.render_context.push_state(template), isolated.bind_template(template):
                return str(self.nodelist.render(isolated))

        return render_from(values, self, render)


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once name=value … %} … {% endonce %}`: renders and caches this part of a template, which
    sees only these values."""
    _name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits or not values:
        raise template.TemplateSyntaxError("“once” takes only name=value pairs")
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("“once” must not contain a block")
    return OnceNode(values, nodelist)
