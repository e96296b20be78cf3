// The rating being typed. A digit pressed anywhere outside a field begins it; only 0 to 100 leaves.
import { signal } from '@preact/signals';
import { refuse } from '../session/apply';
import { ask } from '../session/session';

export const typed = signal('');

export function openSuds(digit: string): void {
  const field = document.getElementById('suds-entry');
  if (!(field instanceof HTMLInputElement)) return;
  typed.value = digit;
  field.value = digit;
  field.focus();
}

/** 0..100, or null for anything else. */
export function readSuds(text: string): number | null {
  const trimmed = text.trim();
  if (!/^[0-9]{1,3}$/.test(trimmed)) return null;
  const suds = Number(trimmed);
  return suds <= 100 ? suds : null;
}

export function sendSuds(field: HTMLInputElement): void {
  if (field.value.trim() === '') return;
  const suds = readSuds(field.value);
  if (suds === null) {
    refuse('suds', `${field.value} is not 0 to 100`, performance.now());
    return;
  }
  if (!ask({ do: 'enter_suds', suds }, 'suds')) return;
  typed.value = '';
  field.value = '';
  field.blur();
}
