// Recorded cases of the other methods (DPO, DMPO, RPO, MaPO, DRO, KTO), told by the names of their
// numbers: each becomes a batch for the method's own graph operation, whose mean loss and
// derivative by every error are compared. The noise floor is that of the inputs: the float64 form
// on inputs rounded to float32 against the recorded values.

import { GraphBuilder } from '../../src/graph/graph';
import { numberNames, numberValues, type ObjectiveTerms } from '../../src/graph/objectiveTerms';
import { objectiveTermsOf } from '../../src/kernels/objective/objective.reference';
import { alphaNumbers, dmpo } from '../../src/objectives/dmpo/dmpo';
import { dpo } from '../../src/objectives/dpo/dpo';
import { dro } from '../../src/objectives/dro/dro';
import { kto } from '../../src/objectives/kto/kto';
import { mapo } from '../../src/objectives/mapo/mapo';
import { rpo } from '../../src/objectives/rpo/rpo';
import { weightTable } from '../../src/objectives/shared/similarity';
import { pairTable } from '../../src/objectives/shared/pairs';
import type { Json } from './caseFolder';
import { allowed, largestError, numberOf, numbersOf } from './recorded';
import { runOnce, type Suite } from './suite';

/** A recorded case as a batch of a method, with what was recorded. */
interface MethodCase {
  readonly terms: ObjectiveTerms;
  readonly m: readonly number[];
  readonly r: readonly number[];
  readonly scores?: readonly number[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly table: readonly number[] | null;
  readonly loss: number;
  readonly grad: readonly number[];
}

/** Winners are the first half of the rows, their losers the second. */
const halves = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [i, count + i]);

const list = (value: unknown): number[] =>
  Array.isArray(value) ? numbersOf(value) : [numberOf(value)];

function pairCase(
  terms: ObjectiveTerms,
  one: Json,
  numbers: Readonly<Record<string, number>>,
  [mw, ml, rw, rl, gw, gl]: readonly string[],
): MethodCase {
  const [w, l] = [list(one[mw!]), list(one[ml!])];
  return {
    terms,
    m: [...w, ...l],
    r: rw === undefined || rl === undefined ? [...w, ...l] : [...list(one[rw]), ...list(one[rl])],
    numbers,
    table: pairTable(halves(w.length)),
    loss: numberOf(one['loss']),
    grad: [...list(one[gw ?? 'grad_w']), ...list(one[gl ?? 'grad_l'])],
  };
}

/** Value functions of KTO by the released code's names: of good and of bad samples. */
const HALOS: Readonly<Record<string, readonly [number, number]>> = {
  sigmoid: [0, 0],
  loss_averse: [1, 1],
  risk_seeking_1: [2, 1],
  risk_seeking_3: [2, 2],
};

interface Kind {
  /** Names that every case of the kind has. */
  readonly keys: readonly string[];
  readonly read: (one: Json) => MethodCase | null;
}

const KINDS: readonly Kind[] = [
  {
    keys: ['beta_dpo', 'mse_theta_w', 'mse_theta_l', 'mse_ref_w', 'mse_ref_l', 'grad_w', 'grad_l'],
    read: (one) =>
      pairCase(dpo.terms, one, { beta: numberOf(one['beta_dpo']) }, [
        'mse_theta_w',
        'mse_theta_l',
        'mse_ref_w',
        'mse_ref_l',
      ]),
  },
  {
    // u has no factor ½ there: β is given doubled.
    keys: ['alpha', 'beta', 'model_w_err', 'model_l_err', 'ref_w_err', 'grad_model_w_err'],
    read: (one) =>
      pairCase(
        dmpo.terms,
        one,
        { beta: 2 * numberOf(one['beta']), ...alphaNumbers(numberOf(one['alpha'])) },
        [
          'model_w_err',
          'model_l_err',
          'ref_w_err',
          'ref_l_err',
          'grad_model_w_err',
          'grad_model_l_err',
        ],
      ),
  },
  {
    keys: ['snr_value', 'beta_mapo', 'mse_w', 'mse_l', 'grad_w', 'grad_l'],
    read: (one) =>
      pairCase(
        mapo.terms,
        one,
        { beta: numberOf(one['beta_mapo']), s: numberOf(one['snr_value']) },
        ['mse_w', 'mse_l'],
      ),
  },
  {
    keys: ['margin', 'mse_theta_expert', 'mse_theta_policy', 'mse_ref_expert', 'grad_expert'],
    read: (one) =>
      pairCase(dro.terms, one, { margin: numberOf(one['margin']) }, [
        'mse_theta_expert',
        'mse_theta_policy',
        'mse_ref_expert',
        'mse_ref_policy',
        'grad_expert',
        'grad_policy',
      ]),
  },
  {
    keys: ['omega', 'beta', 'sse_theta_w', 'sse_theta_l', 'sse_ref_w', 'loss_rowsum_then_mean'],
    read: (one) => {
      const made = pairCase(
        rpo.terms,
        { ...one, loss: one['loss_rowsum_then_mean'] },
        {
          beta: numberOf(one['beta']),
        },
        ['sse_theta_w', 'sse_theta_l', 'sse_ref_w', 'sse_ref_l'],
      );
      const weights = (one['omega'] as unknown[]).map((row) => numbersOf(row as unknown[]));
      return { ...made, table: weightTable(halves(weights.length), weights) };
    },
  },
  {
    keys: ['halo', 'bce_offset', 'beta', 'lambda_d', 'lambda_u', 'labels', 'mse_theta', 'mse_ref'],
    read: (one) => {
      const halo = HALOS[String(one['halo'])];
      const offset = ['none', 'sigmoid'].indexOf(String(one['bce_offset']));
      if (!halo || offset < 0) return null;
      return {
        terms: kto.terms,
        m: numbersOf(one['mse_theta'] as unknown[]),
        r: numbersOf(one['mse_ref'] as unknown[]),
        scores: numbersOf(one['labels'] as unknown[]).map((label) => (label === 1 ? 1 : -1)),
        numbers: {
          beta: numberOf(one['beta']),
          // The released code keeps λ in float32.
          lambdaGood: Math.fround(numberOf(one['lambda_d'])),
          lambdaBad: Math.fround(numberOf(one['lambda_u'])),
          shapeGood: halo[0],
          shapeBad: halo[1],
          offset,
        },
        table: null,
        loss: numberOf(one['loss']),
        grad: numbersOf(one['grad'] as unknown[]),
      };
    },
  },
];

