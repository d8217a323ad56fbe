"""Chance that comes out the same for the same seed. Pure."""

import random
import uuid


class Chance(random.Random):
    """One stream of numbers; each part of the district has its own, so that a change in one part
    leaves the others as they were."""

    def __init__(self, seed: int, part: str) -> None:
        super().__init__(f"{seed}:{part}")

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.getrandbits(128), version=4)
