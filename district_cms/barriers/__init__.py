"""Reports of accessibility problems, and the accessibility statement."""
