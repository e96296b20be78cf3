"""Floor 4. People and failures that do not exist: for demonstrations, tests and ranking. Never clinical claims."""
