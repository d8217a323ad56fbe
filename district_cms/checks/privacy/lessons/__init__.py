"""What is told of people who are no students here: in stories, history and problems to solve; games
and offices, where words of private information mean other things."""

from .others import is_game, is_office, is_played
from .problems import is_problem
from .stories import is_invented, is_one, is_surely_one, weight

__all__ = ["is_game", "is_invented", "is_office", "is_one", "is_played", "is_problem", "is_surely_one", "weight"]
