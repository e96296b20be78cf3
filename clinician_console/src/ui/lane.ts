// Where a strip stands in the timeline, in pixels.
/** Height of the steps and events above the strips, and of the time below them. */
export const TOP = 36;
export const FOOT = 18;

export interface Lane {
  readonly top: number;
  readonly height: number;
}
