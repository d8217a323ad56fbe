"""Addresses and numbers that get no more messages, why, and who may change that."""
