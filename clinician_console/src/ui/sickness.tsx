// Motion sickness on the Fast Motion Sickness scale, 0 to 20: the newest rating, and entering one.
import { refuse } from '../session/apply';
import { ask } from '../session/session';
import * as store from '../session/store';
import { Key, Outcome } from './parts';

const MOST = 20;

export function Sickness() {
  const rating = store.state.value?.sickness ?? null;
  const send = (field: HTMLInputElement): void => {
    const said = field.value.trim();
    if (said === '') return;
    const value = /^[0-9]{1,2}$/.test(said) ? Number(said) : MOST + 1;
    if (value > MOST) return refuse('sickness', `${said} is not 0 to ${MOST}`, performance.now());
    if (!ask({ do: 'enter_sickness', rating: value }, 'sickness')) return;
    field.value = '';
    field.blur();
  };
  return (
    <div class="sickness">
      <label class="m" for="sickness-entry">
        <Outcome place="sickness">
          Sickness {rating !== null && <b id="sickness-said">{rating}/20</b>} <Key name="S" />
        </Outcome>
      </label>
      <input
        id="sickness-entry"
        inputMode="numeric"
        maxLength={2}
        autoComplete="off"
        placeholder="0–20"
        aria-label="Enter motion sickness, 0 to 20, then Enter"
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.isComposing) send(e.currentTarget);
        }}
      />
    </div>
  );
}
