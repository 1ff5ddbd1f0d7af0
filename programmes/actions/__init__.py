"""Writing across the models of programmes: each action is one transaction with one change set."""
