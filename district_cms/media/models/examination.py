"""What an examination has found of an uploaded file."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.checks.documents import ENGINE_VERSION, Examination, State

from .files import DistrictDocument


class DocumentExaminationQuerySet(models.QuerySet["DocumentExamination"]):
    def current(self) -> "DocumentExaminationQuerySet":
        """Those of the file that the document has now, by today's engine."""
        return self.filter(file_hash=models.F("document__file_hash"), engine=ENGINE_VERSION)


class DocumentExamination(models.Model):
    """One row a document: of the file whose hash it names, and of no other."""

    # Wagtail counts who uses a document; this does not.
    wagtail_reference_index_ignore = True

    document = models.OneToOneField(
        DistrictDocument,
        on_delete=models.CASCADE,
        related_name="examination",
        verbose_name=_("document"),
    )
    file_hash = models.CharField(_("file's hash"), max_length=40)
    engine = models.CharField(_("version of the examination"), max_length=20)
    results: Any = models.JSONField(_("what was found"), default=dict)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = DocumentExaminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("examination of a document")
        verbose_name_plural = _("examinations of documents")

    def __str__(self) -> str:
        return f"{self.document_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def found(self) -> Examination:
        """What was found, by name. What this version cannot read counts as not found out."""
        try:
            return Examination.from_json(self.results)
        except ValueError:
            return Examination(state=State.FAILED)


def examination_of(document: DistrictDocument) -> Examination | None:
    """What was found of the file that `document` has now; None until it has been examined.

    No query for a document that was read with `select_related("examination")`.
    """
    row = getattr(document, "examination", None)
    return row.found if row is not None and row.file_hash == document.file_hash else None
