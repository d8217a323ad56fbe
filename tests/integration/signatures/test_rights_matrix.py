"""Nobody but the owner and the office sees a draft, evidence or review: roles by addresses."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from district_cms.people.models import User
from district_cms.people.roles import Role
from signatures.models import Entitlement, State
from tests.factories.district import District
from tests.factories.people import make_account, make_staff, make_superuser
from tests.factories.signatures import make_entitlement, make_quote

from .conftest import file_of, signed_in

pytestmark = pytest.mark.django_db

OWNER, OFFICES = "owner", ("office", "superuser")
NEEDLES = ("Secret words", "Secret label", "Secret evidence", "Secret reason")
# {address: (method, who may)}; everyone else gets 404 or 403.
ADDRESSES = {
    "signatures:entitlement_change": ("get", {OWNER}),
    "signatures:entitlement_remove": ("post", {OWNER}),
    "signatures:evidence": ("get", {OWNER, *OFFICES}),
    "entitlements:index": ("get", set(OFFICES)),
    "entitlements:decide": ("get", set(OFFICES)),
}


@pytest.fixture
def owner(district: District, choose: Any, private_files: Any) -> Any:
    choose(review_entitlements=True, require_evidence=True)
    return make_staff((Role.TEACHER, district.school))


@pytest.fixture
def membership(owner: Any) -> Entitlement:
    return make_entitlement(
        staff=owner,
        state=State.WAITING,
        label="Secret label",
        evidence_words="Secret evidence",
        evidence=SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
    )


@pytest.fixture
def quote(owner: Any) -> Entitlement:
    return make_quote(staff=owner, state=State.WAITING, label="Secret words")


@pytest.fixture
def accounts(district: District, owner: Any) -> dict[str, User | None]:
    return {
        "visitor": None,
        OWNER: owner.user,
        "teacher": district.teacher,  # of the same school
        "principal": district.principal,  # of the owner's school
        "counselor": make_account(Role.COUNSELOR),
        "stand-in": make_account(Role.STAND_IN),
        "office": make_account(Role.COMMUNICATIONS),
        "administrator": make_account(Role.ADMINISTRATOR),
        "superuser": make_superuser(),
    }


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_the_roles_of_the_matrix_have_access(
    name: str, accounts: dict[str, User | None], membership: Entitlement, quote: Entitlement
) -> None:
    method, let_in = ADDRESSES[name]
    address = reverse(name, args=[] if name == "entitlements:index" else [membership.pk])
    inside = set()
    for role, account in accounts.items():
        if role in let_in and method == "post":
            continue  # its effect is tested with its screen
        answer = getattr(signed_in(account), method)(address)
        if answer.status_code == 200:
            inside.add(role)
        else:
            assert answer.status_code in {302, 403, 404}
            assert "/login/" in answer.get("Location", "/login/") or answer["Location"] == "/admin/"
            assert not any(needle in answer.content.decode() for needle in NEEDLES)
        if answer.streaming:
            file_of(answer)
    assert inside == (let_in if method == "get" else set())
    # A refused request has changed nothing.
    membership.refresh_from_db()
    quote.refresh_from_db()
    assert (membership.state, quote.state) == (State.WAITING, State.WAITING)
