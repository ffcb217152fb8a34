// The bench as the page shows it: what is trained, the last frame of it, and where every method
// that was tried has come to. A change of the plan starts a new run at once; the race trains one
// method after another.

import { createStore } from 'zustand/vanilla';
import { startBench, type BenchClient } from '../../bridge/bench2dClient';
import type { BenchEvent, BenchFrame, BenchPlace, BenchPlan } from '../../domain/bench2d';
import { objectiveOf } from '../../objectives';
import {
  BENCH_OBJECTIVES,
  BENCH_VARIANTS,
  benchLabel,
  benchPlan,
} from '../../objectives/benchVariants';
import { benchErrors } from '../../strings/errors/bench2d';

/** Steps of a run in the page. */
export const BENCH_STEPS = 300;
/** Steps of each method in a race. */
const RACE_STEPS = 100;

/** Where a method ended, kept while others are tried. */
export interface BenchResult {
  readonly label: string;
  readonly plan: BenchPlan;
  readonly place: BenchPlace;
  readonly share: number;
  readonly step: number;
}

export interface BenchState {
  readonly status: 'closed' | 'opening' | 'ready';
  readonly failure: { readonly message: string; readonly remedy: string } | null;
  /** Of the base. */
  readonly frontier: readonly BenchPlace[];
  readonly density: Float32Array | null;
  readonly points: Float32Array | null;
  readonly plan: BenchPlan;
  readonly frame: BenchFrame | null;
  /** Places of the run so far, oldest first. */
  readonly path: readonly BenchPlace[];
  readonly running: boolean;
  /** Milliseconds from the last change to the first density of it; null while it is awaited. */
  readonly answerMs: number | null;
  readonly results: readonly BenchResult[];
  /** Methods still to be raced. */
  readonly queue: readonly BenchPlan[];
  /** What is the person's own instead of the formula and the ring. */
  readonly own: { readonly score: boolean; readonly distribution: boolean };
  /** Steps of a base in training on a drawn distribution; null while there is none. */
  readonly pretraining: { readonly done: number; readonly total: number } | null;
}

export const benchStore = createStore<BenchState>(() => ({
  status: 'closed',
  failure: null,
  frontier: [],
  density: null,
  points: null,
  plan: benchPlan(BENCH_OBJECTIVES[0]!),
  frame: null,
  path: [],
  running: false,
  answerMs: null,
  results: [],
  queue: [],
  own: { score: false, distribution: false },
  pretraining: null,
}));

let client: BenchClient | null = null;
let lastId = 0;
let askedAt = 0;
/** What was asked for; in force once the worker says that it is. */
let asked = benchStore.getState().own;

function start(plan: BenchPlan, steps: number): void {
  if (client === null || benchStore.getState().status !== 'ready') return;
  lastId++;
  askedAt = performance.now();
  benchStore.setState({
    running: true,
    failure: null,
    path: [{ kl: 0, gain: 0 }],
    answerMs: null,
  });
  client.send({ type: 'train', id: lastId, plan, steps });
}

/** Keeps where the run ended; one result per plan label. */
function keep(): void {
  const { frame, plan, results } = benchStore.getState();
  if (frame === null) return;
  const label = benchLabel(plan);
  const result = { label, plan, place: frame.place, share: frame.share, step: frame.step };
  benchStore.setState({ results: [...results.filter((one) => one.label !== label), result] });
}

function receive(event: BenchEvent): void {
  switch (event.type) {
    case 'opened':
      benchStore.setState({
        status: 'ready',
        frontier: event.frontier,
        density: event.density,
        points: event.points,
        own: asked,
        pretraining: null,
        frame: null,
        results: [],
        queue: [],
      });
      start(benchStore.getState().plan, BENCH_STEPS);
      return;
    case 'pretraining': {
      const { pretraining } = benchStore.getState();
      if (pretraining === null) return; // it was cancelled meanwhile
      const { done, total, points, density } = event;
      benchStore.setState({ pretraining: { done, total }, points, density });
      return;
    }
    case 'frame':
      if (event.id !== lastId) return;
      benchStore.setState(({ path, answerMs }) => ({
        frame: event.frame,
        answerMs: answerMs ?? performance.now() - askedAt,
        path: [...path, event.frame.place],
      }));
      return;
    case 'done': {
      if (event.id !== lastId) return;
      keep();
      const [next, ...queue] = benchStore.getState().queue;
      if (next === undefined) benchStore.setState({ running: false });
      else {
        benchStore.setState({ queue, plan: next });
        start(next, RACE_STEPS);
      }
      return;
    }
    case 'failure':
      asked = benchStore.getState().own;
      benchStore.setState({ failure: event, running: false, queue: [], pretraining: null });
  }
}

/** Starts the worker, once. */
export function openBench(): void {
  if (client !== null) return;
  benchStore.setState({ status: 'opening', failure: null });
  client = startBench(receive, (message) => {
    client = null;
    benchStore.setState({
      status: 'closed',
      running: false,
      failure: { message, remedy: benchErrors.openAgain },
    });
  });
  client.send({ type: 'open', baseUrl: document.baseURI });
}

/** A moved slider: trains anew with the changed plan. */
export function changePlan(values: Partial<BenchPlan>): void {
  const plan = { ...benchStore.getState().plan, ...values };
  benchStore.setState({ plan, queue: [] });
  start(plan, BENCH_STEPS);
}

export function changeValue(key: string, value: number): void {
  const { values } = benchStore.getState().plan;
  changePlan({ values: { ...values, [key]: value } });
}

export function chooseBenchMethod(id: string): void {
  changePlan(benchPlan(objectiveOf(id), benchStore.getState().plan.percentile));
}

/** Trains every method for the same steps, one after another. */
export function raceAll(): void {
  const [first, ...queue] = BENCH_VARIANTS;
  benchStore.setState({ results: [], queue, plan: first! });
  start(first!, RACE_STEPS);
}

/** Takes a drawn score [64·64], or the formula again, and trains anew. */
export function changeScore(cells: Float64Array | null): void {
  if (client === null || benchStore.getState().status !== 'ready') return;
  lastId++; // frames of the run before are no longer wanted
  asked = { ...asked, score: cells !== null };
  benchStore.setState({ queue: [] });
  client.send({ type: 'score', cells });
}

/** Trains a base on a drawn distribution [64·64]; null: the ring again, at once. */
export function changeDistribution(ink: Float64Array | null): void {
  if (client === null || benchStore.getState().status !== 'ready') return;
  lastId++;
  asked = { ...asked, distribution: ink !== null };
  benchStore.setState({
    pretraining: ink === null ? null : { done: 0, total: 0 },
    running: false,
    queue: [],
    failure: null,
  });
  client.send({ type: 'distribution', ink });
}

export function stopBench(): void {
  lastId++;
  keep();
  benchStore.setState({ running: false, queue: [] });
  // The worker ends the run in force at its next frame: a plan of no steps takes its place.
  client?.send({ type: 'train', id: lastId, plan: benchStore.getState().plan, steps: 0 });
}
