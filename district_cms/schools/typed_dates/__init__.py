"""Fields for days and times that people type, in every form and block of the editor."""
