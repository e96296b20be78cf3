// Which key fires which event: the manifest's where it is free, else a letter of the title, else none.
import type { EventPart } from '../wire';

/** Keys the console itself uses. */
export const RESERVED: ReadonlySet<string> = new Set('camnzdtxfoeqsvpj'.split(''));

export function eventKeys(events: readonly Pick<EventPart, 'name' | 'key' | 'title'>[]): Map<string, string> {
  const taken = new Set(RESERVED);
  const keys = new Map<string, string>();
  const claim = (name: string, wanted: string): void => {
    if (!keys.has(name) && /^[a-z]$/.test(wanted) && !taken.has(wanted)) {
      taken.add(wanted);
      keys.set(name, wanted);
    }
  };
  for (const event of events) claim(event.name, event.key);
  for (const event of events) {
    for (const letter of event.title.toLowerCase()) claim(event.name, letter);
  }
  return keys;
}
