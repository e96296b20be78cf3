"""Floor 3. The protocol language: YAML to a checked plan; every complaint names its place and its remedy."""
