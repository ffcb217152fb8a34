// Objectives recorded case by case. TGO/UPO (cases with scores, τ and a `stable` value) runs
// through its graph operation: loss per sample, their mean, and the derivative by log-probability
// or by error. Log-probabilities of masked tokens run through theirs: means, the derivative by the
// logits, and TGO on them. Other methods: methodCases.ts.

import { GraphBuilder } from '../../src/graph/graph';
import { numberNames, numberValues } from '../../src/graph/objectiveTerms';
import { objectiveTermsOf } from '../../src/kernels/objective/objective.reference';
import { tgoTerms } from '../../src/objectives/tgo/terms';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { recordedMethodOf } from './methodCases';
import { allowed, compare, largestError, numberOf, numbersOf } from './recorded';
import { runOnce, type Suite } from './suite';
import type { Comparison } from './report';

function isThresholdGuided(one: unknown): boolean {
  const entry = one as Json;
  return (
    typeof entry === 'object' &&
    entry !== null &&
    ['scores', 'tau', 'beta', 'c', 'stable', 'log_probs', 'ref_log_probs'].every(
      (key) => key in entry,
    )
  );
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
  // By log-probability there is no temperature: with T = 1 the log-ratio is the difference itself
  // and dL/dlp = −g.
  const temperature = byError ? numberOf(one['T']) : 1;
  const policy = numbersOf(byError ? one['mse_theta'] : one['log_probs']);
  const reference = numbersOf(byError ? one['mse_ref'] : one['ref_log_probs']);
  const errors = Float32Array.from(
    policy.flatMap((value, i) =>
      byError
        ? [value, reference[i]!, -(value - reference[i]!) / temperature]
        : [0, 0, value - reference[i]!],
    ),
  );
  const numbers = numberValues(tgoTerms, {
    beta: numberOf(one['beta']),
    c: numberOf(one['c']),
    tau: numberOf(one['tau']),
    temperature,
  });
  const builder = new GraphBuilder();
  builder.output(
    'terms',
    builder.objective(
      tgoTerms,
      builder.input('errors', [n, 3]),
      builder.input('scores', [n]),
      builder.input('numbers', [numberNames(tgoTerms).length]),
    ),
  );
  const graph = builder.build();
  const loss = numberOf(stable['loss']);
  const grad = numbersOf(stable['grad']);
  await suite.run(name, false, async (target): Promise<Comparison[]> => {
    const { terms } = await runOnce(
      target,
      graph,
      {},
      { errors, scores: Float32Array.from(scores), numbers },
      {},
    );
    const column = (index: number): number[] => scores.map((_, i) => terms![i * 6 + index]!);
    const mean = column(0).reduce((sum, value) => sum + value, 0) / n;
    const slope = column(5).map((value) => (byError ? value : -value));
    const lossFloor = 'loss' in plain ? floorOf(plain['loss'], [loss]) : 0;
    return [
      { what: 'loss', error: Math.abs(mean - loss), tolerance: allowed([loss], lossFloor) },
      ...(Array.isArray(stable['per_sample'])
        ? [
            {
              what: 'per_sample',
              error: largestError(column(0), numbersOf(stable['per_sample'])),
              tolerance: allowed(numbersOf(stable['per_sample']), lossFloor),
            },
          ]
        : []),
      {
        what: 'grad',
        error: largestError(slope, grad),
        tolerance: allowed(grad, 'grad' in plain ? floorOf(plain['grad'], grad) : 0),
      },
    ];
  });
}

function isMaskedLogProb(one: unknown): boolean {
  return (
    typeof one === 'object' &&
    one !== null &&
    ['logits', 'tokens', 'mask', 'mean_masked_logprob', 'grad_sum_wrt_logits'].every(
      (key) => key in one,
    )
  );
}

/** Numbers of a list of lists, in order, and the lengths of its axes. */
function flattened(value: unknown): { shape: number[]; data: number[] } {
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = (inner as unknown[])[0])
    shape.push(inner.length);
  return { shape, data: numbersOf((value as unknown[]).flat(shape.length - 1)) };
}

