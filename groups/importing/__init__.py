"""Groups and sessions out of files: the interchange forms and what is wrong with them. Knows nothing of Django."""
