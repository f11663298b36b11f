"""The laptop itself: settings, backups, what is brought by stick, what is exchanged with whom."""
