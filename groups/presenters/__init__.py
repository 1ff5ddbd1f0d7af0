"""What pages of people and bodies show."""
