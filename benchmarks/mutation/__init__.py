"""Whether a test notices when a rule of the session is changed."""
