// Who this tab is to the engine: a random name and a command counter that outlive a reload, not the tab.
// A duplicated tab inherits the session storage; a lock held for the page's life tells it that the name is taken.
const NAME = 'console.client';
const COUNTER = 'console.next';

function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `console-${[...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')}`;
}

async function held(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return true;
  return new Promise((resolve) => {
    navigator.locks
      .request(name, { signal: AbortSignal.timeout(400) }, () => {
        resolve(true);
        return new Promise<void>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}

export interface Identity {
  readonly client: string;
  readonly next: number;
}

export async function identify(): Promise<Identity> {
  const known = sessionStorage.getItem(NAME);
  const counter = Number(sessionStorage.getItem(COUNTER));
  if (known !== null && Number.isSafeInteger(counter) && counter >= 1 && (await held(known))) {
    return { client: known, next: counter };
  }
  const client = randomName();
  await held(client);
  sessionStorage.setItem(NAME, client);
  sessionStorage.setItem(COUNTER, '1');
  return { client, next: 1 };
}

/** Kept before a command leaves, so that no number is used twice. */
export function rememberNext(next: number): void {
  sessionStorage.setItem(COUNTER, String(next));
}
