"""What lies here needs the district at size: it runs with `--scale` only."""

from tests.at_size import at_size, at_size_database, at_size_media, at_size_template
from tests.integration.conftest import empty_caches

__all__ = ["at_size", "at_size_database", "at_size_media", "at_size_template", "empty_caches"]
