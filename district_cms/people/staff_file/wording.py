"""What people read when a list of staff, or a line of it, cannot be taken."""

from django.utils.translation import gettext_lazy as _

from district_cms.imports.wording import GENERAL, Sentences

SENTENCES: Sentences = {
    **GENERAL,
    "no-name-column": _("There is no column for the name. Add “first name” and “last name”."),
    "no-email-column": _("There is no column for the address. Add one called “email”."),
    "name-unclear": _(
        "Which is the first name and which the last? Write “Rivera, Elena”, or use the columns "
        "“first name” and “last name”."
    ),
    "no-first-name": _("The first name is missing."),
    "no-last-name": _("The last name is missing."),
    "bad-address": _("This is not an email address."),
    "other-domain": _(
        "This is not an address of the district. Staff are listed with their district address."
    ),
    "unknown-school": _(
        "There is no school with this name or roster id. Write the name as it is on the school’s "
        "page."
    ),
    "unknown-role": _(
        "There is no such role. Write teacher, principal, counselor, communications office, "
        "district administrator or stand-in."
    ),
    "role-without-school": _("Name the school: this role belongs to one school."),
    "too-long": _(
        "This is too long: a name has at most 100 characters, a job title 120, a roster id 255."
    ),
    "twice": _("This is farther up as well. Each person has one line."),
    "other-person": _(
        "The roster id belongs to one person and the address to another. Correct one of the two."
    ),
    "other-account": _(
        "Another account signs in with this address. Correct the address here or there."
    ),
    "unreadable": _("A character here cannot be read. Type the cell again."),
    "beyond": _(
        "This person may do more on the website than you. Ask them, or whoever runs the website, "
        "to make the change."
    ),
    "role-beyond": _("You cannot give a role that may do more than you."),
    "role-self": _("You cannot give a role to yourself. Ask another district administrator."),
    "bad-words": _("This name or title cannot be on the website: families would read it."),
    "kept-beyond": _("Is not in the file, and stays: this person may do more than you."),
    "kept-self": _("Is not in the file, and stays: that is you."),
    "not-staff": _("Left out: not someone who works here."),
    "left": _("Left out: does not work here anymore."),
    "works-here-still": _(
        "The file says that this person has left; nothing is changed by that. On the staff record, "
        "“Someone leaves” ends the account and gives the classes to someone."
    ),
    "without-role": _(
        "This person gets no role on the website. Give one on the staff record if it is needed."
    ),
    "shrinks": _(
        "More than a fifth of the staff would no longer work here. Is the file complete? If it "
        "is, check “This many people really are leaving” and choose the file again."
    ),
}
