"""Floor 5. Where signals come from: recordings, simulated patients, and by entry point anybody's sensor."""
