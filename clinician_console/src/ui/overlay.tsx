// What is drawn over the strips: steps, events, ratings, hatching where a signal is not to be trusted, the time.
import { clock } from '../format';
import { figured, labelled, type Course, type Mark, type Stretch } from '../live/course';
import type { Doubt } from '../live/doubt';
import { tickS, type TimeWindow } from '../live/window';
import * as store from '../session/store';
import type { Lane } from './lane';

interface OverlayProps {
  readonly width: number;
  readonly height: number;
  readonly window: TimeWindow;
  readonly nowS: number;
  readonly course: Course;
  readonly lanes: { readonly said: Lane; readonly intensity: Lane; readonly heart: Lane; readonly arousal: Lane };
  readonly perMin: readonly [number, number];
  readonly doubted: readonly Doubt[];
}

/** Height of the names' row. */
const TOP_ROW = 18;

type Px = (atS: number) => number;

/** An event is a diamond, a marker a square, an adverse event a triangle. */
const SHAPES: Readonly<Record<Mark['kind'], (x: number) => string>> = {
  event: (x) => `M${x} 21l5 5-5 5-5-5z`,
  mark: (x) => `M${x - 4} 22h8v8h-8z`,
  adverse: (x) => `M${x} 20l6 11h-12z`,
};

export function Overlay({ width, height, window, nowS, course, lanes, perMin, doubted }: OverlayProps) {
  const { fromS: from, toS: to } = window;
  const px: Px = (atS) => ((atS - from) / (to - from)) * width;
  const foot = lanes.arousal.top + lanes.arousal.height;
  const shown = course.stretches.filter((s) => (s.toS ?? nowS) > from);
  const marks = labelled(
    course.marks.filter((m) => m.atS >= from),
    px,
    width,
  );
  return (
    <svg class="overlay" width={width} height={height} role="img" aria-label={summary(course)}>
      <defs>
        <pattern id="doubt" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatching" d="M0 0V6" />
        </pattern>
      </defs>
      {Object.values(lanes).map((lane) => (
        <path key={lane.top} class="rule" d={`M0 ${lane.top - 0.5}H${width}`} />
      ))}
      <path class="rule" d={`M0 ${foot - 0.5}H${width}`} />
      {shown.map((s) => (
        <Step key={s.fromS} stretch={s} px={px} from={from} nowS={nowS} foot={foot} intensity={lanes.intensity} />
      ))}
      {marks.map((m) => (
        <g key={`${m.atS}${m.words}`}>
          <path class="event-line" d={`M${Math.round(m.x) + 0.5} 34V${foot}`} />
          <path class="event-mark" d={SHAPES[m.kind](m.x)} />
          {m.side !== 0 && (
            <text x={m.x + 9 * m.side} y="30" text-anchor={m.side === 1 ? 'start' : 'end'}>
              {m.words}
            </text>
          )}
        </g>
      ))}
      <Ratings course={course} px={px} lane={lanes.said} nowS={nowS} from={from} />
      {doubted
        .filter((d) => d.toS > from)
        .map((d) => {
          const left = Math.max(0, px(d.fromS));
          return <rect key={d.fromS} class="doubted" x={left} y={lanes.heart.top} width={Math.max(1, px(d.toS) - left)} height={foot - lanes.heart.top} />;
        })}
      <Scale lane={lanes.said} low="0" high="100" />
      <Scale lane={lanes.intensity} low="0" high="1" />
      <Scale lane={lanes.heart} low={String(perMin[0])} high={String(perMin[1])} />
      <Scale lane={lanes.arousal} low="0" high="1" />
      <Minutes px={px} window={window} nowS={nowS} width={width} foot={foot} />
    </svg>
  );
}

interface StepProps {
  readonly stretch: Stretch;
  readonly px: Px;
  readonly from: number;
  readonly nowS: number;
  readonly foot: number;
  readonly intensity: Lane;
}

