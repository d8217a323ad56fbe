"""Activities with their posts, and who may post."""

from .activity import ActivityPage
from .leader import ActivityLeader
from .post import PostPage

__all__ = ["ActivityLeader", "ActivityPage", "PostPage"]
