"""The hash chain: one seal per row of the sealed tables, in the order of sealing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """One sealed row. `hash` covers all fields here and the hash of the seal before.

    `name` and `row` identify the row: the registered name of its table, and its primary key.
    `digest` covers the row's `payload_digest` and the columns that retention never empties, so that
    it can be computed after the payload was removed. All are SHA-256 in hexadecimal; `digests.py`
    defines the bytes.
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
    """The number and hash of the last seal. One row, which is locked during sealing."""

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