/** Where a stretch begins, its name as far as there is room, and the step's own range of intensity. */
function Step({ stretch, px, from, nowS, foot, intensity }: StepProps) {
  const left = Math.max(0, px(stretch.fromS));
  const right = px(stretch.toS ?? nowS);
  const step = stretch.step === null ? undefined : store.plan.value?.steps[stretch.step];
  const room = Math.floor((Math.max(right, stretch.toS === null ? right + 120 : right) - left - 10) / 6.4);
  const words = shortened(stretch.words, room);
  const y = (permille: number): number => intensity.top + 3 + (1 - permille / 1000) * (intensity.height - 6);
  return (
    <g>
      {step && <rect class="range" x={left} y={y(step.high)} width={Math.max(0, right - left)} height={Math.max(1, y(step.low) - y(step.high))} />}
      {stretch.fromS > from && <path class={stretch.step === null ? 'phase-line' : 'step-line'} d={`M${left} 0V${stretch.words === 'paused' ? TOP_ROW : foot}`} />}
      <text class={stretch.step === null ? 'phase-name' : 'step-name'} x={left + 6} y="13">
        {words}
      </text>
    </g>
  );
}

/** As much of the name as there is room for; of a step at least its number. */
function shortened(words: string, room: number): string {
  if (words.length <= room) return words;
  if (room >= 8) return `${words.slice(0, room - 1).trimEnd()}…`;
  const number = /^\d+/.exec(words)?.[0] ?? '';
  return number.length <= room ? number : '';
}

interface RatingsProps {
  readonly course: Course;
  readonly px: Px;
  readonly lane: Lane;
  readonly nowS: number;
  readonly from: number;
}

function Ratings({ course, px, lane, nowS, from }: RatingsProps) {
  const y = (suds: number): number => lane.top + lane.height - 8 - (suds / 100) * (lane.height - 16);
  const last = course.said.at(-1);
  const shown = course.said.filter((s) => s.atS >= from);
  const figures = figured(shown, px);
  const line = course.said.map((s, i) => `${i ? 'L' : 'M'}${px(s.atS)} ${y(s.suds)}`).join('');
  return (
    <g>
      {line && <path class="said-line" d={line} />}
      {last && <path class="said-since" d={`M${px(last.atS)} ${y(last.suds)}H${px(nowS)}`} />}
      {shown.map((s) => (
        <g key={s.atS}>
          <circle class="said" cx={px(s.atS)} cy={y(s.suds)} r="4" />
          {figures.has(s) && (
            <text class="said-figure" x={px(s.atS)} text-anchor="middle" y={s.suds > 60 ? y(s.suds) + 16 : y(s.suds) - 7}>
              {s.suds}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

function Scale({ lane, low, high }: { lane: Lane; low: string; high: string }) {
  return (
    <>
      <text class="scale" x="3" y={lane.top + 11}>
        {high}
      </text>
      <text class="scale" x="3" y={lane.top + lane.height - 3}>
        {low}
      </text>
    </>
  );
}

interface MinutesProps {
  readonly px: Px;
  readonly window: TimeWindow;
  readonly nowS: number;
  readonly width: number;
  readonly foot: number;
}

function Minutes({ px, window, nowS, width, foot }: MinutesProps) {
  const every = tickS(window);
  const now = px(nowS);
  const atEnd = now > width - 66;
  const first = Math.ceil(window.fromS / every) * every;
  const ticks = Array.from({ length: Math.floor((window.toS - first) / every) + 1 }, (_, i) => first + i * every);
  return (
    <>
      {ticks.map((t) => {
        const at = px(t);
        const clear = at > 14 && at < width - 14 && (at < now - (atEnd ? 84 : 20) || at > now + 84);
        return (
          clear && (
            <text key={t} class="tick" x={at} y={foot + 14} text-anchor="middle">
              {clock(t)}
            </text>
          )
        );
      })}
      <path class="now" d={`M${Math.max(1, Math.min(width - 1, now))} 0V${foot}`} />
      <text class="now-words" x={atEnd ? width - 3 : Math.max(3, now + 4)} y={foot + 14} text-anchor={atEnd ? 'end' : 'start'}>
        now {clock(nowS)}
      </text>
    </>
  );
}

function summary(course: Course): string {
  const said = course.said.slice(-6).map((s) => s.suds);
  const events = course.marks.filter((m) => m.kind === 'event').slice(-4);
  const state = store.state.value;
  return [
    said.length ? `SUDS ${said.join(', ')}` : 'no SUDS yet',
    state ? `intensity given ${(state.dial.given / 1000).toFixed(2)}` : '',
    events.length ? `events ${events.map((e) => `${e.words.toLowerCase()} at ${clock(e.atS)}`).join(', ')}` : '',
    state?.sensor?.heart_rate != null ? `heart rate ${state.sensor.heart_rate.toFixed(0)} per minute, ${state.sensor.origin}` : 'no heart rate',
  ]
    .filter(Boolean)
    .join('; ');
}