/**
 * The recorded means and the derivative of their sum, then TGO with equal logits as the reference,
 * whose log-probability is −ln V:
 *  there the derivative by the logits is the recorded one times the objective's own slope by each
 *  mean (from float64).
 */
async function maskedLogProbCase(suite: Suite, name: string, one: Json): Promise<void> {
  const { shape, data } = flattened(one['logits']);
  const [n, length, codes] = shape as [number, number, number];
  const means = numbersOf(one['mean_masked_logprob']);
  const gradient = flattened(one['grad_sum_wrt_logits']).data;
  const scores = means.map((_, i) => i / n);
  const numbers = numberValues(tgoTerms, { temperature: 1, beta: 0.5, c: 5, tau: 0.25 });
  const errors = Float64Array.from(
    means.flatMap((mean) => [-mean, Math.log(codes), mean + Math.log(codes)]),
  );
  const objective = objectiveTermsOf(tgoTerms, errors, scores, numbers, null);
  const slopes = means.map((_, i) => -objective[i * 6 + 5]!);

  const b = new GraphBuilder();
  const [policy, reference] = [b.input('policy', shape), b.input('reference', shape)];
  const [tokens, mask, k] = [
    b.input('tokens', [n, length], 'i32'),
    b.input('mask', [n, length]),
    b.input('k', [n]),
  ];
  const alone = b.maskedLogProb(policy, null, tokens, mask, k);
  b.output('alone', alone.errors);
  b.output(
    'sum',
    b.maskedLogProbInput(policy, tokens, mask, k, b.input('minusOne', [n, 6]), alone.lse),
  );
  const both = b.maskedLogProb(policy, reference, tokens, mask, k);
  const terms = b.objective(
    tgoTerms,
    both.errors,
    b.input('scores', [n]),
    b.input('numbers', [numbers.length]),
  );
  b.output('both', both.errors);
  b.output('terms', terms);
  b.output('guided', b.maskedLogProbInput(policy, tokens, mask, k, terms, both.lse));
  const inputs = {
    policy: Float32Array.from(data),
    reference: new Float32Array(data.length),
    tokens: Int32Array.from(flattened(one['tokens']).data),
    mask: Float32Array.from(flattened(one['mask']).data),
    k: new Float32Array(n).fill(1),
    minusOne: new Float32Array(n * 6).fill(-1),
    scores: Float32Array.from(scores),
    numbers,
  };
  await suite.run(name, false, async (target): Promise<Comparison[]> => {
    const got = await runOnce(target, b.build(), {}, inputs, { temperature: 1 });
    const column = (values: Float32Array, width: number, index: number): number[] =>
      means.map((_, i) => values[i * width + index]!);
    return [
      compare(
        'mean',
        column(got['alone']!, 3, 0).map((m) => -m),
        means,
        0,
      ),
      compare('gradient of the sum', got['sum']!, gradient, 0),
      compare('errors', got['both']!, errors, 0),
      compare(
        'TGO loss',
        column(got['terms']!, 6, 0),
        means.map((_, i) => objective[i * 6]!),
        0,
      ),
      compare(
        'TGO gradient',
        got['guided']!,
        gradient.map((value, i) => slopes[Math.floor(i / length / codes)]! * value),
        0,
      ),
    ];
  });
}

export async function lossCases(suite: Suite, folder: CaseFolder): Promise<void> {
  for (const file of folder.files('.json')) {
    const name = `${folder.name}/${file.replace(/\.json$/, '')}`;
    const json = folder.json(file) as Json;
    const cases = json['cases'];
    const run =
      !Array.isArray(cases) || cases.length === 0
        ? null
        : cases.every(isThresholdGuided)
          ? thresholdGuidedCase
          : cases.every(isMaskedLogProb)
            ? maskedLogProbCase
            : recordedMethodOf(cases as Json[]);
    if (!run) {
      suite.report.unknown(name);
      continue;
    }
    for (const one of cases as Json[])
      await run(
        suite,
        `${name} ${String(one['id'] ?? '')} ${String(one['kind'] ?? '')}`.trim(),
        one,
      );
  }
}
