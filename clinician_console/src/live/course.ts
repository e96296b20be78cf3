// The session's course as the timeline draws it, out of what happened: stretches, marks and ratings.
import { kindWords } from '../session/adverse';
import type { Happened } from '../wire';

/** One stretch of the top lane: a step of the ladder, or a phase outside it. */
export interface Stretch {
  readonly fromS: number;
  readonly toS: number | null;
  readonly words: string;
  /** Index of the step, null outside exposure. */
  readonly step: number | null;
}

export interface Mark {
  readonly atS: number;
  readonly words: string;
  readonly kind: 'event' | 'mark' | 'adverse';
}

export interface Said {
  readonly atS: number;
  readonly suds: number;
}

export interface Course {
  readonly stretches: readonly Stretch[];
  readonly marks: readonly Mark[];
  readonly said: readonly Said[];
}

const EXPOSED = new Set(['exposure', 'paused']);

export function courseOf(happened: readonly Happened[]): Course {
  const stretches: Stretch[] = [];
  const marks: Mark[] = [];
  const said: Said[] = [];
  let step: Pick<Stretch, 'words' | 'step'> | null = null;
  const begin = (atS: number, next: Pick<Stretch, 'words' | 'step'>): void => {
    const last = stretches.at(-1);
    if (last && last.fromS === atS) stretches.pop();
    else if (last) stretches[stretches.length - 1] = { ...last, toS: atS };
    stretches.push({ fromS: atS, toS: null, ...next });
  };
  for (const h of happened) {
    const atS = h.at / 1e6;
    switch (h.what) {
      case 'phase':
        if (h.name === 'exposure') begin(atS, step ?? { words: 'exposure', step: null });
        else begin(atS, { words: h.name, step: EXPOSED.has(h.name) ? (step?.step ?? null) : null });
        break;
      case 'step':
        step = { words: h.words, step: h.value };
        begin(atS, step);
        break;
      case 'event':
        marks.push({ atS, words: h.words, kind: 'event' });
        break;
      case 'mark':
        marks.push({ atS, words: h.words === 'marker' ? 'M' : h.words, kind: 'mark' });
        break;
      case 'suds':
        if (h.value !== null) said.push({ atS, suds: h.value });
        break;
      case 'adverse':
        marks.push({ atS, words: kindWords(h.name).toLowerCase(), kind: 'adverse' });
        break;
      case 'expectancy':
      case 'sickness':
      case 'ask':
      case 'decision':
      case 'say':
      case 'alert':
        break;
    }
  }
  return { stretches, marks, said };
}

const LETTER_PX = 6.3;

/** Labels beside marks, right of each where there is room, else left of it, else none. `x` gives pixels. */
export function labelled(marks: readonly Mark[], x: (atS: number) => number, width: number): (Mark & { x: number; side: 1 | -1 | 0 })[] {
  let taken = 0;
  return marks.map((mark, i) => {
    const at = x(mark.atS);
    const long = mark.words.length * LETTER_PX + 12;
    const following = marks[i + 1];
    const end = following ? x(following.atS) - 8 : width;
    let side: 1 | -1 | 0 = 0;
    if (at + long <= end) side = 1;
    else if (at - long >= taken) side = -1;
    taken = side === 1 ? at + long : at + 8;
    return { ...mark, x: at, side };
  });
}

const FIGURE_PX = 30;

/** Which ratings bear their figure: the newest, and before it whichever has room. `x` gives pixels. */
export function figured(said: readonly Said[], x: (atS: number) => number): ReadonlySet<Said> {
  const bearing = new Set<Said>();
  let taken = Infinity;
  for (const rating of [...said].reverse()) {
    const at = x(rating.atS);
    if (taken - at < FIGURE_PX) continue;
    bearing.add(rating);
    taken = at;
  }
  return bearing;
}
