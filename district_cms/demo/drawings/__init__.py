"""Pictures for the demo's pages, drawn by script: no photograph, no license, no one's child."""

from .scenes import SCENES, Scene, render

__all__ = ["SCENES", "Scene", "render"]
