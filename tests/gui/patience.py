"""How long a test of the window waits for what must come."""

TIMEOUT = 60_000
"""Milliseconds; only a failure ever takes so long."""
