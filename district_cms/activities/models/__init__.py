"""Activities, their posts, and who may post."""

from .activity import ActivityLeader, ActivityPage
from .post import PostPage

__all__ = ["ActivityLeader", "ActivityPage", "PostPage"]
