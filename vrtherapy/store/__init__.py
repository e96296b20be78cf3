"""Floor 5. What is kept: the record of a session."""
