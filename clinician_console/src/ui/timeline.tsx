// The last ten minutes: steps and events, what was said, what was asked and given, and what the body did.
import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { courseOf } from '../live/course';
import { doubts, parted } from '../live/doubt';
import { trace, traced } from '../live/live';
import { timeWindow } from '../live/window';
import * as store from '../session/store';
import type { ComponentChildren } from 'preact';
import { Gutter } from './gutter';
import { FOOT, TOP, type Lane } from './lane';
import { Overlay } from './overlay';
import { Plot, type Line } from './plot';
import { useSize } from './size';

/** Below this width the timeline scrolls sideways and must be reachable by key. */
const NARROW = 401;
/** Shares of SUDS, intensity, heart rate and arousal in what height is left. */
const SHARES = [46, 42, 38, 39] as const;

function lanes(height: number): readonly Lane[] {
  const left = Math.max(100, height - TOP - FOOT);
  const whole = SHARES.reduce((sum, share) => sum + share, 0);
  let top = TOP;
  return SHARES.map((share) => {
    const lane = { top, height: Math.round((left * share) / whole) };
    top += lane.height;
    return lane;
  });
}

const INTENSITY: readonly Line[] = [
  { stroke: '--text', width: 1.5, dash: [4, 3] },
  { stroke: '--accent', width: 2.5 },
];
const HEART: readonly Line[] = [
  { stroke: '--text', width: 1.5 },
  { stroke: '--text', width: 1.5, dash: [3, 3] },
];
const AROUSAL: readonly Line[] = [
  { stroke: '--band', width: 0, filled: '--band' },
  { stroke: '--band', width: 0 },
  { stroke: '--text', width: 1.5 },
  { stroke: '--text', width: 1.5, dash: [3, 3] },
];

export function Timeline() {
  void traced.value;
  void store.nowMs.value;
  const area = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(area);
  const course = useComputed(() => courseOf(store.happened.value)).value;
  const nowS = store.sessionS.value;
  const shown = timeWindow(nowS);
  const x = [shown.fromS, shown.toS] as const;
  const rows = lanes(height);
  const [said, intensity, heart, arousal] = rows as [Lane, Lane, Lane, Lane];
  const beats = parted(trace.heartRate, trace.quality);
  const fear = parted(trace.arousal, trace.quality);
  const perMin = heartRange(trace.heartRate);
  return (
    <section class="timeline" aria-label="Course of the session" tabIndex={width > 0 && width < NARROW ? 0 : undefined}>
      <Gutter rows={rows} minutes={shown.minutes} />
      <div class="lanes" ref={area}>
        {width > 0 && (
          <>
            <Placed lane={intensity}>
              <Plot width={width} height={intensity.height} lines={INTENSITY} x={x} y={[0, 1]} stepped data={[trace.atS, trace.asked, trace.given]} />
            </Placed>
            <Placed lane={heart}>
              <Plot width={width} height={heart.height} lines={HEART} x={x} y={perMin} data={[trace.atS, beats.good, beats.doubtful]} />
            </Placed>
            <Placed lane={arousal}>
              <Plot
                width={width}
                height={arousal.height}
                lines={AROUSAL}
                x={x}
                y={[0, 1]}
                data={[trace.atS, trace.arousalHigh, trace.arousalLow, fear.good, fear.doubtful]}
              />
            </Placed>
            <Overlay
              width={width}
              height={height}
              window={shown}
              nowS={nowS}
              course={course}
              lanes={{ said, intensity, heart, arousal }}
              perMin={perMin}
              doubted={doubts(trace.atS, trace.quality, nowS)}
            />
          </>
        )}
      </div>
    </section>
  );
}

function Placed({ lane, children }: { lane: Lane; children: ComponentChildren }) {
  return (
    <div class="placed" style={{ top: `${lane.top}px`, height: `${lane.height}px` }}>
      {children}
    </div>
  );
}

/** Whole tens around what was measured, at least 40 per minute apart so that calm looks calm. */
function heartRange(values: readonly (number | null)[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [60, 100];
  const bottom = Math.floor((low - 2) / 10) * 10;
  return [bottom, Math.max(bottom + 40, Math.ceil((high + 2) / 10) * 10)];
}
