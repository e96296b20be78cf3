// What the patient sees, how old it is, and what the clinician must know before acting on it.
import { useEffect, useRef } from 'preact/hooks';
import { age, sentence } from '../format';
import { pictureAtMs, picturesPerS, showOn } from '../live/live';
import { freshnessWords } from '../session/freshness';
import * as store from '../session/store';
import { takeControl } from './actions';
import { engineWords } from './engine_words';
import { Act, Outcome } from './parts';

const PICTURE_STALE_S = 1;

export function Mirror() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    showOn(canvas.current);
    return () => showOn(null);
  }, []);
  const at = pictureAtMs.value;
  const pictureAgeS = at === null ? null : Math.max(0, store.nowMs.value - at) / 1000;
  const moving = pictureAgeS !== null && pictureAgeS < PICTURE_STALE_S && store.fresh.value === 'live';
  const shows = store.state.value?.view.shows;
  return (
    <div class={`mirror ${moving ? '' : 'old'}`} data-moving={moving}>
      <canvas
        ref={canvas}
        width={640}
        height={360}
        role="img"
        aria-label={`What the patient sees: ${shows === 'calm' ? 'the calm scene' : (store.step.value?.title ?? 'nothing yet')}`}
      />
      <div class="tag lead">
        <b>{moving ? sentence(engineWords()) : 'Stale, not live'}</b>
        <span class="fig">
          {pictureAgeS === null
            ? 'no picture yet'
            : moving
              ? `picture ${age(pictureAgeS)} old, ${picturesPerS.value} /s`
              : `last picture ${age(pictureAgeS)} old`}
        </span>
      </div>
      {shows && <div class="tag shows">{shows === 'calm' ? 'calm scene' : 'exposure scene'}</div>}
      <Notices frozen={pictureAgeS !== null && !moving && store.fresh.value === 'live'} />
    </div>
  );
}

function Notices({ frozen }: { frozen: boolean }) {
  const state = store.state.value;
  return (
    <div class="notices">
      {state?.view.failure ? <p class="notice">The scene failed; the calm one is shown: {state.view.failure}</p> : null}
      {store.alerts.value.map((alert) => (
        <div class="notice" key={alert.seq}>
          <span>
            <b>Alert</b> {sentence(alert.words)}
          </span>
          <Act onPress={() => (store.alerts.value = store.alerts.peek().filter((a) => a !== alert))} label={`Seen: ${alert.words}`}>
            Seen
          </Act>
        </div>
      ))}
      {frozen && (
        <p class="notice" id="frozen">
          <b>Picture frozen</b> what the patient sees now is not shown; everything else is live.
        </p>
      )}
      <Control />
      <Distrust />
    </div>
  );
}

function Control() {
  const holder = store.state.value?.controller ?? '';
  if (store.controls.value || store.state.value === null) return null;
  if (store.phase.value === 'ended') return null;
  const observer = store.role.value === 'observer';
  return (
    <div class="notice" id="observing">
      <span>
        <b>Observing</b> <Outcome place="control">{holder === '' ? 'nobody has the controls' : 'another console has the controls'}. You may stop at any time.</Outcome>
      </span>
      {!observer && <Act onPress={takeControl}>Take control</Act>}
    </div>
  );
}

const GENTLE = 'Only stop, pause and calm are sent.';
const SENT = {
  live: '',
  waiting: '',
  stale: GENTLE,
  silent: `${GENTLE} The patient's own stop works.`,
  offline:
    "Stop, pause and calm leave as soon as the line is back. Without you the engine holds after 2 s and shows the calm scene after 30 s; the patient's own stop works.",
} as const;

function Distrust() {
  const fresh = store.fresh.value;
  const lost = store.refusals.value['connection'];
  if (lost) return <p class="notice">{lost.words}</p>;
  if (fresh === 'live') {
    return store.state.value?.live === false && store.controls.value ? (
      <p class="notice">
        <b>Not live</b> the engine hears no controlling console; nothing rises.
      </p>
    ) : null;
  }
  const seconds = store.stateAgeS.value;
  return (
    <p class="notice" id="not-live">
      <b>{sentence(freshnessWords(fresh))}</b>{' '}
      <span>
        {seconds === null ? 'No state has come yet.' : `What is shown is ${age(seconds)} old. ${SENT[fresh]}`}
        {store.stranger.value && ' The server was started anew and does not know this page: open the address that it printed.'}
      </span>
    </p>
  );
}
