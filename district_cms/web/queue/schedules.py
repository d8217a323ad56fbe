"""Writes the cron jobs of `settings.SCHEDULES` into the queue's table."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django_q.models import Schedule


@dataclass(frozen=True, slots=True)
class Applied:
    """Names of the schedules that were created, changed, and removed."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@transaction.atomic
def apply_schedules() -> Applied:
    """Makes the queue's schedules match `settings.SCHEDULES`: {name: (function, cron)}.

    Cron expressions are in the district's time zone. Running it again changes nothing; an unchanged
    schedule keeps its next run.
    """
    wanted: dict[str, tuple[str, str]] = settings.SCHEDULES
    created, changed = [], []
    for name, (function, cron) in wanted.items():
        values = {"func": function, "schedule_type": Schedule.CRON, "cron": cron}
        schedule = Schedule.objects.filter(name=name).first()
        if schedule is None:
            schedule = Schedule(name=name, **values)
            schedule.next_run = schedule.calculate_next_run()
            schedule.save()
            created.append(name)
        elif any(getattr(schedule, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(schedule, key, value)
            schedule.next_run = schedule.calculate_next_run()
            schedule.save()
            changed.append(name)
    extra = Schedule.objects.exclude(name__in=wanted)
    removed = list(extra.values_list("name", flat=True))
    extra.delete()
    return Applied(tuple(created), tuple(changed), tuple(removed))
