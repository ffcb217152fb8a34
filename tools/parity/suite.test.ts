// The judge itself: what passes, what fails, and how Python's JSON and the recorded deviations are
// read.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  allowed,
  compare,
  floorOf,
  largestError,
  numberOf,
  readJson,
  toChannelsLast,
} from './recorded';
import { Report, reasonOf, worstOf } from './report';
import { StudioError } from '../../src/errors';

describe('report', () => {
  const lines: string[] = [];
  const report = new Report(false, (line) => lines.push(line));

  it('decides by the comparison nearest to failing, and never passes a NaN', () => {
    const fine = { what: 'a', error: 1e-6, tolerance: 1e-5 };
    expect(worstOf([fine, { what: 'b', error: 5e-6, tolerance: 1e-4 }]).what).toBe('a');
    expect(worstOf([fine, { what: 'c', error: NaN, tolerance: 1 }]).what).toBe('c');
    expect(worstOf([{ what: 'exact', error: 0, tolerance: 0 }, fine]).what).toBe('a');
    expect(() => worstOf([])).toThrow('nothing was compared');
    report.measured('case', 'wgsl', [fine]);
    report.measured('case', 'wgsl', [{ what: 'c', error: NaN, tolerance: 1 }]);
    report.measured('case', 'wgsl', [fine, { what: 'd', error: 2e-5, tolerance: 1e-5 }]);
    report.unknown('other');
    report.failed('case', 'wgsl', 'no device');
    expect(report.totals).toEqual({ ok: 1, failed: 3, unknown: 1, skipped: 0 });
    expect(lines.map((line) => line.replace(/ +/g, ' '))).toEqual([
      'case wgsl 1.00e-6 ≤ 1.00e-5 ok',
      'case wgsl NaN > 1.00e+0 FAILED (c)',
      'case wgsl 2.00e-5 > 1.00e-5 FAILED (d)',
      'other unknown',
      'case wgsl FAILED (no device)',
    ]);
    expect(report.summary()).toBe('1 ok, 3 FAILED, 1 unknown');
  });

  it('gives an error with its remedy in one line', () => {
    expect(reasonOf(new StudioError('BadModel', 'No weights.', 'Download them.'))).toBe(
      'No weights. Download them.',
    );
    expect(reasonOf(new Error('first\nsecond'))).toBe('first');
  });
});

describe('recordings', () => {
  it('allows max(50 × floor, 1e-5 + 1e-5·max|recorded|)', () => {
    expect(allowed([1, -3], 0)).toBeCloseTo(4e-5, 12);
    expect(allowed([1, -3], 1e-6)).toBeCloseTo(5e-5, 12);
    expect(compare('x', [1.5], [1], 0)).toEqual({ what: 'x', error: 0.5, tolerance: 2e-5 });
  });

  it('measures the largest error and takes no infinity for a number', () => {
    expect(largestError([1, 2, 3], [1, 2.5, 3])).toBe(0.5);
    expect(largestError([Infinity], [1])).toBeNaN();
    expect(largestError([NaN], [NaN])).toBeNaN();
    expect(() => largestError([1], [1, 2])).toThrow('1 numbers, 2 recorded');
  });

  it('finds the nearest recorded deviation', () => {
    const meta = { f32_vs_f64_mean: 1, f32_vs_f64_decoded: 2, seed: 1000 };
    expect([
      floorOf(meta, 'decoded'),
      floorOf(meta, 'other', 'mean'),
      floorOf(meta, 'other'),
      floorOf(undefined, 'x'),
    ]).toEqual([2, 1, 2, 0]);
  });

  it('reads JSON as Python writes it', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'plumbline-parity-')), 'x.json');
    writeFileSync(path, '{"a": -Infinity, "b": [NaN, 1], "c": "a: NaN, b"}');
    expect(readJson(path)).toEqual({ a: null, b: [null, 1], c: 'a: NaN, b' });
    expect([numberOf('inf'), numberOf('-inf'), numberOf('nan'), numberOf(2)]).toEqual([
      Infinity,
      -Infinity,
      NaN,
      2,
    ]);
    expect(() => numberOf(null)).toThrow('not a number');
  });

  it('turns NCHW into channels-last', () => {
    expect([...toChannelsLast(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), [1, 2, 2, 2])]).toEqual([
      0, 4, 1, 5, 2, 6, 3, 7,
    ]);
    expect([...toChannelsLast(Float32Array.of(1, 2), [1, 2])]).toEqual([1, 2]);
  });
});
