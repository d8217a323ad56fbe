"""What public pages show of activities, and what messages include of their posts."""
