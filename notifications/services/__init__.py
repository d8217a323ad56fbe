"""Every write to the outbox."""

from .dispatch import BATCH as BATCH
from .dispatch import Dispatched as Dispatched
from .dispatch import claim_batch as claim_batch
from .dispatch import dispatch_batch as dispatch_batch
from .dispatch import next_channel as next_channel
from .dispatch import next_send_at as next_send_at
from .enqueue import cancel_contents as cancel_contents
from .enqueue import cancel_waiting as cancel_waiting
from .enqueue import dispatch_at_commit as dispatch_at_commit
from .enqueue import enqueue_message as enqueue_message
from .enqueue import queue_dispatch as queue_dispatch
from .pausing import current_pause as current_pause
from .pausing import pause as pause
from .pausing import resume as resume
from .results import note_all_evidence as note_all_evidence
from .sent_log import Checked as Checked
from .sent_log import check_sent as check_sent
from .sent_log import note_sent as note_sent
from .sweep import Resolved as Resolved
from .sweep import Swept as Swept
from .sweep import is_sending as is_sending
from .sweep import resolve_unknown as resolve_unknown
from .sweep import send_unconfirmed as send_unconfirmed
from .sweep import sweep_stale as sweep_stale
from .sweep import unconfirmed as unconfirmed
