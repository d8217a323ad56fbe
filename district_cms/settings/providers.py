"""The district's accounts at SendGrid (email) and Twilio (texts), and what may leave through them.

Secrets come from the environment and have no default. Which provider sends is said by
`MAIL_PROVIDER` and `TEXT_PROVIDER`.
"""

from environs import validate

from . import env

# ---------------------------------------------------------------- senders
# Addresses and domains that are registered at the provider as the district's own: nothing leaves
# under another name. Empty: the domains of the two senders.
MAIL_REGISTERED_SENDERS: list[str] = env.strings("MAIL_REGISTERED_SENDERS", []) or sorted(
    {address.rpartition("@")[2].strip("> ") for address in (env.MAIL_FROM, env.CLASS_MAIL_FROM)}
)

# ---------------------------------------------------------------- SendGrid
SENDGRID_API_KEY: str = env.env.str("SENDGRID_API_KEY", "")
SENDGRID_URL: str = env.env.str("SENDGRID_URL", "https://api.sendgrid.com").rstrip("/")
# The public key of its signed event webhook. Without it no event is believed.
SENDGRID_WEBHOOK_KEY: str = env.env.str("SENDGRID_WEBHOOK_KEY", "")

# ---------------------------------------------------------------- Twilio
TWILIO_ACCOUNT_SID: str = env.env.str("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN: str = env.env.str("TWILIO_AUTH_TOKEN", "")
# Where webhooks are signed with a shared key (SHA-256) instead of the token.
TWILIO_SHARED_KEY: str = env.env.str("TWILIO_SHARED_KEY", "")
# The registered sender: a messaging service, or else a number.
TWILIO_MESSAGING_SERVICE_SID: str = env.env.str("TWILIO_MESSAGING_SERVICE_SID", "")
TWILIO_FROM_NUMBER: str = env.env.str("TWILIO_FROM_NUMBER", "")
# Another server than Twilio's, for trials; empty: Twilio's.
TWILIO_URL: str = env.env.str("TWILIO_URL", "").rstrip("/")

# ---------------------------------------------------------------- webhooks
# The site's address as the providers know it, in front of all proxies.
WEBHOOK_BASE_URL: str = env.env.str("WEBHOOK_BASE_URL", "") or env.BASE_URL
# How long the requests of webhooks are kept word for word; they hold addresses.
WEBHOOK_PAYLOADS_KEPT_DAYS: int = env.env.int(
    "WEBHOOK_PAYLOADS_KEPT_DAYS", 30, validate=validate.Range(min=0)
)

# ---------------------------------------------------------------- the outbox
# How long a message keeps its address, and the words that were for one person; a digest looks back
# two weeks, and webhooks come within days.
MESSAGE_ADDRESSES_KEPT_DAYS: int = env.env.int(
    "MESSAGE_ADDRESSES_KEPT_DAYS", 400, validate=env.two_months
)

# ---------------------------------------------------------------- trial
# Only these addresses, domains and telephone numbers get anything; everything else is recorded as
# "not sent: trial".
SENDING_TRIAL: bool = env.env.bool("SENDING_TRIAL", False)
SENDING_TRIAL_RECIPIENTS: list[str] = env.strings("SENDING_TRIAL_RECIPIENTS", [])
