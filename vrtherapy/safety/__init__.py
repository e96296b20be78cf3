"""Floor 2. Limits that only tighten and say why."""
