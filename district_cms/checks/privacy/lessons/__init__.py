"""What is told of people who are no students here: in stories, history and problems to solve; games
and offices, where words of private information mean other things."""

from .exercises import is_exercise
from .others import is_game, is_office, is_played
from .stories import is_one
from .weighing import Weighing

__all__ = ["Weighing", "is_exercise", "is_game", "is_office", "is_one", "is_played"]
