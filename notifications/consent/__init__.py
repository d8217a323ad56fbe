"""Consent: the record, the rules for whether a message may be sent, and the writes."""
