// Binary frames of `/ws/live`, little-endian, as vrtherapy/wire/codec.py writes them.
export const MIRROR = 1;
export const TRACE = 2;

const MIRROR_HEAD = 16;
const TRACE_HEAD = 8;
const POINT_BYTES = 32;

export interface MirrorFrame {
  readonly kind: 'mirror';
  readonly number: number;
  /** Session time, seconds. */
  readonly atS: number;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

/** NaN where nothing honest can be said. */
export interface TracePoint {
  readonly atS: number;
  readonly given: number;
  readonly asked: number;
  readonly heartRate: number;
  readonly arousal: number;
  readonly arousalSd: number;
  readonly quality: number;
}

export interface TraceFrame {
  readonly kind: 'trace';
  readonly points: readonly TracePoint[];
}

/** Null for anything that is not a frame of this wire. */
export function decodeFrame(data: ArrayBuffer): MirrorFrame | TraceFrame | null {
  const view = new DataView(data);
  if (data.byteLength < TRACE_HEAD) return null;
  switch (view.getUint8(0)) {
    case MIRROR:
      if (data.byteLength < MIRROR_HEAD) return null;
      return {
        kind: 'mirror',
        number: view.getUint32(4, true),
        atS: Number(view.getBigInt64(8, true)) / 1e6,
        jpeg: new Uint8Array(data, MIRROR_HEAD),
      };
    case TRACE:
      return decodeTrace(view);
    default:
      return null;
  }
}

function decodeTrace(view: DataView): TraceFrame | null {
  const count = view.getUint32(4, true);
  if (view.byteLength !== TRACE_HEAD + count * POINT_BYTES) return null;
  const points = Array.from({ length: count }, (_, i) => {
    const at = TRACE_HEAD + i * POINT_BYTES;
    const float = (n: number): number => view.getFloat32(at + 8 + 4 * n, true);
    return {
      atS: view.getFloat64(at, true),
      given: float(0),
      asked: float(1),
      heartRate: float(2),
      arousal: float(3),
      arousalSd: float(4),
      quality: float(5),
    };
  });
  return { kind: 'trace', points };
}
