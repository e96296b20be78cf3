"""Floor 3. The pure session machine: `step(plan, state, event) -> (state, effects)`. The log is its events."""
