from .authorization import Authorization
from .deviation import LONGEST_WORDS, POSTING_DAY, Deviation

__all__ = ["LONGEST_WORDS", "POSTING_DAY", "Authorization", "Deviation"]
