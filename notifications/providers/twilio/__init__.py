"""Text messages through Twilio, with its own library. No other package imports that library."""
