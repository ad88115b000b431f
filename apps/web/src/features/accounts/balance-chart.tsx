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

/** How much of the width shows the balance that stands now. */
const TAIL = 0.015;

/**
 * Pixels need no more exactness than floats have; texts come from the decimal strings.
 * The last balance is drawn on for a little: a step needs a tread to be seen.
 */
function pixels(points: readonly BalancePoint[]): uPlot.AlignedData {
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const heights = points.map(({ posted }) => Number(posted));
  return [
    [...points.map(({ at }) => at), to + (to - from) * TAIL],
    [...heights, heights.at(-1) ?? 0],
  ];
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Room for the longest label of the axis: balances may have any number of digits. */
const room = (_: uPlot, labels: readonly string[] | null): number =>
  Math.max(56, ...(labels ?? []).map((label) => 14 + label.length * 7));

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
    padding: [8, 6, by === 'day' ? 0 : 10, 0],
    cursor: { y: false, drag: { x: false, y: false } },
    // A business day has no zone: it is drawn as the same day everywhere.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: { x: { time: by === 'day' } },
    axes: [
      by === 'day' ? { ...axis, grid: { show: false } } : { show: false },
      { ...axis, size: room, values: (_, ticks) => ticks.map((tick) => short.format(tick)) },
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
    onPoint(index === undefined ? undefined : points[Math.min(index, points.length - 1)]),
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
