"""Reports of barriers: what somebody could not use, and what the office did about it."""
