"""The hash chain: one seal a row of the sealed tables, in the order in which they were sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """One sealed row. `hash` covers everything here and the hash of the seal before.

    `name` and `row` say which row: the name under which its table was registered, and its primary
    key. `digest` is the row's, over `payload_digest` and what retention never empties, so that it
    can still be computed when the payload is gone. All are SHA-256 in hexadecimal; `digests.py`
    says over which bytes.
    """

    sequence = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=30)
    row = models.BigIntegerField()
    payload_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        default_permissions = ()
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["name", "row"], name="a_row_is_sealed_once")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.name} {self.row}"


class ChainHead(models.Model):
    """The last seal's number and hash. One row; whoever seals holds its lock."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("head of the chain")
        verbose_name_plural = _("heads of the chain")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_chain_head")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
