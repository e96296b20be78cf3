// What the scene is made of now. A change pins a parameter; released, it follows the dial again.
import { amount, DASH, sentence } from '../format';
import { ask } from '../session/session';
import * as store from '../session/store';
import { Act } from './parts';
import { moved } from './parameter_value';
import type { ParameterPart, ParameterStatePart } from '../wire';

export function Parameters() {
  const facts = new Map(store.stage.value?.parameters.map((p) => [p.name, p]));
  return (
    <div class="parameters">
      {(store.state.value?.parameters ?? []).map((now) => {
        const parameter = facts.get(now.name);
        return parameter ? <Parameter key={now.name} parameter={parameter} now={now} /> : null;
      })}
    </div>
  );
}

function Parameter({ parameter, now }: { parameter: ParameterPart; now: ParameterStatePart }) {
  const off = !store.maySend.value || !store.inExposure.value;
  const turn = (by: 1 | -1): void => {
    const value = moved(parameter, now.asked, by);
    if (value !== null) ask({ do: 'set_parameter', parameter: now.name, value }, 'parameter');
  };
  const title = parameter.title.toLowerCase();
  return (
    <div role="group" aria-label={parameter.title} title={parameter.description}>
      <Act onPress={() => turn(-1)} label={`${sentence(title)}: gentler`} off={off || moved(parameter, now.asked, -1) === null}>
        −
      </Act>
      <button
        type="button"
        class="value"
        aria-pressed={now.pinned}
        aria-disabled={off ? 'true' : undefined}
        title={`${now.pinned ? 'Held; press to let it follow the intensity' : 'Follows the intensity; press to hold it'}. ${sentence(now.reason.words)}.`}
        onClick={() =>
          now.pinned
            ? ask({ do: 'release_parameter', parameter: now.name }, 'parameter')
            : ask({ do: 'set_parameter', parameter: now.name, value: now.value }, 'parameter')
        }
      >
        <span class="m">
          {now.pinned && <Pin />}
          {parameter.title}
        </span>
        <span class={`fig ${now.asked !== now.value ? 'moving' : ''}`}>
          <b>{shown(parameter, now.value)}</b>
          {now.asked !== now.value && <span class="m"> →{typeof now.asked === 'number' && ` ${amount(now.asked, parameter.step)}`}</span>}
        </span>
        <span class="vh">{now.pinned ? ', held; press to let it follow the intensity' : ', follows the intensity; press to hold it'}</span>
      </button>
      <Act onPress={() => turn(1)} label={`${sentence(title)}: stronger`} off={off || moved(parameter, now.asked, 1) === null}>
        +
      </Act>
    </div>
  );
}

function Pin() {
  return (
    <svg class="pin" width="9" height="11" viewBox="0 0 9 11" aria-hidden="true">
      <path d="M2 0h5v4l2 2.5H0L2 4zM4 6.5h1V11H4z" />
    </svg>
  );
}

function shown(parameter: ParameterPart, value: number | string): string {
  if (parameter.type === 'choice') return parameter.choices.find((c) => c.id === value)?.title ?? String(value);
  if (typeof value !== 'number') return DASH;
  return `${amount(value, parameter.step)}${parameter.unit ? ` ${parameter.unit}` : ''}`;
}
