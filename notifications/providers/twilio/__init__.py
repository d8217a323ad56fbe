"""Text messages through Twilio, by its own library. Nothing outside imports that library."""
