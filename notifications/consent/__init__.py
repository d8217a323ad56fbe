"""Who agreed to what, and whether a message may be sent: the record, the rules, the writes."""
