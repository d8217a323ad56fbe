"""Every word that families read has been checked, or stands here with the reason why it is not.

The list holds all text fields of our models: a new field has to be put somewhere.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from district_cms.publishing.gate import PublishBlocked
from district_cms.publishing.models import AccessibilitySettings
from district_cms.publishing.objects import check_object
from district_cms.schools.models.translated import TranslatedPage
from district_cms.schools.phones import validate_phone
from tests.factories.district import District
from tests.factories.pages import make_standard_page

pytestmark = pytest.mark.django_db

OURS = ("district_cms.", "classroom.", "signatures.", "notifications.")
PRIVATE = "Teacher of student ID 204981"

CALLED = "a telephone number and nothing else: the validator refuses words"
OF_PAGE = "read with every page that links it, and when it changes"
EVIDENCE = "written by the software; no public page prints it"
STAFF_ONLY = "only staff read it"
OWN_SYNTAX = "its own validator lets nothing through but its few forms"
SENT = "made by templates from fields that are checked"

# Models of which no field is printed for families.
NEVER_PRINTED = {
    "web.Counter": EVIDENCE,
    "web.CacheVersion": EVIDENCE,
    "web.WorkerSign": EVIDENCE,
    "web.LongWork": EVIDENCE,
    "web.FailedWork": STAFF_ONLY,
    **dict.fromkeys(("classroom.RosterDelivery", "classroom.RosterSection"), STAFF_ONLY),
    "classroom.RosterPage": STAFF_ONLY,
    "audit_log.Seal": EVIDENCE,
    "audit_log.ChainHead": EVIDENCE,
    "audit_log.AuditEntry": EVIDENCE,
    "media.DistrictRendition": "parts of an address, made by the software",
    "media.DocumentExamination": EVIDENCE,
    "publishing.Confirmation": STAFF_ONLY,
    "publishing.RevisionFindings": EVIDENCE,
    "publishing.GateException": STAFF_ONLY,
    "publishing.ProcedureSettings": STAFF_ONLY,
    "publishing.ProcedureSnapshot": "the procedure's own words, with labels and numbers",
    "publishing.StatedFile": EVIDENCE,
    "schools.YearMark": "what changed about a day, with its checked name",
    "site_audit.AuditRun": STAFF_ONLY,
    "site_audit.AuditedPage": STAFF_ONLY,
    "site_audit.AuditFinding": STAFF_ONLY,
    "site_audit.OutstandingPage": STAFF_ONLY,
    "barriers.BarrierReport": "what a reader wrote to the office; only they and the office see it",
    "barriers.BarrierStep": "the office's answer to one reader, not on a page",
    "schools.SameWords": "compared with what is searched for, and never printed",
    "schools.SearchedWord": "words of the titles of pages, which are checked there",
    "schools.Findable": "words of pages, which are checked there; a result prints the page",
    "classroom.Posting": STAFF_ONLY,
    "classroom.ClassroomStanding": "a fingerprint of the rules it was read by; on no screen",
    "classroom.CountedDay": STAFF_ONLY,
    "classroom.ClassTemplateVersion": "the words of its template, which were checked when approved",
    "classroom.CaseloadChoice": "what one employee follows; only they see it",
    "classroom.FeedbackNote": "a kind from a list and a number; only the class's teachers see it",
    "notifications.Message": SENT,
    "notifications.MessageEvent": EVIDENCE,
    "notifications.DigestItem": EVIDENCE,
    "notifications.SkippedDigest": EVIDENCE,
    "notifications.MessageContent": SENT,
    "notifications.ContentPart": SENT,
    "notifications.ConsentRecord": EVIDENCE,
    "notifications.WebhookPayload": EVIDENCE,
    "notifications.ProviderEvent": EVIDENCE,
    "notifications.Suppression": STAFF_ONLY,
    "notifications.SendingPause": STAFF_ONLY,
    "notifications.SendingLimit": STAFF_ONLY,
    "notifications.StopsFileSize": EVIDENCE,
    "notifications.LegalHold": STAFF_ONLY,
    "notifications.Invitation": "a reader's own address, and a hash",
    "notifications.Guardian": STAFF_ONLY,
    "notifications.GuardianSettings": STAFF_ONLY,
    "notifications.OwnDataCode": "a reader's own code, as a hash",
    "notifications.Subscription": "what one reader follows, and calls it; only they see it",
    "students.HighSchoolStudent": STAFF_ONLY,
    **dict.fromkeys(("students.Student", "students.StudentName"), STAFF_ONLY),
    **dict.fromkeys(("students.Release", "students.HiddenOnPage"), STAFF_ONLY),
    "reports.CountedFigures": STAFF_ONLY,
    "notifications.PendingNumber": "a reader's own number",
    "notifications.VerifiedAddress": "a reader's own address",
    "notifications.PendingSubscription": "a reader's own address",
    "people.User": "an account; families read the staff record's name",
    "classroom.Leave": STAFF_ONLY,
    "people.Invitation": "how one person comes to sign in",
    "mfa.Authenticator": "how one person signs in",
    "people.SignInSettings": STAFF_ONLY,
    "people.SignIn": "where one person signed in; only they and the administrator see it",
    "moderation.ReadLater": STAFF_ONLY,
    "moderation.StandIn": STAFF_ONLY,
    "moderation.TakeDown": STAFF_ONLY,
    "deviations.Deviation": STAFF_ONLY,
    "deviations.Authorization": STAFF_ONLY,
    "signatures.SignatureChoice": "numbers of what its owner chose",
    "signatures.SignatureTemplate": STAFF_ONLY,
    "signatures.TemplateVersion": STAFF_ONLY,
    "signatures.Issue": EVIDENCE,
    "signatures.Leaver": "a day, in the database only",
}
# Single fields.
FIELDS = {
    "media.DistrictImage.title": STAFF_ONLY,
    "media.DistrictImage.description": "pages print the description of their own block",
    "media.DistrictImage.file_hash": EVIDENCE,
    "media.DistrictDocument.title": OF_PAGE,
    "media.DistrictDocument.file_hash": EVIDENCE,
    "publishing.AccessibilitySettings.raised_rules": STAFF_ONLY,
    "brand.Logo.sha256": EVIDENCE,
    "brand.LogoVersion.description": "the checked description of its logo",
    "brand.LogoVersion.sha256": EVIDENCE,
    "brand.LogoVersion.sha256_1x": EVIDENCE,
    "brand.LogoVersion.source_sha256": EVIDENCE,
    "brand.Statement.owner": STAFF_ONLY,
    "brand.WebsiteLook.color": OWN_SYNTAX,
    "classroom.ClassTemplate.language": OWN_SYNTAX,
    "classroom.ClassTemplate.name": STAFF_ONLY,
    "schools.SchoolYear.name": OWN_SYNTAX,
    "schools.DistrictSettings.phone": CALLED,
    "schools.DistrictSettings.retention_schedule": STAFF_ONLY,
    "people.Staff.phone": CALLED,
    **{
        f"notifications.{model}.{field}": why
        for model in ("ClassNotice", "UrgentNotice")
        for field, why in {
            "made_by_name": STAFF_ONLY,
            "sent_by_name": STAFF_ONLY,
            "contents": EVIDENCE,
        }.items()
    },
    "notifications.ClassNotice.class_name": OF_PAGE,
    "notifications.ClassNotice.school_name": OF_PAGE,
    "notifications.UrgentNotice.privacy_reason": STAFF_ONLY,
    "notifications.UrgentNotice.safety_reason": STAFF_ONLY,
    "people.Staff.source_id": STAFF_ONLY,
    "signatures.Entitlement.evidence_words": STAFF_ONLY,
    "signatures.Entitlement.reason": STAFF_ONLY,
    "signatures.Entitlement.connection": STAFF_ONLY,
}


def words_of(model: type[models.Model]) -> Iterator[str]:
    """The names of the fields of a model that can hold someone's words."""
    for field in model._meta.concrete_fields:
        if not field.model.__module__.startswith(OURS) or field.choices:
            continue
        if isinstance(field, StreamField):
            continue  # read block by block
        wordy = isinstance(field, models.CharField | models.TextField | models.JSONField)
        if wordy and not isinstance(field, models.EmailField | models.URLField):
            yield field.name


