// Numbers as a clinician reads them: every one with its unit, ages short, a dash where nothing honest can be said.
export const DASH = '–';

/** A dial position, permille, as 0.00 to 1.00. */
export function dial(permille: number): string {
  return (permille / 1000).toFixed(2);
}

/** Minutes and seconds of a duration in seconds: 24:18; above an hour 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const s = String(whole % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${s}`;
}

/** How old something is: tenths below 10 s, whole seconds below a minute, then minutes and seconds. */
export function age(seconds: number): string {
  const shown = Math.max(0, seconds);
  if (shown < 0.5) return '<0.5 s';
  if (shown < 9.95) return `${shown.toFixed(1)} s`;
  if (shown < 60) return `${Math.floor(shown)} s`;
  return `${clock(shown)} min`;
}

/** An age that need not flicker: whole seconds. */
export function calmAge(seconds: number): string {
  const shown = Math.max(0, Math.floor(seconds));
  return shown < 60 ? `${shown} s` : `${clock(shown)} min`;
}

/** A parameter's number with as many digits as its step has. */
export function amount(value: number, step: number): string {
  const digits = Math.max(0, Math.min(3, Math.ceil(-Math.log10(step) - 1e-9)));
  return value.toFixed(digits);
}

/** First letter large, for a sentence that begins with a word from the wire. */
export function sentence(words: string): string {
  return words === '' ? '' : words[0]!.toUpperCase() + words.slice(1);
}
