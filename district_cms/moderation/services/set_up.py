"""Setting up a district."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.groups import apply_role_matrix
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.people.services import create_staff_member
from district_cms.schools.models import HomePage
from district_cms.schools.services.site import create_site
from district_cms.web.addresses import fold_address
from district_cms.web.queue.schedules import apply_schedules


@transaction.atomic
def set_up_district(
    *,
    name: str,
    hostname: str,
    port: int,
    admin_email: str,
    given_name: str,
    family_name: str,
    password: str,
) -> tuple[HomePage, Staff]:
    """Home page, site, roles, approval workflow, schedules and the first district administrator.

    Raises `ValidationError` for an address outside the district, an account that exists, or a
    password that the password rules refuse; then nothing is written.
    """
    # Here and not from the database, whose answer to a second run would be a traceback.
    if User.objects.filter(email__iexact=fold_address(admin_email)).exists():
        raise ValidationError(_("There is already an account with this address."))
    home = create_site(name=name, hostname=hostname, port=port)
    apply_role_matrix()
    apply_schedules()
    staff = create_staff_member(
        email=admin_email,
        given_name=given_name,
        family_name=family_name,
        title="District administrator",
        roles=[(Role.ADMINISTRATOR, None)],
        password=password,
    )
    record(action="district.set_up", actor=admin_email, page=home)
    return home, staff
