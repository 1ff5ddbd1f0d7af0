"""Writing tracked rows."""
