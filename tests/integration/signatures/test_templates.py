"""Signature templates: drafts, versions, and which one a signature uses."""

import json
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from signatures.models import SignatureTemplate
from signatures.office.services import ForNobody, NothingNew, approve_template
from signatures.options import options_for, prepare
from signatures.policy import STANDARD, Block, SignatureIncomplete
from tests.factories.pages import make_school
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

INDEX, ADD, LOOK = (f"signature_templates:{name}" for name in ("index", "add", "inspect"))
SHORT = (Block.NAME, Block.TITLE, Block.EMAIL)


@pytest.fixture
def office(home: Any) -> User:
    return make_account(Role.COMMUNICATIONS)


def make_template(name: str, blocks: tuple[Block, ...], *schools: Any) -> SignatureTemplate:
    raw = json.dumps([{"type": block.value, "value": None} for block in blocks])
    template = SignatureTemplate.objects.create(name=name, blocks=raw, for_all=not schools)
    template.schools.set(schools)
    return SignatureTemplate.objects.get(pk=template.pk)


def approve(template: SignatureTemplate, user: User) -> int:
    return approve_template(template=template, user=user, now=timezone.now()).number


def blocks_of(staff: Staff) -> tuple[Block, ...]:
    return prepare(options_for(staff, timezone.localdate())).template.blocks


def test_a_draft_changes_nobodys_signature_until_it_is_approved(home: Any, office: User) -> None:
    teacher = make_staff((Role.TEACHER, make_school(home)))
    template = make_template("Short", SHORT)
    assert blocks_of(teacher) == STANDARD
    assert approve(template, office) == 1
    assert blocks_of(teacher) == SHORT
    entry = AuditEntry.objects.get(action="signature_template.approved")
    assert entry.data["blocks"] == ["name", "title", "email"]


def test_a_template_whose_school_was_deleted_is_for_nobody(home: Any, office: User) -> None:
    gone, there = make_school(home), make_school(home)
    template = make_template("Gone", SHORT, gone)
    approve(template, office)
    SchoolPage.objects.get(pk=gone.pk).delete()
    assert blocks_of(make_staff((Role.TEACHER, there))) == STANDARD
    template.blocks = [{"type": block.value, "value": None} for block in STANDARD]
    template.save()
    with pytest.raises(ForNobody):
        approve(template, office)


def test_the_schools_of_a_template_change_only_by_approval(home: Any, office: User) -> None:
    here, there = make_school(home), make_school(home)
    template = make_template("Short", SHORT, here)
    approve(template, office)
    elsewhere = make_staff((Role.TEACHER, there))
    for for_all, schools in ((True, []), (False, [there]), (False, [here, there])):
        template.for_all = for_all
        template.save()
        template.schools.set(schools)
        assert blocks_of(elsewhere) == STANDARD
    assert approve(template, office) == 2
    assert blocks_of(elsewhere) == SHORT
    said = AuditEntry.objects.filter(action="signature_template.approved").latest("pk").data
    assert len(said["schools"]) == 2


def test_the_same_draft_is_not_approved_twice_and_a_version_keeps_its_number(office: User) -> None:
    template = make_template("Short", SHORT)
    approve(template, office)
    with pytest.raises(NothingNew):
        approve(template, office)
    template.blocks = [{"type": block.value, "value": None} for block in STANDARD]
    template.save()
    assert approve(template, office) == 2
    first = template.versions.get(number=1)
    assert first.in_order == SHORT
    with pytest.raises(IntegrityError):
        template.versions.create(number=2, blocks=[], for_all=True, approved_at=timezone.now())


def test_a_draft_without_title_is_never_approved(office: User) -> None:
    template = make_template("Bare", (Block.NAME, Block.EMAIL))
    with pytest.raises(SignatureIncomplete):
        approve(template, office)
    assert not template.versions.exists()


def a_form(*blocks: Block, **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"name": "Short", "blocks-count": str(len(blocks)), "for_all": "on"}
    data |= more
    for number, block in enumerate(blocks):
        data |= {
            f"blocks-{number}-deleted": "",
            f"blocks-{number}-order": str(number),
            f"blocks-{number}-type": block.value,
            f"blocks-{number}-id": "",
        }
    return data


def test_the_office_creates_previews_and_approves_a_template(client: Client, office: User) -> None:
    client.force_login(office)
    form = client.get(reverse(ADD)).text
    assert "Goals, mission and vision" in form
    assert '<select name="schools"' not in form  # one click deselects all others
    made = client.post(reverse(ADD), a_form(*SHORT))
    template = SignatureTemplate.objects.get()
    assert made["Location"] == reverse(LOOK, args=[template.pk])
    assert "Approve this draft" in client.get(made["Location"]).text
    sample = client.get(reverse("signature_templates:sample", args=[template.pk]))
    for name in ("Bo Li", "Maximiliana", "Zo&#235;", "&#1604;"):
        assert name in sample.text
    assert "default-src 'none'" in sample["Content-Security-Policy"]
    added = AuditEntry.objects.get(action="signature_template.added")
    assert (added.data["blocks"], added.data["for_all"]) == (["name", "title", "email"], True)
    client.post(made["Location"])
    assert template.versions.get().approved_by == office.get_full_name()
    looked = client.get(made["Location"]).text
    assert "Approve this draft" not in looked
    assert "Version 1" in looked
    assert "Short" in client.get(reverse(INDEX)).text


def test_the_form_refuses_a_template_without_the_required_parts(
    client: Client, office: User
) -> None:
    client.force_login(office)
    answer = client.post(reverse(ADD), a_form(Block.NAME, Block.LOGOS))
    assert "would be complete. (Email signatures: must)" in answer.text
    assert not SignatureTemplate.objects.exists()


def test_a_saved_draft_is_logged_with_its_values_before(
    home: Any, client: Client, office: User
) -> None:
    school = make_school(home, title="Larkspur High")
    template = make_template("Short", SHORT)
    client.force_login(office)
    address = reverse("signature_templates:edit", args=[template.pk])
    both = client.post(address, a_form(*SHORT, schools=[school.pk]))
    assert "Clear this box, or choose no schools below." in both.text
    neither = client.post(address, a_form(*SHORT, for_all=""))
    assert "Choose schools, or check the box above." in neither.text
    client.post(address, a_form(*SHORT, for_all="", schools=[school.pk]))
    entry = AuditEntry.objects.get(action="signature_template.changed")
    assert (entry.data["before"]["for_all"], entry.data["for_all"]) == (True, False)
    assert entry.data["schools"] == [f"{school.pk} Larkspur High"]


def test_a_schools_template_is_previewed_with_that_school(
    home: Any, client: Client, office: User
) -> None:
    make_school(home, title="Aspen Elementary")
    template = make_template("High", STANDARD, make_school(home, title="Larkspur High"))
    client.force_login(office)
    address = reverse("signature_templates:sample", args=[template.pk])
    sample = client.get(address).text
    assert "Larkspur High" in sample
    assert "Aspen" not in sample
    for number in ("9" * 5000, "0", "²"):
        assert client.get(address, {"version": number}).status_code == 404


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COUNSELOR])
def test_only_the_office_sees_templates(role: Role, home: Any, client: Client) -> None:
    template = make_template("Short", SHORT)
    client.force_login(make_account(role, make_school(home)))
    for name, args in ((INDEX, []), (LOOK, [template.pk]), ("signature_templates:sample", [1])):
        assert client.get(reverse(name, args=args)).status_code in {302, 403}
    client.post(reverse(LOOK, args=[template.pk]))
    assert not template.versions.exists()
