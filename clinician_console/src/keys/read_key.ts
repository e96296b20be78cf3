// What a key press means. Pure, so that every rule of the keyboard is a test.
// Esc comes first and always, then F2, the emergency card; in a text field nothing else is ours, among choices all but
// those that choose; with the keys switched off only Esc and F2 are.
export type Intent =
  | { readonly kind: 'stop' | 'pause' | 'calm' | 'ask' | 'mark' | 'notes' | 'undo' | 'accept' | 'dismiss' }
  | { readonly kind: 'say' | 'next' | 'back' | 'cancel' | 'leave' | 'swallow' }
  | { readonly kind: 'emergency' | 'ground' | 'go_on' | 'ease' | 'expectancy' | 'sickness' | 'adverse' | 'rehearse' | 'open_item' }
  | { readonly kind: 'nudge' | 'cap'; readonly by: 1 | -1 }
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'event'; readonly event: string };

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly chord: boolean;
  readonly repeat: boolean;
  /** Where the focus is. */
  readonly focus: 'page' | 'field' | 'button' | 'choice';
}

const SINGLE: Readonly<Record<string, Intent>> = {
  c: { kind: 'calm' },
  a: { kind: 'ask' },
  m: { kind: 'mark' },
  n: { kind: 'notes' },
  z: { kind: 'undo' },
  d: { kind: 'dismiss' },
  t: { kind: 'say' },
  x: { kind: 'cancel' },
  f: { kind: 'ground' },
  o: { kind: 'go_on' },
  e: { kind: 'ease' },
  q: { kind: 'expectancy' },
  s: { kind: 'sickness' },
  v: { kind: 'adverse' },
  p: { kind: 'rehearse' },
  j: { kind: 'open_item' },
  '[': { kind: 'back' },
  ']': { kind: 'next' },
  ' ': { kind: 'pause' },
};

/** What a focused choice does with a key itself: choose, or answer yes or no. */
const CHOOSES: ReadonlySet<string> = new Set(['arrowup', 'arrowdown', 'arrowleft', 'arrowright', ' ', 'enter', 'y', 'n']);

export function readKey(press: KeyPress, keysOn: boolean, events: ReadonlyMap<string, string>): Intent | null {
  // During composition some browsers name the key "Process"; the code still says which it was.
  if (press.key === 'Escape' || press.code === 'Escape') return { kind: press.repeat ? 'swallow' : 'stop' };
  if (press.key === 'F2' && !press.chord && !press.shift) return { kind: press.repeat ? 'swallow' : 'emergency' };
  if (press.focus === 'field') return press.key === 'Enter' && press.chord ? { kind: 'leave' } : null;
  if (!keysOn || press.chord) return null;
  if (press.focus === 'choice' && CHOOSES.has(press.key.toLowerCase())) return null;
  if (press.key === 'ArrowUp' || press.key === 'ArrowDown') {
    return { kind: press.shift ? 'cap' : 'nudge', by: press.key === 'ArrowUp' ? 1 : -1 };
  }
  const intent = meaning(press, events);
  return intent !== null && press.repeat ? { kind: 'swallow' } : intent;
}

function meaning(press: KeyPress, events: ReadonlyMap<string, string>): Intent | null {
  if (press.key === 'Enter') return press.focus === 'button' ? null : { kind: 'accept' };
  if (/^[0-9]$/.test(press.key)) return { kind: 'digit', digit: press.key };
  const letter = press.key.toLowerCase();
  const known = SINGLE[letter];
  if (known !== undefined) return known;
  for (const [event, key] of events) {
    if (key === letter) return { kind: 'event', event };
  }
  return null;
}
