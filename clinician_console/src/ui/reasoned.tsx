// A reason in words and the act it is for. Enter sends; without words nothing is sent.
import { useRef } from 'preact/hooks';
import { refuse } from '../session/apply';
import { Act } from './parts';
import type { ComponentChildren } from 'preact';

interface ReasonedProps {
  readonly id: string;
  readonly label: string;
  readonly place: string;
  readonly onSend: (words: string) => void;
  readonly off?: boolean;
  readonly children: ComponentChildren;
}

export function Reasoned({ id, label, place, onSend, off, children }: ReasonedProps) {
  const field = useRef<HTMLInputElement>(null);
  const send = (): void => {
    const words = field.current?.value.trim() ?? '';
    if (words !== '') return onSend(words);
    refuse(place, 'say why, in words', performance.now());
    field.current?.focus();
  };
  return (
    <div class="reasoned">
      <label class="m" for={id}>
        {label}
      </label>
      <div class="row">
        <input
          id={id}
          ref={field}
          maxLength={400}
          autoComplete="off"
          onKeyDown={(e) => {
            if (e.key === 'Enter' && !e.isComposing && !e.ctrlKey) send();
          }}
        />
        <Act onPress={send} class="out" {...(off ? { off } : {})}>
          {children}
        </Act>
      </div>
    </div>
  );
}
