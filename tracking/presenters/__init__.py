"""History and conflicts in words."""
