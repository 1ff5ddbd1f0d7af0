"""Reading programmes: bytes or a file in, a tree out. Readers know nothing of Django."""
