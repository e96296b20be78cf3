// Why nothing rises: every reason on a line of its own, with what lifts it.
import { sentence } from '../format';
import { held, type Held, type Remedy } from '../session/holds';
import { ask } from '../session/session';
import * as store from '../session/store';
import * as act from './actions';
import { Act, Key, Outcome } from './parts';
import { Reasoned } from './reasoned';

export function heldNow(): readonly Held[] {
  const state = store.state.value;
  return state === null ? [] : held(state, state.classes.includes('trauma'));
}

export function HeldRow({ held }: { held: Held }) {
  const stays = held.remedies.includes('stay') && act.staying.value === store.state.value?.suds.last_at;
  const choices = held.remedies.length > 2 && !stays;
  return (
    <section class={`suggestion marked held ${choices ? 'tall' : ''}`} aria-label={`Held: ${held.words}`} data-hold={held.code}>
      <div>
        <b class="title">{sentence(held.words)}</b>
        <div class="m two">
          <Outcome place="hold">{stays ? 'Staying, as marked. A lower rating lifts it.' : held.lifts}</Outcome>
        </div>
      </div>
      {held.remedies.includes('accept_unrecorded') ? (
        <Unrecorded />
      ) : (
        <div class="remedies">
          {held.remedies.map((remedy) => (
            <RemedyButton key={remedy} remedy={remedy} words={held.words} stays={stays} />
          ))}
        </div>
      )}
    </section>
  );
}

/** Promise 12: it may go on unrecorded only where a person says why. */
export function Unrecorded() {
  return (
    <Reasoned
      id="unrecorded-why"
      label="Go on unrecorded, because"
      place="hold"
      off={!store.maySend.value}
      onSend={(words) => ask({ do: 'accept_unrecorded', words }, 'hold')}
    >
      Accept
    </Reasoned>
  );
}

function RemedyButton({ remedy, words, stays }: { remedy: Remedy; words: string; stays: boolean }) {
  const off = !store.maySend.value;
  switch (remedy) {
    case 'go_on':
      return (
        <Act onPress={act.goOn} class="primary" keys="o" off={off} title="Lifts what waits for you to look">
          Go on <Key name="O" />
        </Act>
      );
    case 'stay':
      return stays ? null : (
        <Act onPress={() => act.stay(words.replace(/: held$/, ''))} off={off} title="Nothing moves; the decision is marked in the record">
          Stay
        </Act>
      );
    case 'ease':
      return (
        <Act onPress={act.ease} keys="e" off={off} title="Asks 0.10 less than is given now">
          Ease −0.10 <Key name="E" />
        </Act>
      );
    case 'ground':
      return (
        <Act onPress={act.ground} keys="f" off={off} title="The calm scene, and the script for grounding">
          Ground <Key name="F" />
        </Act>
      );
    case 'ask':
      return (
        <Act onPress={act.askSuds} keys="a" off={off}>
          Ask SUDS <Key name="A" />
        </Act>
      );
    case 'stop':
      return stays ? null : (
        <Act onPress={act.stop} class="halting" keys="Escape">
          Stop <Key name="Esc" always />
        </Act>
      );
    case 'accept_unrecorded':
      return null;
  }
}
