"""The words of the rules about what an update must hold."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from .rule import RuleWording

UPDATES: Final[dict[str, RuleWording]] = {
    "lesson-missing": RuleWording(
        _("“What we are learning” is empty."),
        _("Families look here first for what their child learns."),
        _("Fill it in, or tick “None this period”; a reason is optional."),
        "update-contents",
    ),
    "assignments-missing": RuleWording(
        _("“Assignments” is empty."),
        _("Families help better when they know what is due."),
        _("Fill it in, or tick “None this period”; a reason is optional."),
        "update-contents",
    ),
    "curriculum-missing": RuleWording(
        _("“Curriculum” is empty."),
        _("Families can see there where the lessons lead."),
        _("Choose a curriculum page, or tick “None this period”; a reason is optional."),
        "update-contents",
    ),
    "events-missing": RuleWording(
        _("“Coming up” is empty."),
        _("Families plan ahead by the events of the class and the school."),
        _("Fill it in, or tick “None this period”; a reason is optional."),
        "update-contents",
    ),
    "curriculum-dead-link": RuleWording(
        _("A curriculum page that you chose is not on the site any more, or not yet."),
        _("Families who follow the link would find nothing."),
        _("Choose another curriculum page."),
        "curriculum-link",
    ),
    "curriculum-host": RuleWording(
        _("“%(excerpt)s” is not one of the district's places for curriculum."),
        _("The district answers for what its own pages say about the curriculum."),
        _("Choose a curriculum page of the district. Other links can go into the text."),
        "curriculum-link",
    ),
    "period-missing": RuleWording(
        _("The update does not say which days it is about."),
        _("Families and the school see by it which weeks have been covered."),
        _("Enter the first and the last day."),
        "update-contents",
    ),
    "period-order": RuleWording(
        _("The last day comes before the first."),
        _("Families and the school see by these days which weeks have been covered."),
        _("Swap the two days, or correct one."),
        "update-contents",
    ),
    # No clause asks for it: a kindness to readers, so it never blocks.
    "link-dead": RuleWording(
        _("A link leads to a page that is gone, or not live yet."),
        _("Families who follow it would find nothing."),
        _("Link to another page, or publish that one first."),
        "website-anchor",
        blocks=False,
    ),
}
