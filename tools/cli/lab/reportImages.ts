// The charts of a lab's report: reward against drift (each method's trials and quarters on the
// validation prompts, joined along its frontier), and reward by step and by seconds of training.

import { upperEnvelope } from '../../../src/evaluate/frontier';
import type { SideEffects } from '../align/sideEffects';
import { gainOf } from './choose';
import { chartSvg, type Panel, type ChartPoint } from './chart';
import type { LabResults, MethodResult } from './results';

type Read = (effects: SideEffects) => number | null;

/** Trials and quarters of a method on the validation prompts. */
function validationPoints(
  { base, reward }: LabResults,
  { trials, chosen }: MethodResult,
  read: Read,
): ChartPoint[] {
  const { validation } = base;
  if (!validation) return [];
  const measured = trials.flatMap(({ trial, state }) =>
    state.validation ? [{ ...state.validation, strong: trial === chosen?.trial }] : [],
  );
  const quarters = (chosen?.state.curve ?? []).map((one) => ({
    ...one,
    sampleSeconds: 0,
    strong: false,
  }));
  return [...quarters, ...measured].flatMap((one) => {
    const x = read(one.sideEffects);
    return x === null ? [] : [{ x, y: gainOf(validation, one, reward.id), strong: one.strong }];
  });
}

/** A method's points that no other of its points beats, from the base on. */
function frontier(points: readonly ChartPoint[]): ChartPoint[] {
  const start = { x: 0, y: 0, drift: 0, reward: 0 };
  return upperEnvelope([
    start,
    ...points.map((point) => ({ ...point, drift: Math.max(0, point.x), reward: point.y })),
  ]);
}

export function frontierSvg(results: LabResults): string {
  const panel = (title: string, xLabel: string, read: Read): Panel => ({
    title,
    xLabel,
    yLabel: `${results.reward.name} − base, sd`,
    xScale: 'sqrt',
    series: Object.fromEntries(
      results.methods
        .filter(({ trials }) => trials.length > 0)
        .map((one) => [one.method.name, frontier(validationPoints(results, one, read))]),
    ),
  });
  return chartSvg(`${results.reward.name}: reward against drift`, [
    panel('All images together', 'Fréchet distance of CLIP features', ({ frechet }) => frechet),
    panel(
      'Image by image',
      'change per image, 1 − cosine of CLIP features',
      ({ change }) => change,
    ),
  ]);
}

/** Null while no run has its quarters measured. */
export function curvesSvg(results: LabResults): string | null {
  const { base, reward } = results;
  const own = results.methods.filter(({ chosen }) => chosen?.state.curve !== undefined);
  const { validation } = base;
  if (!validation || own.length === 0) return null;
  const series = (at: (step: number, seconds: number) => number): Panel['series'] =>
    Object.fromEntries(
      own.map(({ method, chosen }): [string, ChartPoint[]] => {
        const { curve, settings, trainSeconds, validation: last } = chosen!.state;
        return [
          method.name,
          [
            { x: 0, y: 0 },
            ...curve!.map((one) => ({
              x: at(one.step, one.trainSeconds),
              y: gainOf(validation, { ...one, sampleSeconds: 0 }, reward.id),
            })),
            {
              x: at(settings.schedule.steps, trainSeconds),
              y: gainOf(validation, last!, reward.id),
            },
          ],
        ];
      }),
    );
  const panel = (title: string, xLabel: string, of: Panel['series']): Panel => ({
    title,
    xLabel,
    yLabel: `${reward.name} − base, sd`,
    xScale: 'linear',
    series: of,
  });
  return chartSvg(`${reward.name} by step and by time`, [
    panel(
      'By step',
      'steps',
      series((step) => step),
    ),
    panel(
      'By seconds of training',
      'seconds',
      series((_step, seconds) => seconds),
    ),
  ]);
}
