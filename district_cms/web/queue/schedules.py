"""What the queue runs by the clock: the settings' `SCHEDULES`, written into its table."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django_q.models import Schedule


@dataclass(frozen=True, slots=True)
class Applied:
    """Names of the schedules that were made, changed, and taken away."""

    made: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@transaction.atomic
def apply_schedules() -> Applied:
    """Make the queue's schedules exactly those of `settings.SCHEDULES`: {name: (function, cron)}.

    Cron expressions are read in the district's time zone. Running it again changes nothing; the
    next run of a schedule that stays as it is stays where it is.
    """
    wanted: dict[str, tuple[str, str]] = settings.SCHEDULES
    made, changed = [], []
    for name, (function, cron) in wanted.items():
        values = {"func": function, "schedule_type": Schedule.CRON, "cron": cron}
        schedule = Schedule.objects.filter(name=name).first()
        if schedule is None:
            schedule = Schedule(name=name, **values)
            schedule.next_run = schedule.calculate_next_run()
            schedule.save()
            made.append(name)
        elif any(getattr(schedule, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(schedule, key, value)
            schedule.next_run = schedule.calculate_next_run()
            schedule.save()
            changed.append(name)
    extra = Schedule.objects.exclude(name__in=wanted)
    removed = list(extra.values_list("name", flat=True))
    extra.delete()
    return Applied(tuple(made), tuple(changed), tuple(removed))
