"""Reads the environment and `.env` with types.

An invalid value stops the start with the variable's name in the message (`environs.EnvError`).
"""

from pathlib import Path
from typing import Any

from environs import Env, ValidationError, validate

BASE_DIR = Path(__file__).resolve().parents[2]


def never_or_a_year(days: int) -> None:
    """Raises `ValidationError` for a retention time below a year, unless 0."""
    if days and days < 365:
        raise ValidationError("0 for never, or 365 days at least")


def two_months(days: int) -> None:
    """Raises `ValidationError` for a time in which a message's address is still needed."""
    if days < 60:
        raise ValidationError("60 days at least")


env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def strings(name: str, default: list[str]) -> list[str]:
    """Returns a list from "one, another", whatever the spaces around its commas."""
    values: list[str] = env.list(name, default)
    return [each.strip() for each in values if each.strip()]


def sign_on_providers(
    *, google: tuple[str, str, str], microsoft: tuple[str, str, str]
) -> list[dict[str, object]]:
    """The providers that have a client id, as allauth reads them; each is (client id, secret,
    issuer), Microsoft's with the tenant in place of the issuer.

    Raises `ValidationError` where Microsoft's tenant is missing or is everyone's.
    """
    microsoft_issuer = f"https://login.microsoftonline.com/{microsoft[2]}/v2.0"
    if microsoft[0] and microsoft[2] in {"", "common", "organizations", "consumers"}:
        raise ValidationError("MICROSOFT_TENANT: the id of the district's own tenant")
    providers = (
        ("google", "Google", *google),
        ("microsoft", "Microsoft", *microsoft[:2], microsoft_issuer),
    )
    return [
        {
            "provider_id": key,
            "name": name,
            "client_id": client_id,
            "secret": secret,
            "settings": {
                "server_url": issuer,
                "fetch_userinfo": False,
                # Else the one account of a phone or of the colleague before is taken unasked.
                "auth_params": {"prompt": "select_account"},
            },
        }
        for key, name, client_id, secret, issuer in providers
        if client_id
    ]


def uploads_bucket(name: str) -> dict[str, dict[str, Any]]:
    """The storages in the bucket of this name. The key comes from the environment, or from the
    machine's own role where there is none."""
    options = {
        "bucket_name": name,
        "endpoint_url": env.str("UPLOADS_ENDPOINT", "") or None,
        "region_name": env.str("UPLOADS_REGION", "us-east-1"),
        "access_key": env.str("UPLOADS_KEY_ID", "") or None,
        "secret_key": env.str("UPLOADS_SECRET_KEY", "") or None,
    }
    if bool(options["access_key"]) != bool(options["secret_key"]):
        raise ValidationError("UPLOADS_KEY_ID and UPLOADS_SECRET_KEY: both or neither")
    backend = "district_cms.media.bucket.UploadsBucket"
    return {
        alias: {"BACKEND": backend, "OPTIONS": {**options, "location": folder}}
        for alias, folder in (("default", "media"), ("private", "private"))
    }


# The folder for everything that a running site writes (database file, uploads, collected files).
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
SETTINGS_MODULE: str = env.str("DJANGO_SETTINGS_MODULE", "")
# Production reads the value, and has no default for it.
HAS_SECRET_KEY: bool = bool(env("SECRET_KEY", ""))
DATABASE = env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'demo.sqlite3'}", conn_max_age=60)
PAGE_CACHE_MB: int = env.int("PAGE_CACHE_MB", 64, validate=validate.Range(min=0))
