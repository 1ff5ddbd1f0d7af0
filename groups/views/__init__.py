"""The pages of people and bodies."""
