"""How anything is changed and remembered."""
