"""What the queue runs by the clock, in the district's time zone (`manage.py apply_schedules`)."""

SCHEDULES = {
    "publish scheduled pages": ("district_cms.publishing.tasks.publish_scheduled", "*/5 * * * *"),
    "nightly roles": ("district_cms.people.tasks.nightly", "5 0 * * *"),
    "forget old sign-ins": ("district_cms.people.tasks.forget_sign_ins", "47 3 * * *"),
    "review notices": ("district_cms.moderation.tasks.send_review_notices", "*/10 * * * *"),
    "reports of barriers": ("district_cms.barriers.tasks.send_notices", "*/10 * * * *"),
    "forget who reported barriers": ("district_cms.barriers.tasks.forget", "41 3 * * *"),
    "examine documents": ("district_cms.media.examinations.tasks.sweep", "*/5 * * * *"),
    "seal the log": ("district_cms.audit_log.tasks.seal", "*/5 * * * *"),
    "verify the log": ("district_cms.audit_log.tasks.verify", "11 4 * * 0"),
    "old details of the log": ("district_cms.audit_log.tasks.remove_old_details", "53 3 * * *"),
    "forget rate limits": ("district_cms.web.tasks.forget_counters", "17 * * * *"),
    "work that failed": ("district_cms.operations.tasks.send_notices", "*/5 * * * *"),
    "forget work that failed": ("district_cms.operations.tasks.forget", "29 3 * * *"),
    "outbox": ("notifications.tasks.sweep", "* * * * *"),
    "digests": ("notifications.digests.tasks.write_digests", "*/10 * * * *"),
    "forget families' old data": ("notifications.digests.tasks.forget", "37 3 * * *"),
    "nightly ledger": ("classroom.tasks.nightly", "7 0 * * *"),
    "nightly gate audit": ("district_cms.site_audit.tasks.start_gate_audit", "23 1 * * *"),
    "accessibility audit": ("district_cms.site_audit.tasks.start_audit", "23 2 * * 0"),
    "audits that broke off": ("district_cms.site_audit.tasks.resume", "*/10 * * * *"),
}
