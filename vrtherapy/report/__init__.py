"""Floor 4. What a record says: timeline, summary, page."""
