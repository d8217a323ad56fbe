"""What people read when the list of students, or a line of it, cannot be taken."""

from django.utils.translation import gettext_lazy as _

from district_cms.imports.wording import GENERAL, Sentences

SENTENCES: Sentences = {
    **GENERAL,
    "no-domains": _(
        "The website does not know which addresses are students’. Ask whoever runs it to set "
        "STUDENT_EMAIL_DOMAINS, then choose the file again."
    ),
    "no-column": _("There is no column for the address. Add one called “email”."),
    "no-school-column": _("There is no column for the school. Add one called “school”."),
    "no-grade-column": _("There is no column for the grade. Add one called “grade”."),
    "bad-address": _("This is not an email address."),
    "other-domain": _(
        "This address is not on a domain of the district’s students. Take the line out: whoever "
        "has another address follows classes like any parent."
    ),
    "unknown-school": _(
        "There is no high school with this name or roster id. Write the name as it is on the "
        "school’s page. Only students of high schools belong on this list."
    ),
    "bad-grade": _("Write a grade from 9 to 12. Younger students do not belong on this list."),
    "twice": _("This address is farther up with another school or grade."),
    "shrinks": _(
        "More than half of the students on the list would be removed. Is the file complete? If it "
        "is, check “The list is meant to get this much shorter” and choose the file again."
    ),
}