def is_checked(model: type[models.Model], name: str) -> bool:
    if issubclass(model, Page):
        # The gate reads all words of a page that someone can type.
        field = model._meta.get_field(name)
        return field.editable and not isinstance(field, models.JSONField)
    return name in getattr(model, "checked_fields", ())


TRANSLATED = [model._meta.label for model in get_page_models() if issubclass(model, TranslatedPage)]
# Of pages: what is not words, though its field could hold some.
OF_PAGES = {
    "schools.CurriculumPage.grade_levels": OWN_SYNTAX,
    "classroom.ClassroomPage.grade_levels": OWN_SYNTAX,
    "classroom.ClassroomPage.exempt_days": "written by the ledger; no page prints it",
    **{f"{page}.spanish_of": "digests of its texts" for page in TRANSLATED},
}


def test_every_text_field_is_checked_or_has_a_reason() -> None:
    unknown, known = [], FIELDS | OF_PAGES
    for model in apps.get_models():
        if not model.__module__.startswith(OURS) or model._meta.label in NEVER_PRINTED:
            continue
        for name in words_of(model):
            label = f"{model._meta.label}.{name}"
            if is_checked(model, name) is (label in known):
                unknown.append(label)
    assert unknown == []


def test_the_reasons_speak_of_models_and_fields_that_there_are() -> None:
    labels = {model._meta.label: model for model in apps.get_models()}
    assert NEVER_PRINTED.keys() <= labels.keys()
    for field in FIELDS | OF_PAGES:
        label, name = field.rsplit(".", 1)
        labels[label]._meta.get_field(name)


