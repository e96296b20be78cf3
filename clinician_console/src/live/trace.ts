// The strips' points, newest last, as columns. NaN becomes null so that a gap is drawn as a gap.
import type { TracePoint } from './frames';

/** Ten minutes and a little, so that the left edge never shows a hole. */
export const KEPT_S = 620;

type Column = (number | null)[];

const honest = (value: number): number | null => (Number.isFinite(value) ? value : null);

export class Trace {
  readonly atS: number[] = [];
  readonly given: Column = [];
  readonly asked: Column = [];
  readonly heartRate: Column = [];
  readonly arousal: Column = [];
  readonly arousalLow: Column = [];
  readonly arousalHigh: Column = [];
  readonly quality: Column = [];
  private fresh = true;

  /** A new line sends its history first: what was held before is replaced by it. */
  reopened(): void {
    this.fresh = true;
  }

  add(points: readonly TracePoint[]): void {
    if (this.fresh && points.length > 0) this.drop(this.atS.length);
    this.fresh = false;
    for (const point of points) {
      if (point.atS <= (this.atS.at(-1) ?? -Infinity)) continue;
      this.atS.push(point.atS);
      this.given.push(honest(point.given));
      this.asked.push(honest(point.asked));
      this.heartRate.push(honest(point.heartRate));
      this.arousal.push(honest(point.arousal));
      this.arousalLow.push(honest(Math.max(0, point.arousal - point.arousalSd)));
      this.arousalHigh.push(honest(Math.min(1, point.arousal + point.arousalSd)));
      this.quality.push(honest(point.quality));
    }
    const oldest = (this.atS.at(-1) ?? 0) - KEPT_S;
    const old = this.atS.findIndex((t) => t >= oldest);
    if (old > 0) this.drop(old);
  }

  get newestS(): number {
    return this.atS.at(-1) ?? 0;
  }

  private get columns(): Column[] {
    return [this.atS, this.given, this.asked, this.heartRate, this.arousal, this.arousalLow, this.arousalHigh, this.quality];
  }

  private drop(count: number): void {
    for (const column of this.columns) column.splice(0, count);
  }
}
