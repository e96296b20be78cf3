// A timer that a background tab does not slow down.
const BEAT_MS = 100;

setInterval(() => postMessage(null), BEAT_MS);
