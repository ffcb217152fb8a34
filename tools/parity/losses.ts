// Objectives recorded case by case. TGO/UPO (cases with scores, τ and a `stable` value) runs through its graph operation: loss per
// sample, their mean, and the derivative by log-probability or by error. Other objectives have no code yet.

import { GraphBuilder } from '../../src/graph/graph';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { allowed, largestError, numberOf, numbersOf } from './recorded';
import { runOnce, type Suite } from './suite';
import type { Comparison } from './report';

function isThresholdGuided(one: unknown): boolean {
  const entry = one as Json;
  return typeof entry === 'object' && entry !== null && ['scores', 'tau', 'beta', 'c', 'stable', 'log_probs', 'ref_log_probs'].every((key) => key in entry);
}

/** Deviation of the recorded plain float32 evaluation; 0 where that overflowed. */
function floorOf(float32: unknown, recorded: readonly number[]): number {
  const values = Array.isArray(float32) ? numbersOf(float32) : [numberOf(float32)];
  const error = largestError(values, recorded);
  return Number.isFinite(error) ? error : 0;
}

async function thresholdGuidedCase(suite: Suite, name: string, one: Json): Promise<void> {
  const stable = objectOf(one['stable'], `${name} stable`);
  const plain = objectOf(one['pseudocode_f32'] ?? {}, `${name} pseudocode_f32`);
  const scores = numbersOf(one['scores']);
  const n = scores.length;
  const byError = one['grad_wrt'] === 'mse_theta';
  // By log-probability there is no temperature: with T = 1 the log-ratio is the difference itself and dL/dlp = −g.
  const temperature = byError ? numberOf(one['T']) : 1;
  const policy = numbersOf(byError ? one['mse_theta'] : one['log_probs']);
  const reference = numbersOf(byError ? one['mse_ref'] : one['ref_log_probs']);
  const errors = Float32Array.from(policy.flatMap((value, i) => (byError ? [value, reference[i]!, -(value - reference[i]!) / temperature] : [0, 0, value - reference[i]!])));
  const builder = new GraphBuilder();
  builder.output('terms', builder.thresholdGuidedLoss(builder.input('errors', [n, 3]), builder.input('scores', [n])));
  const graph = builder.build();
  const loss = numberOf(stable['loss']);
  const grad = numbersOf(stable['grad']);
  await suite.run(name, false, async (target): Promise<Comparison[]> => {
    const { terms } = await runOnce(target, graph, {}, { errors, scores: Float32Array.from(scores) }, { beta: numberOf(one['beta']), c: numberOf(one['c']), tau: numberOf(one['tau']), temperature });
    const column = (index: number): number[] => scores.map((_, i) => terms![i * 6 + index]!);
    const mean = column(0).reduce((sum, value) => sum + value, 0) / n;
    const slope = column(5).map((value) => (byError ? value : -value));
    const lossFloor = 'loss' in plain ? floorOf(plain['loss'], [loss]) : 0;
    return [
      { what: 'loss', error: Math.abs(mean - loss), tolerance: allowed([loss], lossFloor) },
      ...(Array.isArray(stable['per_sample']) ? [{ what: 'per_sample', error: largestError(column(0), numbersOf(stable['per_sample'])), tolerance: allowed(numbersOf(stable['per_sample']), lossFloor) }] : []),
      { what: 'grad', error: largestError(slope, grad), tolerance: allowed(grad, 'grad' in plain ? floorOf(plain['grad'], grad) : 0) },
    ];
  });
}

export async function lossCases(suite: Suite, folder: CaseFolder): Promise<void> {
  for (const file of folder.files('.json')) {
    const name = `${folder.name}/${file.replace(/\.json$/, '')}`;
    const json = folder.json(file) as Json;
    const cases = json['cases'];
    if (!Array.isArray(cases) || cases.length === 0 || !cases.every(isThresholdGuided)) {
      suite.report.unknown(name);
      continue;
    }
    for (const one of cases as Json[]) await thresholdGuidedCase(suite, `${name} ${String(one['id'] ?? '')} ${String(one['kind'] ?? '')}`.trim(), one);
  }
}
