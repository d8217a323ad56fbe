"""The demo's updates: when each class posted what, what it says, and how it came to be live."""
