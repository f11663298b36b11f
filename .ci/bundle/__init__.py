"""Makes the zip for a laptop without Python; `__main__` says how."""
