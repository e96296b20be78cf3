"""Floor 7. The words a person types: one file per command."""
