"""What `make` runs. Each module is one command: `python -m scripts.<name>` from the root."""
