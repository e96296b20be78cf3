// One item of the checklist: whether it stands in the way, its words, and how it is answered or brought about.
import { standing, typed } from '../checklist/answers';
import { calmAge } from '../format';
import * as store from '../session/store';
import type { ChecklistPart, ItemPart } from '../wire';
import * as act from './actions';
import { choose, flush, type, wanted } from './checklist_answers';
import { Choices } from './choices';
import { Act, Key, Outcome } from './parts';

const SIGNS = { good: '✓', wrong: '✕', open: '○' } as const;
const SIGN_WORDS = { good: 'done', wrong: 'stands in the way', open: 'still open' } as const;
const YES_NO = [
  { id: 'yes', title: 'Yes' },
  { id: 'no', title: 'No' },
] as const;

interface ItemProps {
  readonly item: ItemPart;
  readonly checklist: ChecklistPart;
}

export function ChecklistItem({ item, checklist }: ItemProps) {
  const stands = standing(item, checklist);
  const label = `ask-${item.id}`;
  const why = stands === 'wrong' ? checklist.missing[item.id]! : '';
  const look = item.asks === 'words' ? 'words' : item.asks === 'several' || letters(item) > 24 ? 'wide' : '';
  return (
    <div class={`ask ${stands} ${look}`}>
      <span class="sign" aria-hidden="true">
        {SIGNS[stands]}
      </span>
      <div class="said">
        {item.asks === 'number' || item.asks === 'words' ? (
          <label id={label} for={`${label}-field`}>
            {item.words}
          </label>
        ) : (
          <span id={label}>{item.words}</span>
        )}
        <span class="vh">, {SIGN_WORDS[stands]}</span>
        {why && (
          <b class="why-not" id={`${label}-why`}>
            {why}
          </b>
        )}
      </div>
      <Answer item={item} checklist={checklist} label={label} why={why ? `${label}-why` : undefined} />
    </div>
  );
}

function letters(item: ItemPart): number {
  return item.choices.reduce((sum, choice) => sum + choice.title.length, 0);
}

function Answer({ item, checklist, label, why }: ItemProps & { label: string; why: string | undefined }) {
  const answer = checklist.answers[item.id] ?? '';
  const asked = wanted.value[item.id]?.text;
  switch (item.asks) {
    case 'shown':
      return <Brought item={item} done={checklist.missing[item.id] === undefined} checklist={checklist} />;
    case 'number':
    case 'words':
      return <Field item={item} answer={answer} label={label} why={why} />;
    default:
      return (
        <Choices
          kind={item.asks === 'several' ? 'several' : 'one'}
          options={item.asks === 'yes_no' ? YES_NO : item.choices}
          chosen={answer === '' ? [] : answer.split(',')}
          asked={asked === undefined ? null : asked.split(',')}
          onChoose={(id) => choose(item, id)}
          labelledBy={label}
          describedBy={why}
        />
      );
  }
}

function Field({ item, answer, label, why }: { item: ItemPart; answer: string; label: string; why: string | undefined }) {
  const asked = wanted.value[item.id];
  const read = asked === undefined ? null : typed(item, asked.text);
  return (
    <div class="field">
      <input
        id={`${label}-field`}
        value={asked?.text ?? answer}
        inputMode={item.asks === 'number' ? 'numeric' : 'text'}
        maxLength={item.asks === 'number' ? 3 : 400}
        autoComplete="off"
        class={asked === undefined ? '' : 'asked'}
        aria-describedby={why}
        aria-invalid={read !== null && 'wrong' in read ? 'true' : undefined}
        onInput={(e) => type(item, e.currentTarget.value)}
        onBlur={flush}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.isComposing && !e.ctrlKey) flush();
        }}
      />
    </div>
  );
}

/** What nobody can answer for, and the button that brings it. */
function Brought({ item, done, checklist }: { item: ItemPart; done: boolean; checklist: ChecklistPart }) {
  const off = !store.maySend.value;
  const open = store.state.value?.suds.open_since ?? null;
  switch (item.id) {
    case 'stop_performed':
      return (
        <Act onPress={act.rehearse} keys="p" class={done ? '' : 'out'} off={off}>
          <Outcome place="rehearse">{checklist.rehearsing ? 'Asked, waiting for the press' : done ? 'Ask again to stop' : 'Ask the patient to stop'}</Outcome>
          <Key name="P" />
        </Act>
      );
    case 'rating_given':
      return (
        <Act onPress={act.askSuds} keys="a" class={done ? '' : 'out'} off={off}>
          <Outcome place="suds">{open !== null ? `Asked ${calmAge(store.sinceS(open))} ago` : done ? 'Ask SUDS again' : 'Ask SUDS'}</Outcome>
          <Key name="A" />
        </Act>
      );
    case 'grounding_rehearsed':
      return (
        <Act onPress={act.ground} keys="f" class={done ? '' : 'out'} off={off}>
          <Outcome place="ground">{done ? 'Ground again' : 'Ground'}</Outcome>
          <Key name="F" />
        </Act>
      );
    case 'clinician':
      return <span class="m">{store.controls.value ? 'the controls are here' : checklist.missing[item.id]}</span>;
    default:
      return <span class="m">{done ? 'seen' : checklist.missing[item.id]}</span>;
  }
}