async function methodCase(suite: Suite, name: string, one: MethodCase): Promise<void> {
  const { terms, m, r, table, loss, grad } = one;
  const n = m.length;
  const rounded = (values: readonly number[]): Float32Array => Float32Array.from(values);
  const [policy, reference] = [rounded(m), rounded(r)];
  const errors = rounded(
    [...policy].flatMap((value, i) => [value, reference[i]!, reference[i]! - value]),
  );
  const scores = rounded(one.scores ?? m.map(() => 0));
  const numbers = numberValues(terms, one.numbers);
  const meanOf = (found: ArrayLike<number>): number =>
    m.reduce((sum, _, i) => sum + found[i * 6]!, 0) / n;
  const slopesOf = (found: ArrayLike<number>): number[] => m.map((_, i) => found[i * 6 + 5]!);
  const rows = table && rounded(table);
  const plain = objectiveTermsOf(terms, errors, scores, numbers, rows);
  // The float64 form itself, on the inputs as recorded: the floor above must not hide a wrong one.
  const exact = objectiveTermsOf(
    terms,
    m.flatMap((value, i) => [value, r[i]!, r[i]! - value]),
    one.scores ?? m.map(() => 0),
    numberNames(terms).map((key, i) => one.numbers[key] ?? numbers[i]!),
    table,
  );
  const b = new GraphBuilder();
  const columns = terms.tableColumns(n);
  b.output(
    'terms',
    b.objective(
      terms,
      b.input('errors', [n, 3]),
      b.input('scores', [n]),
      b.input('numbers', [numberNames(terms).length]),
      table ? b.input('table', [n, columns]) : null,
    ),
  );
  const graph = b.build();
  await suite.run(name, false, async (target) => {
    const got = await runOnce(
      target,
      graph,
      {},
      { errors, scores, numbers, ...(rows && { table: rows }) },
      {},
    );
    const found = got['terms']!;
    return [
      {
        what: 'float64 form: loss',
        error: Math.abs(meanOf(exact) - loss),
        tolerance: 1e-9 * (1 + Math.abs(loss)),
      },
      {
        what: 'float64 form: grad',
        error: largestError(slopesOf(exact), grad),
        tolerance: 1e-9 * (1 + Math.max(...grad.map(Math.abs))),
      },
      {
        what: 'loss',
        error: Math.abs(meanOf(found) - loss),
        tolerance: allowed([loss], Math.abs(meanOf(plain) - loss)),
      },
      {
        what: 'grad',
        error: largestError(slopesOf(found), grad),
        tolerance: allowed(grad, largestError(slopesOf(plain), grad)),
      },
    ];
  });
}

/** How the cases of a file are run; null where they are of no known method. */
export function recordedMethodOf(
  cases: readonly Json[],
): ((suite: Suite, name: string, one: Json) => Promise<void>) | null {
  const kind = KINDS.find(({ keys }) => cases.every((one) => keys.every((key) => key in one)));
  if (!kind) return null;
  return async (suite, name, one) => {
    const read = kind.read(one);
    if (read) await methodCase(suite, name, read);
    else suite.report.unknown(name);
  };
}
