// One or several of a few choices, as buttons: arrows go from one to the next, Y and N answer where yes and no are
// among them. What is marked is what is known; what was pressed and is not yet known is dashed.
import { useRef, useState } from 'preact/hooks';
import { sentence } from '../format';

interface ChoicesProps {
  readonly kind: 'one' | 'several';
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly chosen: readonly string[];
  /** Pressed, not yet known. */
  readonly asked?: readonly string[] | null;
  readonly onChoose: (id: string) => void;
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
  readonly id?: string;
  readonly off?: boolean;
}

const TURNS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function Choices({ kind, options, chosen, asked, onChoose, labelledBy, describedBy, id, off }: ChoicesProps) {
  const group = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const marked = options.findIndex((o) => chosen.includes(o.id));
  const stop = kind === 'one' ? Math.max(0, marked) : (at ?? Math.max(0, marked));
  const letters: Readonly<Record<string, string | undefined>> = {
    y: options.find((o) => o.id === 'yes')?.id,
    n: options.find((o) => o.id === 'no' || (kind === 'several' && o.id === 'none'))?.id,
  };
  const onKeyDown = (e: KeyboardEvent): void => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
    const turn = TURNS[e.key];
    const answer = letters[e.key.toLowerCase()];
    if (answer !== undefined) onChoose(answer);
    else if (turn !== undefined) {
      const next = (options.findIndex((o) => document.activeElement?.id === `${labelledBy}-${o.id}`) + turn + options.length) % options.length;
      setAt(next);
      group.current?.querySelectorAll('button')[next]?.focus();
      if (kind === 'one') onChoose(options[next]!.id);
    } else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    <div
      ref={group}
      id={id}
      class={`choices ${kind} ${options.length > 6 ? 'many' : ''}`}
      role={kind === 'one' ? 'radiogroup' : 'group'}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-disabled={off ? 'true' : undefined}
      onKeyDown={onKeyDown}
    >
      {options.map((option, i) => (
        <button
          key={option.id}
          id={`${labelledBy}-${option.id}`}
          type="button"
          role={kind === 'one' ? 'radio' : 'checkbox'}
          class={asked && asked.includes(option.id) !== chosen.includes(option.id) ? 'asked' : ''}
          aria-checked={chosen.includes(option.id)}
          tabIndex={i === stop ? 0 : -1}
          onFocus={() => setAt(i)}
          onClick={() => onChoose(option.id)}
        >
          {sentence(option.title)}
        </button>
      ))}
    </div>
  );
}
