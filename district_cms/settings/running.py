"""How the programs run and tell of themselves: the queue, the log, their condition."""

from typing import Any

from . import env

# Which settings these are: said at the start of every program, and compared with the worker's.
RUNS_WITH: str = env.env.str("DJANGO_SETTINGS_MODULE", "")
# Who has this token may ask `/health/details/`; empty: only district administrators.
HEALTH_TOKEN = env.HEALTH_TOKEN
# Below so many free bytes nothing is uploaded any more, so that the database can still write.
FREE_DISK_NEEDED = env.FREE_DISK_NEEDED_MB * 1024 * 1024

Q_CLUSTER: dict[str, Any] = {
    "name": "district",
    "workers": env.QUEUE_WORKERS,
    "timeout": 120,
    "retry": 180,
    "max_attempts": 3,
    "ack_failures": False,
    "catch_up": False,
    "bulk": 1,
    "queue_limit": 4,
    "poll": 1,
    "save_limit": -1,
}
if env.REDIS_URL:
    Q_CLUSTER["redis"] = env.REDIS_URL
else:
    Q_CLUSTER["orm"] = "default"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "no_secrets": {"()": "district_cms.web.visitors.NoSecrets"},
        "refusals_in_one_line": {"()": "district_cms.web.visitors.RefusalsInOneLine"},
        "health_polls": {"()": "district_cms.web.visitors.HealthPolls"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_secrets", "refusals_in_one_line", "health_polls"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "district": {"level": "INFO"},
        # At their lower levels these write addresses, messages and keys, whatever the root says.
        "python_http_client": {"level": "WARNING"},
        "twilio": {"level": "WARNING"},
    },
}