# ---------------------------------------------------------------- what was not checked before
@pytest.mark.parametrize("label, field", [
    ("brand.Organization", "name"),
    ("brand.Logo", "name"),
    ("brand.Statement", "text"),
    ("schools.NoSchoolDay", "name"),
    ("schools.Term", "name"),
])  # fmt: skip
def test_words_of_the_office_pass_the_checks(label: str, field: str) -> None:
    subject = apps.get_model(label)(**{field: PRIVATE})
    assert [found.rule for found in check_object(subject) if found.blocks] == ["student-number"]


def test_code_that_validates_the_accessibility_settings_is_stopped_too(db: None) -> None:
    chosen = AccessibilitySettings.load()
    chosen.contact_name = PRIVATE
    with pytest.raises(ValidationError) as refusal:
        chosen.full_clean()
    assert list(refusal.value.message_dict) == ["contact_name"]


@pytest.mark.parametrize("value", ["406-555-0123 Maria Lopez", PRIVATE, "call Maria"])
def test_a_telephone_number_holds_no_words(value: str) -> None:
    with pytest.raises(ValidationError):
        validate_phone(value)


def test_a_private_fact_in_an_address_stops_the_page(district: District) -> None:
    page = make_standard_page(district.school, title="Supplies")
    page.slug = "supplies-for-student-id-204981"
    with pytest.raises(PublishBlocked) as refusal:
        page.save_revision().publish()
    assert [(f.rule, f.field) for f in refusal.value.findings] == [("student-number", "slug")]


def test_an_address_alone_is_not_written_past_the_gate(district: District) -> None:
    page = make_standard_page(district.school, title="Supplies")
    for written in (page, Page.objects.get(pk=page.pk)):
        written.slug = "supplies-for-student-id-204981"
        with pytest.raises(PublishBlocked):
            written.save(update_fields=["slug"])
