"""What a class page starts with: the communications office's class page templates."""
