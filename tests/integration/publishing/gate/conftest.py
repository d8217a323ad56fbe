"""The district of the publishing tests, and questions that the gate puts to its authors."""

from tests.integration.publishing.paths.conftest import built, world

__all__ = ["built", "world"]
