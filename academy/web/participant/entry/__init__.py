"""Coming in: joining, waiting to be let in, coming back."""
