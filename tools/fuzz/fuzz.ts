// `npm run fuzz -- [KIND] [--cases N] [--seed S] [--case I] [--record FILE]`: damaged files into
// every reader of a person's files. A case is said to be accepted; refused (a StudioError with a
// remedy); raw (any other error, one without a
// remedy, or one that reaches nobody); slow (over 2 s of processor time, which
// a busy machine does not stretch); or large (over 500 MB more memory). Ends with 1 where a case
// was raw, slow or large. A case is repeated by kind, seed and number. `--record` keeps every file
// with what was said of it, one JSON line each, for another reader to judge (tools/fuzz/
// reference.py).

import { appendFileSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { StudioError } from '../../src/errors';
import { badArgument, runMain, wholeArgument } from '../cli/align/runMain';
import { KINDS, type FuzzKind } from './kinds';
import { caseSeed, Choices, mutate } from './mutate';

const USAGE = `npm run fuzz -- [KIND]… [options]
  KIND           ${KINDS.map(({ id }) => id).join(', ')} (default: all)
  --cases N      cases per kind (default 1000)
  --seed S       another seed, other cases (default 1)
  --case I       this case alone
  --record FILE  every file with what was said of it, one JSON line each`;

const SLOW_MS = 2000;
const LARGE_BYTES = 500e6;
/** Memory is measured each so many cases: it costs more than most of them. */
const MEASURED = 20;

interface Counts {
  accepted: number;
  refused: number;
  raw: number;
  slow: number;
  large: number;
}

const usedBytes = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** Rejections of the case under way that nobody waits for. */
const unheard: unknown[] = [];
process.on('unhandledRejection', (reason) => unheard.push(reason));

interface CaseResult {
  readonly outcome: 'accepted' | 'refused' | 'raw';
  /** Processor time. */
  readonly ms: number;
  readonly error: unknown;
  readonly bytes: Uint8Array;
}

async function runCase(
  kind: FuzzKind,
  seeds: readonly Uint8Array[],
  seed: number,
  index: number,
): Promise<CaseResult> {
  const mutated = mutate(seeds, new Choices(caseSeed(kind.id, seed, index)), kind.isText);
  const bytes = (await kind.wrap?.(mutated)) ?? mutated;
  const started = process.cpuUsage();
  unheard.length = 0;
  let outcome: 'accepted' | 'refused' | 'raw' = 'accepted';
  let error: unknown = null;
  try {
    await kind.read(bytes.slice());
  } catch (thrown) {
    error = thrown;
    outcome = thrown instanceof StudioError && thrown.remedy !== '' ? 'refused' : 'raw';
    // A message that echoes the file is as bad as none.
    if (thrown instanceof StudioError && thrown.message.length > 4000) outcome = 'raw';
  }
  // What fails after the reader has answered reaches no handler of the page.
  await turn();
  if (unheard.length > 0) {
    outcome = 'raw';
    error = unheard[0];
  }
  // A key like “__proto__” must not reach what all objects share.
  if (Object.keys(Object.prototype).length > 0) {
    outcome = 'raw';
    error = new Error(`Object.prototype was given ${Object.keys(Object.prototype).join(', ')}`);
    for (const key of Object.keys(Object.prototype)) Reflect.deleteProperty(Object.prototype, key);
  }
  const { user, system } = process.cpuUsage(started);
  return { outcome, ms: (user + system) / 1000, error, bytes };
}

async function runKind(
  kind: FuzzKind,
  cases: readonly number[],
  seed: number,
  record: string | undefined,
): Promise<Counts> {
  const counts: Counts = { accepted: 0, refused: 0, raw: 0, slow: 0, large: 0 };
  const seeds = await kind.seeds();
  let before = usedBytes();
  for (const index of cases) {
    const { outcome, ms, error, bytes } = await runCase(kind, seeds, seed, index);
    counts[outcome]++;
    if (record !== undefined) {
      const file = Buffer.from(bytes).toString('base64');
      appendFileSync(record, `${JSON.stringify({ kind: kind.id, index, outcome, file })}\n`);
    }
    const tell = (what: string, why: string): void => {
      if (counts.raw + counts.slow + counts.large <= 10)
        console.log(
          `  ${kind.id} case ${index} (${bytes.length} bytes): ${what}: ${why.slice(0, 400)}`,
        );
    };
    if (outcome === 'raw')
      tell('raw', error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (ms > SLOW_MS) {
      counts.slow++;
      tell('slow', `${(ms / 1000).toFixed(1)} s`);
    }
    if (index % MEASURED === 0) {
      const now = usedBytes();
      if (now - before > LARGE_BYTES) {
        counts.large++;
        tell('large', `${Math.round((now - before) / 1e6)} MB more`);
      }
      before = Math.min(before, now);
    }
  }
  return counts;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cases: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      case: { type: 'string' },
      record: { type: 'string' },
    },
  });
  const strange = positionals.find((word) => !KINDS.some(({ id }) => id === word));
  if (strange !== undefined) throw badArgument(`There is no kind called “${strange}”.`, USAGE);
  const chosen = KINDS.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  const count = wholeArgument('cases', values.cases, 1, USAGE);
  const seed = wholeArgument('seed', values.seed, 0, USAGE);
  const cases =
    values.case === undefined
      ? Array.from({ length: count }, (_, i) => i)
      : [wholeArgument('case', values.case, 0, USAGE)];
  if (values.record !== undefined) writeFileSync(values.record, '');
  const total: Counts = { accepted: 0, refused: 0, raw: 0, slow: 0, large: 0 };
  console.log(`${'kind'.padEnd(20)} accepted  refused      raw     slow    large`);
  for (const kind of chosen) {
    const counts = await runKind(kind, cases, seed, values.record);
    for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
    console.log(
      kind.id.padEnd(20) +
        [counts.accepted, counts.refused, counts.raw, counts.slow, counts.large]
          .map((number) => String(number).padStart(8))
          .join(' '),
    );
  }
  const bad = total.raw + total.slow + total.large;
  console.log(
    `${total.accepted} accepted, ${total.refused} refused, ${bad} faults (seed ${seed}).`,
  );
  return bad === 0 ? 0 : 1;
}

await runMain(main, USAGE);
