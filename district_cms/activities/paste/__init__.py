"""A mail or a blog post that someone pastes becomes a draft. Nothing of it goes live by this."""
