// The small parts every section is made of.
import type { ComponentChildren } from 'preact';
import { age, sentence } from '../format';
import * as store from '../session/store';

/** A key's cap. The button it sits in names the key to screen readers through `aria-keyshortcuts`. */
export function Key({ name, always = false }: { name: string; always?: boolean }) {
  return (
    <kbd class={always ? 'always' : ''} aria-hidden="true">
      {name}
    </kbd>
  );
}

interface ActProps {
  readonly onPress: () => void;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly keys?: string;
  readonly label?: string;
  /** Why it would be refused now; the button stays reachable and says so when pressed. */
  readonly off?: boolean;
  readonly pressed?: boolean;
  readonly id?: string;
  readonly title?: string;
}

export function Act({ onPress, children, keys, label, off, pressed, id, title, class: look }: ActProps) {
  return (
    <button
      type="button"
      id={id}
      class={look}
      title={title}
      onClick={onPress}
      aria-keyshortcuts={keys}
      aria-label={label}
      aria-disabled={off ? 'true' : undefined}
      aria-pressed={pressed}
    >
      {children}
    </button>
  );
}

/** What came of the newest wish of a place: on its way, or refused and why. Else what usually stands there. */
export function Outcome({ place, children }: { place: string; children?: ComponentChildren }) {
  const refused = store.refusals.value[place];
  if (refused) return <span class="refused">{sentence(refused.words)}</span>;
  if (store.onTheWay.value[place]) return <span>{store.connected.value ? 'asked, not yet answered' : 'not delivered: no connection'}</span>;
  return <>{children}</>;
}

/** How old the figures of a section are, in words that change when they may no longer be trusted. */
export function Aged() {
  const seconds = store.stateAgeS.value;
  if (seconds === null) return <span class="word">no data yet</span>;
  if (store.fresh.value === 'live') return <>{age(seconds)} old</>;
  return <span class="word">stale, {age(seconds)} old</span>;
}

export function Unit({ children }: { children: ComponentChildren }) {
  return <span class="unit">{children}</span>;
}
