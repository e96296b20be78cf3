// One strip as a uPlot: lines over ten minutes, no axes, no legend; what surrounds it is drawn over it.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { colour, repainted } from './theme';

export interface Line {
  readonly stroke: string;
  readonly width: number;
  readonly dash?: number[];
  /** Filled down to the line that follows it. */
  readonly filled?: string;
}

interface PlotProps {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Times, then one column for each line; null is a gap. */
  readonly data: readonly (readonly (number | null)[])[];
  /** Whether a value holds until the next, as a dial's does. */
  readonly stepped?: boolean;
}

/** Room above and below, so that a line at either end of its range is seen whole. */
const MARGIN_PX = 3;

export function Plot({ width, height, lines, x, y, data, stepped = false }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const paint = repainted.value;
  useEffect(() => {
    if (frame.current === null || width < 1 || height < 1) return;
    const made = new uPlot(options(width, height, lines, stepped), [[]], frame.current);
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [width, height, paint]);
  useEffect(() => {
    plot.current?.batch(() => {
      plot.current?.setData(data as uPlot.AlignedData, false);
      plot.current?.setScale('x', { min: x[0], max: x[1] });
      plot.current?.setScale('y', { min: y[0], max: y[1] });
    });
  });
  return <div class="plot" ref={frame} aria-hidden="true" />;
}

function options(width: number, height: number, lines: readonly Line[], stepped: boolean): uPlot.Options {
  const paths = stepped && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {};
  return {
    width,
    height,
    padding: [MARGIN_PX, 0, MARGIN_PX, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    series: [
      {},
      ...lines.map((line) => ({
        stroke: colour(line.stroke),
        width: line.width,
        points: { show: false },
        ...(line.dash ? { dash: line.dash } : {}),
        ...paths,
      })),
    ],
    bands: lines.flatMap((line, i) =>
      line.filled ? [{ series: [i + 1, i + 2] as [number, number], fill: colour(line.filled) }] : [],
    ),
  };
}
