"""The office's screens: signature templates, and who has copied the new signature."""
