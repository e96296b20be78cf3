// How each link stands and when it was last heard; the display; the alarm's sound.
import { age, DASH } from '../format';
import * as store from '../session/store';
import type { LinkPart } from '../wire';
import { audible, testSound } from './alarm_sound';
import { engineWords } from './engine_words';
import { Act } from './parts';
import { sinceReportS } from './trust';

const TITLES: Readonly<Record<LinkPart['name'], string>> = {
  console: 'Controlling console',
  server: 'Server',
  biofeedback: 'Biofeedback',
  sensor: 'Sensor',
};
const SILENT: Readonly<Record<LinkPart['name'], string>> = {
  console: 'nothing rises; the calm scene after 30 s',
  server: 'consoles are not heard through it',
  biofeedback: 'no readings, no suggestions',
  sensor: 'no suggestions until it is back',
};
const SURFACE = { offscreen: 'off-screen', window: 'window', headset: 'headset' } as const;

export function Links() {
  const state = store.state.value;
  const fresh = store.fresh.value === 'live';
  const view = state?.view;
  return (
    <>
      <ul class="checks">
        <Row good={fresh} name="Engine" heard={store.stateAgeS.value} words={engineWords()} />
        {state?.links.map((link) => (
          <Row
            key={link.name}
            good={link.alive && fresh}
            name={TITLES[link.name]}
            heard={link.age_s === null ? null : link.age_s + sinceReportS()}
            words={link.alive ? 'heard' : link.age_s === null ? 'not heard yet' : `silent: ${SILENT[link.name]}`}
          />
        ))}
        <Row
          good={view?.failure === ''}
          name="Display"
          heard={null}
          words={view ? `${SURFACE[view.surface]}, ${view.failure ? `scene failed: ${view.failure}` : `${view.frames_per_s.toFixed(0)} frames/s`}` : DASH}
        />
        <Row
          good={audible.value}
          name="Alarm sound"
          heard={null}
          words={audible.value ? 'ready; sounds when the engine is silent for 2 s' : 'the browser lets it sound after a key or click in this page'}
        />
      </ul>
      <div class="acts">
        <Act onPress={testSound}>Test the alarm sound</Act>
      </div>
    </>
  );
}

function Row({ good, name, heard, words }: { good: boolean; name: string; heard: number | null; words: string }) {
  return (
    <li class={good ? '' : 'doubtful'}>
      <span aria-hidden="true">{good ? '✓' : '✕'}</span>
      <b>
        {name}
        {!good && <span class="vh">, look again</span>}
      </b>
      <span>
        {words}
        {heard === null ? '' : `, ${age(heard)} ago`}
      </span>
    </li>
  );
}
