// Light or dark: what the system asks for, until the clinician says otherwise.
import { signal } from '@preact/signals';

const KEPT = 'console.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

export const dark = signal(false);
/** Counts up when colours drawn on a canvas are out of date. */
export const repainted = signal(0);

export function beginTheme(): void {
  const kept = localStorage.getItem(KEPT);
  show(kept === null ? system.matches : kept === 'dark');
  system.addEventListener('change', (change) => {
    if (localStorage.getItem(KEPT) === null) show(change.matches);
  });
}

export function switchTheme(): void {
  show(!dark.peek());
  localStorage.setItem(KEPT, dark.peek() ? 'dark' : 'light');
}

function show(wantsDark: boolean): void {
  dark.value = wantsDark;
  document.documentElement.dataset['theme'] = wantsDark ? 'dark' : 'light';
  repainted.value += 1;
}

/** A colour of the present theme, for canvases. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
