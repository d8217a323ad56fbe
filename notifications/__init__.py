"""What families subscribed to and what was sent: subscriptions, digests, and the one outbox."""
