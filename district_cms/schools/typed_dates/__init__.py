"""Fields for typed days and times, used in all forms and blocks of the editor."""
