"""What public pages show of the database, for the pages that each process keeps.

What is not named here is shown anywhere: a write of it throws all kept pages away. So a new table
is safe before anyone thinks of it. A page that was drawn from a table named as never shown is not
kept at all; a test draws every type of page and says which table that is.
"""

from typing import Final

# By room.
_ROOMS_NOT_SHOWN: Final = {
    "audit_log": ("Seal", "ChainHead", "AuditEntry"),
    "barriers": ("BarrierReport", "BarrierStep"),
    "deviations": ("Deviation", "Authorization"),
    "django_q": ("Task", "Success", "Failure", "Schedule", "OrmQ"),
    "reports": ("CountedFigures",),
    "media": ("DocumentExamination",),
    "moderation": (
        *("ReviewNotice", "ReviewSettings", "ReviewSettings_read_later_schools", "ReadLater"),
        *("StandIn", "PassedOn", "TakeDown", "SchoolApprovalTask"),
    ),
    "notifications": (
        *("Message", "MessageContent", "ContentPart", "MessageEvent", "Subscriber"),
        *("VerifiedAddress", "Subscription", "PendingSubscription", "PendingNumber"),
        *("ConsentRecord", "DigestItem", "DigestRun", "SkippedDigest", "LegalHold"),
        *("OwnDataCode", "SendingPause", "SendingLimit", "Suppression", "WebhookPayload"),
        "StopsFileSize",
        *("ProviderEvent", "UrgentNotice", "UrgentNotice_schools"),
        *("UrgentNotice_banners", "MessageWording"),
    ),
    "people": (
        *("Invitation", "SecondStep", "Passkey", "RecoveryCode", "SignInSettings", "SignIn"),
        "User_user_permissions",
    ),
    "publishing": ("Confirmation", "RevisionFindings", "GateException", "StatedFile"),
    "sessions": ("Session",),
    "signatures": (
        *("SignatureChoice", "SignatureSettings", "Entitlement", "Issue", "Leaver"),
        *("SignatureTemplate", "SignatureTemplate_schools", "TemplateVersion"),
        *("TemplateVersion_schools", "AskedAgain"),
    ),
    "site_audit": ("AuditRun", "AuditedPage", "AuditFinding", "OutstandingPage"),
    "students": ("HighSchoolStudent",),
    "taggit": ("Tag", "TaggedItem"),
    "wagtailadmin": ("Admin", "EditingSession", "FormState"),
    "wagtailcore": (
        *("Revision", "ReferenceIndex", "ModelLogEntry", "PageLogEntry", "PageSubscription"),
        *("Comment", "CommentReply", "UploadedFile", "APIToken", "WorkflowState", "TaskState"),
        *("Task", "Workflow", "WorkflowTask", "WorkflowPage", "WorkflowContentType"),
        *("GroupApprovalTask", "GroupApprovalTask_groups", "GroupPagePermission"),
        *("GroupSitePermission", "GroupCollectionPermission"),
    ),
    "wagtailsearch": ("IndexEntry", "SQLiteFTSIndexEntry"),
    "wagtailusers": ("UserProfile",),
    "web": ("Counter", "CacheVersion", "WorkerSign", "LongWork", "FailedWork"),
    "classroom": (
        *("CaseloadChoice", "Posting", "PostingSlot", "Leave", "ReminderChoice"),
        *("FeedbackSchool", "FeedbackNote", "CountedDay"),
        # Classes show the version that they were begun from, and no draft of the next one.
        *("ClassTemplate", "ClassTemplate_schools", "ClassTemplateVersion_schools"),
    ),
    # Of the search and the files of the calendar, which are no kept pages.
    "schools": ("Findable", "SearchedWord", "SameWords", "YearMark"),
    "wagtailredirects": ("Redirect",),
}
PAGES_DO_NOT_SHOW: Final = frozenset(
    f"{room}.{model}" for room, models in _ROOMS_NOT_SHOWN.items() for model in models
)
# Columns of which pages show nothing, where the table is shown: what every draft writes, what the
# deletion of a live page does first, and every sign-in.
PAGES_DO_NOT_SHOW_COLUMNS: Final[dict[str, frozenset[str]]] = {
    "wagtailcore.Page": frozenset(
        {
            *("latest_revision_id", "latest_revision_created_at", "draft_title", "numchild"),
            *("has_unpublished_changes", "locked", "locked_at", "locked_by_id", "owner_id"),
            *("go_live_at", "expire_at", "live_revision_id"),
        }
    ),
    "people.User": frozenset({"last_login", "password"}),
    # A notice that is being sent stands on its page as one that was; a stopped one is saved whole.
    "notifications.ClassNotice": frozenset(
        {"standing", "written_after", "made_by_id", "made_by_name", "made_at"}
    ),
}
# Rows that are shown where one page is, and the column that names the page.
ROWS_OF_ONE_PAGE: Final = {
    "classroom.ClassroomStanding": "classroom_id",
    "notifications.ClassNotice": "classroom_id",
}
# A page that is drawn makes the files of its pictures: a new one is on no page before. The others
# are on a page once that names them, which is a change of the page.
NEW_ROWS_CHANGE_NO_PAGE: Final = frozenset(
    {
        *("media.DistrictRendition", "media.DistrictImage", "media.DistrictDocument"),
        "classroom.ClassTemplateVersion",
    }
)
