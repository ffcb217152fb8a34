// The columns of metrics.csv follow what the method declares; those of TGO stand in the order in
// which the build before had them.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stepMetrics } from '../../test-support/testRecords';
import { defaultRunSettings, withChange } from '../settings/runSettings';
import { metricsCsv } from './metricsCsv';

const rows = (method: string) =>
  metricsCsv([stepMetrics(2, 0.25)], defaultRunSettings(method), [])
    .trim()
    .split('\n')
    .map((line) => line.split(','));

describe('metrics.csv', () => {
  it('has the columns of earlier files for TGO, unknown numbers empty', () => {
    const old = readFileSync('fixtures/recorded/stored/tgo-metrics.csv', 'utf8')
      .split('\n')[0]!
      .split(',');
    const [names, values] = rows('tgo');
    expect(names!.filter((name) => old.includes(name))).toEqual(old);
    const row = Object.fromEntries(names!.map((name, i) => [name, values![i]]));
    expect(row).toMatchObject({
      step: '3',
      loss: '0.25',
      reference_loss: '0.7',
      log_ratio_positive: '',
      log_ratio_negative: '-0.1',
      step_ms: '5',
      beta: '1',
      percentile: '0.5',
      threshold_scope: 'global',
      threshold_shrinkage: '',
      bank_size: '',
    });
  });
  it('has λ of the safeguard where that is on alone', () => {
    const names = (winnerPreserving: number) =>
      metricsCsv([], withChange(defaultRunSettings('dpo'), { pairing: { winnerPreserving } }), []);
    expect(names(0)).not.toContain('loser_share');
    expect(names(0.5)).toContain(',loser_share,');
  });
  it('has no columns that a method does not declare', () => {
    const [names, values] = rows('sft');
    expect(names).toHaveLength(values!.length);
    expect(names!.filter((name) => /log_ratio|sign_|beta/.test(name))).toEqual([]);
  });
});
