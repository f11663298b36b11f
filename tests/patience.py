"""How long a test waits for what must come, before it says that it never came."""

PATIENCE = 180.0
"""Seconds. A test that passes waits no longer for it; a machine that does five other things at once
answers late, and late is no fault that any of these tests looks for."""
