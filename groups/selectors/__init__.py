"""Reading people and bodies out of the database."""
