// Notes that save themselves, a marker, a line of text to the patient, and what happened last.
import { useRef } from 'preact/hooks';
import { calmAge, clock } from '../format';
import { ask } from '../session/session';
import * as store from '../session/store';
import { mark, open } from './actions';
import { happenedWords } from './happened_words';
import * as notes from './notes_text';
import { Act, Key, Outcome } from './parts';

export function Work() {
  return (
    <div class="work">
      <Notes />
      <section class="aside-work" aria-label="Text to patient, and what happened">
        <Say />
        <Log />
      </section>
    </div>
  );
}

function savedWords(): string {
  if (store.state.value === null) return '';
  if (!store.controls.value) return 'read only';
  if (notes.dirty()) return store.fresh.value === 'live' ? 'saving' : 'not saved: not live';
  if (store.state.value.record.ok === false) return 'not recorded';
  const saved = notes.saved.value;
  return saved === null ? 'nothing written' : `saved ${calmAge((store.nowMs.value - saved.atMs) / 1000)} ago`;
}

function Notes() {
  const marked = store.happened.value.findLast((h) => h.what === 'mark');
  const just = marked !== undefined && store.sinceS(marked.at) < 4;
  return (
    <section aria-label="Notes">
      <div class="hd">
        <h2>
          <label for="notes">Notes</label> <Key name="N" />
        </h2>
        <span class="m" id="notes-saved">
          {store.refusals.value['notes'] ? <Outcome place="notes" /> : savedWords()}
        </span>
      </div>
      <textarea
        id="notes"
        maxLength={20000}
        value={notes.text.value}
        readOnly={store.state.value !== null && !store.controls.value}
        aria-describedby="notes-hint"
        onInput={(e) => notes.write(e.currentTarget.value)}
      />
      <span class="vh" id="notes-hint">
        Saved by itself. Control and Enter leaves the field.
      </span>
      <div class="row">
        <Act onPress={mark} keys="m" off={!store.maySend.value} label={just ? `Marked at ${clock(marked.at / 1e6)}` : 'Marker now'}>
          <Key name="M" />
          <span class="cut">
            <Outcome place="mark">{just ? 'Marked' : 'Marker'}</Outcome>
          </span>
        </Act>
        <Act onPress={() => open('adverse')} keys="v">
          <Key name="V" />
          Adverse event
        </Act>
      </div>
    </section>
  );
}

function Say() {
  const field = useRef<HTMLInputElement>(null);
  const last = store.happened.value.findLast((h) => h.what === 'say');
  const send = (): void => {
    const text = field.current?.value.trim() ?? '';
    if (text === '') return;
    ask({ do: 'say', text }, 'say', () => {
      if (field.current?.value.trim() === text) field.current.value = '';
    });
    field.current?.blur();
  };
  return (
    <>
      <div class="hd">
        <h2>
          <label for="say-text">Text to patient</label> <Key name="T" />
        </h2>
        <span class="m cut">
          <Outcome place="say">{last ? `shown ${calmAge(store.sinceS(last.at))} ago` : 'none sent'}</Outcome>
        </span>
      </div>
      <div class="row">
        <input
          id="say-text"
          ref={field}
          maxLength={200}
          autoComplete="off"
          placeholder="Shown for 8 s"
          onKeyDown={(e) => {
            if (e.key === 'Enter' && !e.isComposing) send();
          }}
        />
        <Act onPress={send} off={!store.maySend.value}>
          Send
        </Act>
      </div>
    </>
  );
}

function Log() {
  const recent = store.happened.value.slice(-40).toReversed();
  return (
    <>
      <h2 class="loghead">What happened</h2>
      <ul class="log" tabIndex={0} aria-label="What happened, newest first">
        {recent.length === 0 && <li class="none m">nothing yet</li>}
        {recent.map((h) => (
          <li key={h.seq} class={h.what === 'alert' ? 'alarm' : ''}>
            <span class="m">{clock(h.at / 1e6)}</span>
            <span>
              {h.what === 'alert' && <b>Alert: </b>}
              {happenedWords(h)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
