"""Floor 5. Relays between engine and consoles, and remembers. It need not be alive for the patient to be safe."""
