"""What families asked for and what was sent: subscriptions, digests, the one outbox."""
