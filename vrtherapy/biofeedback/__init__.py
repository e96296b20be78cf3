"""Floor 2. From raw samples to a reading a clinician can trust: causal kernels, baseline, arousal, controller."""
