"""The district of the publishing tests, and questions that the gate puts to its authors."""

from tests.integration.publishing.paths.conftest import built_world, world

__all__ = ["built_world", "world"]
