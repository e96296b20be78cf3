// The intensity on one scale: step range, caps, asked (hollow) and given (solid), the gap dashed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { dial } from '../format';
import * as store from '../session/store';
import type { DialPart } from '../wire';
import { askIntensity, nudge } from './actions';

const HEIGHT = 70;
const SIDE = 8;
const TOP = 24;
const BAR = 20;
const GRAIN = 10;
/** The slider's own keys; up and down are the page's while the single keys are on. */
const STEP: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

export function Fader({ dial: now }: { dial: DialPart }) {
  const frame = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(378);
  const [held, setHeld] = useState<number | null>(null);
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => entry && setWidth(Math.max(120, entry.contentRect.width)));
    if (frame.current) seen.observe(frame.current);
    return () => seen.disconnect();
  }, []);
  const x = (permille: number): number => SIDE + (permille / 1000) * (width - 2 * SIDE);
  const at = (e: PointerEvent): number => {
    const box = frame.current?.getBoundingClientRect();
    const share = box ? (e.clientX - box.left - SIDE) / (box.width - 2 * SIDE) : 0;
    return Math.round((Math.max(0, Math.min(1, share)) * 1000) / GRAIN) * GRAIN;
  };
  const asked = held ?? now.asked;
  const limit = Math.min(now.ceiling, now.step_high, now.cap);
  return (
    <svg
      ref={frame}
      class="fader"
      height={HEIGHT}
      role="slider"
      tabIndex={0}
      aria-label="Intensity asked"
      aria-valuemin={0}
      aria-valuemax={1000}
      aria-valuenow={asked}
      aria-valuetext={`asked ${dial(asked)}, given ${dial(now.given)}, step ${dial(now.step_low)} to ${dial(now.step_high)}, your cap ${dial(now.cap)}`}
      aria-disabled={!store.maySend.value || !store.inExposure.value}
      onKeyDown={(e) => {
        const by = STEP[e.key];
        if (by === undefined || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return;
        e.preventDefault();
        nudge(by);
      }}
      onPointerDown={(e) => {
        e.currentTarget.setPointerCapture(e.pointerId);
        setHeld(at(e));
      }}
      onPointerMove={(e) => held !== null && setHeld(at(e))}
      onPointerUp={(e) => {
        if (held !== null) askIntensity(at(e));
        setHeld(null);
      }}
      onPointerCancel={() => setHeld(null)}
    >
      <rect class="reach" x={x(0)} y={TOP} width={Math.max(0, x(limit) - x(0))} height={BAR} />
      <rect class="rail" x={x(0) + 0.5} y={TOP + 0.5} width={x(1000) - x(0) - 1} height={BAR - 1} />
      <rect class="given" x={x(0)} y={TOP} width={x(now.given) - x(0)} height={BAR} />
      {asked !== now.given && (
        <rect class="gap" x={Math.min(x(now.given), x(asked))} y={TOP + 1} width={Math.abs(x(asked) - x(now.given))} height={BAR - 2} />
      )}
      <rect class="mark" x={x(now.given) - 1.5} y={TOP - 4} width={3} height={BAR + 8} />
      <path class="asked" d={`M${x(asked)} ${TOP - 1}l-6 -10h12z`} />
      <text x={asked > 750 ? x(asked) - 11 : x(asked) + 11} y={TOP - 4} text-anchor={asked > 750 ? 'end' : 'start'}>
        {held === null ? `asked ${dial(asked)}` : `asks ${dial(asked)}, not sent`}
      </text>
      <Limits dial={now} x={x} />
    </svg>
  );
}

/** The step's range as a bracket and the clinician's cap as a mark, their words kept apart. */
function Limits({ dial: now, x }: { dial: DialPart; x: (permille: number) => number }) {
  const under = TOP + BAR + 5;
  const base = TOP + BAR + 22;
  const [low, high] = [x(now.step_low), x(now.step_high)];
  const band = `step ${dial(now.step_low)}–${dial(now.step_high)}`;
  const middle = Math.max((low + high) / 2, 60);
  const cap = x(now.cap);
  const collides = cap - middle < 92 && cap > middle - 92;
  return (
    <>
      <path class="bracket" d={`M${low} ${under}v4H${high}v-4`} />
      <rect class="mark" x={cap - 2} y={TOP - 3} width={4} height={BAR + 13} />
      <text x={middle} y={base} text-anchor="middle">
        {band}
      </text>
      {now.cap < 1000 && !collides && (
        <text x={cap} y={base} text-anchor="middle">
          your cap
        </text>
      )}
      {middle > 90 && (
        <text class="end" x={x(0)} y={base}>
          0
        </text>
      )}
      {(now.cap >= 1000 || cap < x(1000) - 40) && (
        <text class="end" x={x(1000)} y={base} text-anchor="end">
          {now.cap >= 1000 ? 'your cap 1' : '1'}
        </text>
      )}
    </>
  );
}
