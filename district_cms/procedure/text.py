"""The procedure's sentences, word for word, with the id and strength of each clause.

Use them through `clauses`. They are quotations, so nobody may improve the wording; a test compares
them with a copy of the procedure. " … " marks omitted words, also at the start and end; a rule is
never quoted without its exception. The only unmarked omission is the address behind "WCAG 2.0",
which leads nowhere.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .strength import Strength


class Quotation(NamedTuple):
    """A sentence of the procedure with its clause's id, its strength, and the heading above it."""

    id: str
    strength: Strength
    sentence: str
    where: str


_TEXT: Final = """\
== Parent and student engagement - Administrative Procedures ==
websites (should)
    Employees are encouraged to use websites and social media to provide information, support
    communication and collaboration, publish student work for authentic audiences, and develop
    student skills necessary to participate online in a safe and productive manner.
student-work-audiences (should)
    Employees are encouraged to … publish student work for authentic audiences …
student-skills (should)
    Employees are encouraged to … develop student skills necessary to participate online in a
    safe and productive manner.
electronic-communication (should)
    Employees are also encouraged to use electronic communication (telephone, cellular
    telephone, sms text, email) to sustain positive, professional, collaborative relationships
    with all student families and high school students for educational purposes and
    District-related business.
recipients (should)
    Employees are also encouraged to use electronic communication … with all student families
    and high school students …
purposes (should)
    Employees are also encouraged to use electronic communication … for educational purposes and
    District-related business.
student-owned-information (must)
    All District employees who utilize social networking, District websites, and electronic
    communication shall follow District guidelines for posting student owned or created
    information …
photographs-and-logos (must)
    All District employees who utilize social networking, District websites, and electronic
    communication shall follow District guidelines for posting … photographs, District logos, or
    district owned or created information.
ferpa (must)
    Material protected under FERPA on such platforms is strictly prohibited.

== Guidelines ==
conduct (must)
    As with other forms of communication, when communicating electronically, all staff shall
    maintain professional conduct and boundaries with students and their family members.
district-accounts (must)
    District provided email accounts, website hosting services, and mass communication tools
    shall be used when communicating electronically with students and their families.
district-senders (must)
    Further, all district electronic communication must be initiated from District provided cell
    phones, email accounts and mass communications tools, except in instances of life/safety
    emergencies when use of a personal cell phone, email, text message may be required.
life-safety-emergencies (may)
    … except in instances of life/safety emergencies when use of a personal cell phone, email,
    text message may be required.
personal-accounts (must)
    District employees are prohibited from using personal email, text messaging, instant
    messaging, and social networking accounts, websites, and any other applications for
    communicating with parents and students with District-related correspondence unless they are
    specifically authorized by their supervisor to use these personal resources.
personal-sites (must)
    District employees are prohibited from using personal … social networking accounts,
    websites, and any other applications for communicating with parents and students with
    District-related correspondence unless they are specifically authorized by their supervisor
    to use these personal resources.
supervisor-authorization (may)
    … unless they are specifically authorized by their supervisor to use these personal resources.

== Exceptions ==
deviation-reasons (may)
    An emergency situation or a legitimate educational reason may justify deviation from the
    requirements set forth in these guidelines.
deviation-explain (may)
    District employees may be asked to explain any deviation from these requirements and explain
    their reasons in making those decisions.
outside-roles (may)
    … these guidelines are not intended to interfere with or restrict an employee's ability to
    serve in those roles.
outside-boundaries (should)
    However, District employees are strongly encouraged to maintain professional boundaries
    appropriate to the nature of the activity with all youth with whom they interact in the
    course of their community involvement …
district-platforms (should)
    … District employees are strongly encouraged … to ensure that all communication that is
    related to District business is conducted using District approved communication platforms.
outside-work (should)
    Additionally, employees should not be conducting work for these other activities during the
    time they are performing work on behalf of the District.

== Frequency of Communication ==
# Only a reason: the table of what an update holds does not name assessments.
assessments (may)
    Parent feedback indicates that parents appreciate communication about class content,
    assignments, assessments, and special activities.
frequency (must)
    … classroom teachers shall follow these guidelines for frequency of sharing information.
# The table came to us with its cells in rows: a quotation names the column, then the cell.
# Its cells bind through "shall follow these guidelines".
feedback (must)
    Feedback on student work product given directly to students … Twice per month at a minimum
update-contents (must)
    Classroom information (i.e. content of lessons, assignments, links to appropriate curriculum
    page on district webpage, special classroom or school events)
curriculum-link (must)
    Classroom information (i.e. … links to appropriate curriculum page on district webpage …
events (must)
    Classroom information (i.e. … special classroom or school events)
frequency-twice-a-month (must)
    Classroom information … Twice per month at a minimum
frequency-tuesdays (must)
    Classroom information … On the 1st and 4th Tuesday of the month
website-mandatory (must)
    Classroom information updates posted to: … Website (mandatory)
email-optional (may)
    Classroom information updates posted to: … Emailed to parents (optional)
text-optional (may)
    Classroom information updates posted to: … Texted to parents (optional)
timely-return (should)
    Student assignments should be graded and returned to students in a timely manner, taking
    into consideration the type of assignment given.
other-channels (may)
    Basic information and updates regarding classroom activities, which may currently be sent
    via email or classroom blog, may continue to be distributed.
also-on-website (must)
    This information must also be updated on the classroom website twice per month …
# The purpose of the sentence before it; itself it commands nothing.
common-resource (should)
    … allowing the website to be a common resource for parents, students, counselors, and fellow
    teachers to find information.
variety (should)
    Teachers should use a variety of District communication devices, including classroom
    website, email, and telephone, along with personal conferences and written grade reports, to
    keep parents well informed.
website-anchor (should)
    Teachers should consider the classroom website to be the anchor resource for all information
    related to the class which may also be shared in a variety of other methods.
accessibility (must)
    Teachers must adhere to WCAG 2.0 (Web Content Accessibility Guidelines) design standards
    when placing content on their classroom websites.

== Email signatures ==
# "Will consider": even "the only appropriate logos" is advice. One sentence below binds.
signature-guidelines (should)
    In considering how to represent a classroom, school or the District in email signatures,
    employees will consider the following guidelines:
signature-logos (should)
    The only appropriate logos to use are the MCPS Forward Thinking High Achieving logo, the
    school logo, the logos of education-related professional organizations which the employee is
    a member of or credentialed by (i.e. PLTW, International Baccalaureate, Advanced Placement,
    NBCT, etc.).
signature-other-images (should)
    All other images should be avoided.
signature-required (must)
    Text included in the email signature must include: … Name, title, contact information
signature-text (may)
    Text included in the email signature may include: … Professional memberships and credentials
    … References to school goals … References to school mission and vision … References to
    District goals … References to District mission and vision … Appropriate quotes that connect
    to the staff member's role in the District
signature-memberships (may)
    Text included in the email signature may include: … Professional memberships and credentials
signature-statements (may)
    Text included in the email signature may include: … References to school goals … References
    to school mission and vision … References to District goals … References to District mission
    and vision
signature-quotes (may)
    Text included in the email signature may include: … Appropriate quotes that connect to the
    staff member's role in the District
signature-background (please)
    Please do not use wallpaper or other background images
"""

_HEADING: Final = re.compile(r"== (?P<where>.+) ==")
_CLAUSE: Final = re.compile(r"(?P<id>[a-z-]+) \((?P<strength>[a-z]+)\)")


def _quotations(text: str) -> Iterator[Quotation]:
    """Parses the layout above: a heading, then "id (strength)" lines, each with its sentence."""
    where = ""
    for block in re.split(r"\n(?! )", text):
        first, _, rest = block.partition("\n")
        if heading := _HEADING.fullmatch(first):
            where = heading["where"]
        elif header := _CLAUSE.fullmatch(first):
            sentence = " ".join(rest.split())
            yield Quotation(header["id"], Strength(header["strength"]), sentence, where)
        elif first and not first.startswith("#"):
            raise ValueError(f"Neither a heading nor a clause: {first!r}")


QUOTATIONS: Final[tuple[Quotation, ...]] = tuple(_quotations(_TEXT))
"""All quotations in the order of the procedure."""
