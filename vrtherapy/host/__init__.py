"""Floor 6. The only place that puts the parts together: clocks, settings, processes."""
