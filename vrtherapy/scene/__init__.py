"""Floor 2. What a scene declares about itself, and the dial; no Panda3D here."""
