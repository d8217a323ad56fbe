"""What all processes of the site must agree on: counts, and versions of what each of them keeps."""

from django.db import models


class Counter(models.Model):
    """One count of a rate limit. Its key is a keyed hash: it names nobody."""

    key = models.CharField(max_length=120, primary_key=True)
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"


class CacheVersion(models.Model):
    """What a kept value is held against; `token` is another one after each write.

    A random token, not a number: after a restored backup a number could come a second time.
    """

    name = models.CharField(max_length=80, primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name}: {self.token}"
