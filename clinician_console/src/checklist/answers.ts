// What an answer to the checklist is, as text, and what it stands for. The engine judges; this only keeps what it
// would refuse from being sent (vrtherapy/safety/gate.py) and says in what order things stand in the way.
import type { ChecklistPart, ItemPart } from '../wire';

export type Answers = Readonly<Record<string, string>>;

const NONE = 'none';
const LONGEST = 400;
const OLDEST = 120;

/** `open`: nobody has answered; `wrong`: answered, and it stands in the way; `good`: it does not. */
export type Standing = 'open' | 'wrong' | 'good';

export function standing(item: ItemPart, checklist: Pick<ChecklistPart, 'answers' | 'missing'>): Standing {
  if (checklist.missing[item.id] === undefined) return 'good';
  return item.asks === 'shown' || (checklist.answers[item.id] ?? '') === '' ? 'open' : 'wrong';
}

export interface Group {
  readonly name: string;
  readonly items: readonly ItemPart[];
}

/** The items that apply, by group, both in the plan's order. */
export function grouped(items: readonly ItemPart[], applies: readonly string[]): Group[] {
  const wanted = new Set(applies);
  const groups = new Map<string, ItemPart[]>();
  for (const item of items) {
    if (wanted.has(item.id)) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  }
  return [...groups].map(([name, found]) => ({ name, items: found }));
}

/** A choice pressed among several: none excludes the others, and the last one cannot be taken back, only replaced. */
export function toggled(present: string, choice: string): string {
  const chosen = present === '' ? [] : present.split(',');
  if (choice === NONE) return NONE;
  const others = chosen.filter((id) => id !== choice && id !== NONE);
  const now = chosen.includes(choice) ? others : [...others, choice];
  return now.length === 0 ? present : now.join(',');
}

/** What typed text says as an answer, or why it says nothing; null for an empty field, which asks nothing. */
export function typed(item: ItemPart, text: string): { readonly answer: string } | { readonly wrong: string } | null {
  const words = text.trim();
  if (words === '') return null;
  if (item.asks !== 'number') return { answer: words.slice(0, LONGEST) };
  if (!/^[0-9]{1,3}$/.test(words) || Number(words) > OLDEST) return { wrong: `a whole number up to ${OLDEST}` };
  return { answer: String(Number(words)) };
}

export interface InTheWay {
  /** What was answered and does not do, in the engine's words. */
  readonly wrong: readonly string[];
  /** What nobody has answered or shown yet. */
  readonly open: readonly ItemPart[];
}

export function inTheWay(items: readonly ItemPart[], checklist: ChecklistPart): InTheWay {
  const applying = grouped(items, checklist.applies).flatMap((g) => g.items);
  const of = (wanted: Standing) => applying.filter((item) => standing(item, checklist) === wanted);
  return { wrong: of('wrong').map((item) => checklist.missing[item.id]!), open: of('open') };
}

/** One line on why the session cannot start; "" when it can. What was answered and does not do comes first. */
export function whyNot({ wrong, open }: InTheWay): string {
  const parts = [...wrong];
  if (open[0]) parts.push(`${open.length} still open, first: ${open[0].words.toLowerCase()}`);
  return parts.join('; ');
}
