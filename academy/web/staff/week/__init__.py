"""The week: its workshop and sessions, what they are made of, what is asked and handed in."""
