// Lays the figures out: aligned tables that read the same on the console and as markdown, ratios
// against the recorded executor from the same run, and what machine it was.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Spread } from './measure';
import type { Line } from './peers';
import type { MatmulRate, VariantLine } from './rates';

/** Three figures, never more. */
export function rounded(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return Number(value.toPrecision(3)).toLocaleString('en-US', {
    minimumFractionDigits: Math.min(digits, 3),
    maximumFractionDigits: Math.min(digits, 3),
  });
}

const range = ({ median, min, max }: Spread): string =>
  `${rounded(median)} (${rounded(min)}–${rounded(max)})`;

/** A markdown table with padded columns; all but the first are right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => row[column]!.length)),
  );
  const padded = (cell: string, i: number): string =>
    i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!);
  const line = (cells: readonly string[]): string => `| ${cells.map(padded).join(' | ')} |`;
  const marks = widths.map((width, i) => `${'-'.repeat(width + 1)}${i === 0 ? '-' : ':'}`);
  const rule = `|${marks.join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Times of several peers; the first line is what the others are held against (by medians). */
export function peerTable(lines: readonly Line[]): string {
  const base = lines[0]!.timing;
  const rows = lines.map(({ name, timing }) => {
    if (!timing) return [name, '–', '–', '–', '–', '–', '–', '–'];
    const onCpu = timing.dispatches === null;
    return [
      name,
      timing.dispatches === null ? '–' : timing.dispatches.toLocaleString('en-US'),
      onCpu ? 'all of it' : range(timing.js),
      range(timing.wall),
      String(timing.runs),
      base && !onCpu ? `${rounded(timing.js.median / base.js.median)}×` : '–',
      base ? `${rounded(timing.wall.median / base.wall.median)}×` : '–',
      timing.first.toFixed(4),
    ];
  });
  const skipped = lines
    .filter((line) => line.skipped !== undefined)
    .map((line) => `- ${line.name}: not run (${line.skipped}).`);
  return [
    table(
      ['', 'dispatches', 'JavaScript ms', 'wall ms', 'runs', 'JavaScript', 'wall', 'first loss'],
      rows,
    ),
    ...(skipped.length > 0 ? ['', ...skipped] : []),
  ].join('\n');
}

export function matmulTable(rates: readonly MatmulRate[]): string {
  return table(
    ['x[M,K]·w[K,N]', 'weights', 'ms', 'GFLOP/s'],
    rates.map(({ m, n, k, weights, ms, gflops }) => [
      `${m} × ${k} × ${n}`,
      weights,
      range(ms),
      rounded(gflops),
    ]),
  );
}

export function variantTable(lines: readonly VariantLine[]): string {
  return table(
    ['', 'portable ms', 'tuned ms', 'tuned / portable'],
    lines.map(({ name, portable, tuned }) => [
      name,
      range(portable),
      range(tuned),
      `${rounded(tuned.median / portable.median)}×`,
    ]),
  );
}

function versionOf(name: string): string {
  try {
    return (
      JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }
    ).version;
  } catch {
    return 'absent';
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

export interface Machine {
  readonly [fact: string]: string;
}

export function describeMachine(adapter: string, jaxVersion: string): Machine {
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    commit: commit(),
    adapter,
    processor:
      `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}`,
    load: `${loadavg()
      .slice(0, 2)
      .map((load) => load.toFixed(1))
      .join(', ')} (1 and 5 minutes, before the run)`,
    versions:
      `Node ${process.versions.node}, webgpu (Dawn) ${versionOf('webgpu')}, tfjs ` +
      `${versionOf('@tensorflow/tfjs-core')}, jax-js ${jaxVersion}`,
  };
}

export function machineList(machine: Machine): string {
  return Object.entries(machine)
    .map(([fact, value]) => `- ${fact}: ${value}`)
    .join('\n');
}
