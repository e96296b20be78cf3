// Stop, pause, calm, ground: always at the same place, never asking back.
import * as store from '../session/store';
import * as act from './actions';
import { Act, Key, Outcome } from './parts';

/** Where grounding makes sense: wherever the patient is in the session, and in the checklist as practice. */
const NO_GROUND: ReadonlySet<string> = new Set(['grounding', 'debrief', 'ended']);

export function Halt() {
  const phase = store.phase.value;
  const paused = phase === 'paused';
  const calm = phase === 'calm';
  const stopped = phase === 'stopped';
  const before = phase === 'checklist';
  return (
    <div class="halt">
      <Act onPress={act.stop} class="stop" keys="Escape" id="stop">
        <span class="r">
          STOP <Key name="Esc" always />
        </span>
        <span class="m">
          <Outcome place="stop">{stopped ? 'stopped' : 'ends exposure, calm scene'}</Outcome>
        </span>
      </Act>
      {!before && (
        <Act onPress={act.pauseOrResume} keys="Space" id="pause" pressed={paused} off={!store.controls.value || !store.inExposure.value}>
          <span class="r">
            {paused ? 'Resume' : 'Pause'} <Key name="Space" />
          </span>
          <span class="m">
            <Outcome place="pause">{paused ? 'paused; dose counts' : store.inExposure.value ? 'scene holds still' : 'only in exposure'}</Outcome>
          </span>
        </Act>
      )}
      {!before && (
        <Act onPress={act.calm} keys="c" id="calm" pressed={calm} off={!store.controls.value || phase === 'debrief' || phase === 'ended' || stopped}>
          <span class="r">
            Calm <Key name="C" />
          </span>
          <span class="m">
            <Outcome place="calm">{calm ? 'calm scene shown' : 'scene in 0.5 s'}</Outcome>
          </span>
        </Act>
      )}
      <Act
        onPress={act.ground}
        keys="f"
        id="ground"
        pressed={phase === 'grounding'}
        off={!store.maySend.value || phase === null || NO_GROUND.has(phase)}
      >
        <span class="r">
          Ground <Key name="F" />
        </span>
        <span class="m">
          <Outcome place="ground">{phase === 'grounding' ? 'script shown' : before ? 'rehearse the script' : 'calm, with a script'}</Outcome>
        </span>
      </Act>
    </div>
  );
}
