"""The screens of notices in the editor."""
