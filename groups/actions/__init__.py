"""Writing across models: always inside one transaction, with a change set."""
