"""Floor 5. How messages travel between processes. Every link reconnects by itself and never blocks a frame."""
