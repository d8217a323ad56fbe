"""The district of the publishing tests, and questions that the gate puts to its authors."""

from tests.integration.publishing.paths.conftest import built, media_folder, world

__all__ = ["built", "media_folder", "world"]
