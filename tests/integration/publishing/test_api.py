"""Wagtail's API v3, which this site does not mount: if somebody mounts it, the gate holds there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import APIToken, Page

from tests.factories.pages import make_classroom
from tests.integration.publishing.world import (
    FAULTS,
    TITLE,
    Bad,
    Content,
    World,
    live_with_the_title,
    state,
)

