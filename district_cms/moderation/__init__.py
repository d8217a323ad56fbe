"""The principals' approval: workflow, queue, stand-ins, notices."""
