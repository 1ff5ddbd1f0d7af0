"""Reading programmes out of the database."""
