// How long to wait before the next try: 0.3 s, then doubling to 2 s, with a little spread so that consoles do
// not all come back at once.
export const FIRST_MS = 300;
export const LONGEST_MS = 2000;

export function backoffMs(failures: number, spread: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures));
  return Math.max(FIRST_MS, full * (1 - 0.25 * spread));
}
