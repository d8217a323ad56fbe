"""Typed reading of the environment: the only module that looks at it.

Every value has one name, one type and one place where its default stands. A value that
cannot be read as its type stops the start with the variable's name in the message
(`environs.EnvError`).
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from environs import Env, ValidationError, validate

BASE_DIR = Path(__file__).resolve().parents[2]


def never_or_a_year(days: int) -> None:
    """Raises `ValidationError` for a time that the log does not forget so soon."""
    if days and days < 365:
        raise ValidationError("0 for never, or 365 days at least")


def two_months(days: int) -> None:
    """Raises `ValidationError` for a time in which a message's address is still needed."""
    if days < 60:
        raise ValidationError("60 days at least")


env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def strings(name: str, default: list[str]) -> list[str]:
    """A list "one, another", whatever the spaces around its commas."""
    found: list[str] = env.list(name, default)
    return [each.strip() for each in found if each.strip()]


# Everything a running site writes (database file, uploads, collected static files).
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DATABASE = env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'demo.sqlite3'}", conn_max_age=60)
ALLOWED_HOSTS: list[str] = strings("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = strings("CSRF_TRUSTED_ORIGINS", [])
BASE_URL: str = env.str("BASE_URL", "http://localhost:8000")
TIME_ZONE: str = env.str("DISTRICT_TIME_ZONE", "America/Denver")
DISTRICT_NAME: str = env.str("DISTRICT_NAME", "Larkspur Valley Public Schools")
STAFF_EMAIL_DOMAINS: list[str] = strings("STAFF_EMAIL_DOMAINS", ["larkspur.example"])
# Domains of students' addresses, those below them included, and whether students may subscribe.
STUDENT_EMAIL_DOMAINS: list[str] = strings("STUDENT_EMAIL_DOMAINS", ["students.larkspur.example"])
STUDENTS_MAY_FOLLOW: bool = env.bool("STUDENTS_MAY_FOLLOW", True)
CURRICULUM_LINK_HOSTS: list[str] = strings("CURRICULUM_LINK_HOSTS", [])
# The tags of the languages that the families read, the most usual first.
FAMILY_LANGUAGES: list[str] = strings(
    "FAMILY_LANGUAGES", ["es", "hmn", "ru", "uk", "ar", "sw", "so", "vi", "tl", "zh-Hans"]
)
MAIL_FROM: str = env.str("MAIL_FROM", "no-reply@larkspur.example")
CLASS_MAIL_FROM: str = env.str("CLASS_MAIL_FROM", "class-updates@larkspur.example")
MAIL_PROVIDER: str = env.str("MAIL_PROVIDER", "sandbox")
TEXT_PROVIDER: str = env.str("TEXT_PROVIDER", "")
TEXT_FROM: str = env.str("TEXT_FROM", "")
# Messages a minute, by all workers together; 0: as fast as the provider takes them.
MAIL_PER_MINUTE: int = env.int("MAIL_PER_MINUTE", 0, validate=validate.Range(min=0))
TEXT_PER_MINUTE: int = env.int("TEXT_PER_MINUTE", 0, validate=validate.Range(min=0))
# What one segment of a text costs, in dollars; None: no price is shown.
TEXT_PRICE: Decimal | None = env.decimal("TEXT_PRICE", None, validate=validate.Range(min=0))
# Under which name the district's texts are registered with the carriers, how many it promises at
# most, and what a stop by text covers: see `notifications.consent.rules.StopScope`.
TEXT_PROGRAM: str = env.str("TEXT_PROGRAM", "")
TEXTS_A_WEEK_AT_MOST: int = env.int("TEXTS_A_WEEK_AT_MOST", 5)
# So many codes an hour that nobody typed back, and no further one leaves.
TEXT_CODES_AN_HOUR: int = env.int("TEXT_CODES_AN_HOUR", 300)
TEXT_STOP_SCOPE: str = env.str(
    "TEXT_STOP_SCOPE", "as said", validate=validate.OneOf(["as said", "texts", "everything"])
)
# Class pages and posts say to search engines that they should not list them.
NOINDEX_CLASS_PAGES: bool = env.bool("NOINDEX_CLASS_PAGES", True)
# For /.well-known/security.txt (RFC 9116): addresses such as mailto:…, and the day it ends.
SECURITY_CONTACTS: list[str] = strings("SECURITY_CONTACTS", [])
SECURITY_TXT_EXPIRES: date | None = env.date("SECURITY_TXT_EXPIRES", None)
REDIS_URL: str = env.str("REDIS_URL", "")
PAGES_KEPT_MB: int = env.int("PAGES_KEPT_MB", 64, validate=validate.Range(min=0))
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", False)
QUEUE_WORKERS: int = env.int("QUEUE_WORKERS", 2)
AUDIT_DETAILS_KEPT_DAYS: int = env.int("AUDIT_DETAILS_KEPT_DAYS", 0, validate=never_or_a_year)
SETTINGS_MODULE: str = env.str("DJANGO_SETTINGS_MODULE", "")
# Asked for in one place only as a value: production reads it, and has no default for it.
HAS_SECRET_KEY: bool = bool(env("SECRET_KEY", ""))
HEALTH_TOKEN: str = env.str("HEALTH_TOKEN", "")
FREE_DISK_NEEDED_MB: int = env.int("FREE_DISK_NEEDED_MB", 300)
# The audit of live pages: the door to the web program from the worker, whether links to other
# sites are asked about, how many runs keep their findings, and the browser.
AUDIT_BASE_URL: str = env.str("AUDIT_BASE_URL", "")
AUDIT_EXTERNAL_LINKS: bool = env.bool("AUDIT_EXTERNAL_LINKS", False)
CHROMIUM: str = env.str("CHROMIUM", "")
