"""The session in front of everybody: who is here, who asks, what the wall shows."""
