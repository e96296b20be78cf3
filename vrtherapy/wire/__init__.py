"""Floor 4. The messages that cross a process border, and nothing else that may."""
