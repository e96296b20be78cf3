// Chance that can be repeated: the same seed gives the same numbers in 0..1 (Park and Miller, CACM 1988;31:1192).
export function seeded(seed: number): () => number {
  let state = (seed * 48271) % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
