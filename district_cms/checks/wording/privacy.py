"""The words of the student-privacy rules. Each blocks: the procedure prohibits."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from .rule import RuleWording

_PUBLIC: Final = _("Anybody can read this page, and a student's record belongs to the family.")

PRIVACY: Final[dict[str, RuleWording]] = {
    "student-number": RuleWording(
        _("This looks like a student's number: “%(excerpt)s”."),
        _("With the number, somebody could get at the student's records or lunch account."),
        _("Take the number out, and give it to the family in person."),
        "ferpa",
    ),
    "birth-date": RuleWording(
        _("This looks like a student's date of birth: “%(excerpt)s”."),
        _PUBLIC,
        _("Take the date out. A birthday without its year may stay."),
        "ferpa",
    ),
    "grade-beside-name": RuleWording(
        _("A grade seems to stand beside a student's name: “%(excerpt)s”."),
        _PUBLIC,
        _("Take the name or the grade out; the gradebook shows it to the family."),
        "ferpa",
    ),
    "photo-release-missing": RuleWording(
        _("Students can be recognised in this picture, and no release is stated."),
        _("Their families decide whether a picture of them is published."),
        _("Tick “Releases are on file” when the school holds them all, or choose another picture."),
        "photographs-and-logos",
    ),
    "picture-source-missing": RuleWording(
        _("Nobody has said where this picture comes from."),
        _("Whoever made it, a student too, has a say in where it is shown."),
        _("Choose where it comes from."),
        "photographs-and-logos",
    ),
    "picture-people-missing": RuleWording(
        _("Nobody has said whether people can be recognised in this picture."),
        _("Pictures of students need a release from their families."),
        _("Choose who can be recognised."),
        "photographs-and-logos",
    ),
}
