"""Test data, by what it means. Each function makes something valid; a test changes one thing."""
