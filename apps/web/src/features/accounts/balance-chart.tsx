// Draws the stepped line; a chunk of its own, for uPlot is only needed where there is a curve.

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatAmount } from '../../ui/money.ts';
import type { BalancePoint, BalanceSeries } from './balance-points.ts';

interface BalanceChartProps {
  readonly series: BalanceSeries;
  /** Told which point the pointer is on, or that it left. */
  readonly onPoint: (point: BalancePoint | undefined) => void;
}

const HEIGHT = 172;

/** Pixels need no more exactness than floats have; texts come from the decimal strings. */
const pixels = (points: readonly BalancePoint[]): uPlot.AlignedData => [
  points.map(({ at }) => at),
  points.map(({ posted }) => Number(posted)),
];

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A short name of a value on the axis: `1.2k`, `-300`. */
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

interface Drawing {
  readonly width: number;
  readonly by: BalanceSeries['by'];
  readonly onIndex: (index: number | undefined) => void;
}

function options({ width, by, onIndex }: Drawing): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colour('--ink-3'),
    font: '12px "Plex Sans", system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 6, 0, 0],
    cursor: { y: false, drag: { x: false, y: false } },
    // A business day has no zone: it is drawn as the same day everywhere.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: { x: { time: by === 'day' } },
    axes: [
      by === 'day' ? { ...axis, grid: { show: false } } : { show: false },
      { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => short.format(tick)) },
    ],
    series: [
      {},
      {
        label: 'Posted',
        stroke: colour('--accent'),
        width: 1.75,
        fill: `color-mix(in srgb, ${colour('--accent')} 9%, transparent)`,
        points: { show: false },
        ...steps(),
      },
    ],
    hooks: { setCursor: [(plot) => onIndex(plot.cursor.idx ?? undefined)] },
  };
}

/** A balance stays until the next fact changes it: no slope may suggest otherwise. */
function steps(): Pick<uPlot.Series, 'paths'> {
  const paths = uPlot.paths.stepped?.({ align: 1 });
  return paths === undefined ? {} : { paths };
}

export default function BalanceChart({ series, onPoint }: BalanceChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const scheme = useComputedColorScheme('light');
  const { by, points } = series;
  const onIndex = useEffectEvent((index: number | undefined) =>
    onPoint(index === undefined ? undefined : points[index]),
  );
  const draw = useEffectEvent((element: HTMLDivElement) => {
    return new uPlot(options({ width: element.clientWidth, by, onIndex }), pixels(points), element);
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const chart = draw(element);
    plot.current = chart;
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [scheme, by]);
  useEffect(() => {
    plot.current?.setData(pixels(points));
  }, [points]);
  const [first, last] = [points[0], points.at(-1)];
  return (
    <div
      ref={box}
      role="img"
      aria-label={[
        `The posted balance went from ${formatAmount(first?.posted ?? '0')}`,
        `to ${formatAmount(last?.posted ?? '0')} in ${points.length} steps`,
      ].join(' ')}
    />
  );
}
