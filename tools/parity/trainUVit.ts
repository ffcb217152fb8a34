// Recorded batches of a MaskGIT run: tokens, masks, text and micro-conditions, each [steps, batch,
// …]. What the transformer is shown is `input_ids` where recorded, else the tokens with the masked
// ones replaced by the mask token. Log-probabilities are means over masked tokens.

import { parseUVit2DConfig } from '../../src/formats/modelConfig';
import { listModules, maskTokenId, microConditioning } from '../../src/models/uvit2d';
import { maskedTokens } from '../../src/schedules/amused';
import { maskgitErrors } from '../../src/paradigms/maskgit/errors';
import { buildTrainGraph } from '../../src/runs/trainStep';
import type { CaseFolder, Json } from './caseFolder';
import { openModel } from './loraFiles';
import { numbersOf, type Recording } from './recorded';
import { stepOf, tgoNumbers, type RecordedSteps } from './recordedSteps';
import { rowsOf, UVIT_TENSOR } from './uvit';
import { tgo } from '../../src/objectives/tgo/tgo';

/**
 * T of the recorded log-probabilities. TGO has none on tokens (docs/losses.md 1.17): a log may
 * carry one that was not used, which shows in
 *  the recorded numbers; a mean log-probability of a token is of the order of −log(codebook).
 */
function temperatureOf(log: Json, codes: number): number {
  const recorded = log['T'];
  if (typeof recorded !== 'number') return 1;
  const first = Math.abs(numbersOf((log['f64'] as Json[])[0]!['ref_log_probs'])[0]!);
  const distance = (logProbability: number): number =>
    Math.abs(Math.log(logProbability / Math.log(codes)));
  return distance(first * recorded) < distance(first) ? recorded : 1;
}

export function uvitSteps(folder: CaseFolder, log: Json, batches: Recording): RecordedSteps {
  const { config, weights, modules } = openModel(
    folder.base(log['base'], 'transformer'),
    UVIT_TENSOR,
    parseUVit2DConfig,
    listModules,
  );
  const [steps, batch, height, width] = batches.shape('tokens') as [number, number, number, number];
  const floats = (name: string, step: number): Float32Array =>
    stepOf(batches.floats(name), step, steps);
  const integers = (name: string, step: number): Int32Array =>
    stepOf(batches.integers(name), step, steps);
  return {
    component: 'transformer',
    modules,
    weights: { transformer: weights },
    objective: tgo,
    numbers: tgoNumbers(log),
    steps,
    batch,
    temperature: temperatureOf(log, config.codebook_size),
    graph: (plan, scale) =>
      buildTrainGraph(
        (b) =>
          maskgitErrors(b, {
            uvit: config,
            batch,
            height,
            width,
            contextTokens: batches.shape('encoder_hidden_states')[2]!,
            plan,
            scale,
            reference: null,
          }),
        { objective: tgo, plan },
      ),
    inputsOf: (step) => {
      const tokens = integers('tokens', step);
      const mask = Float32Array.from(integers('mask', step), (value) => (value === 0 ? 0 : 1));
      return {
        tokens,
        mask,
        ids: batches.has('input_ids')
          ? integers('input_ids', step)
          : maskedTokens(tokens, mask, maskTokenId(config)),
        encoderHiddenStates: floats('encoder_hidden_states', step),
        scores: floats('relative_scores', step),
        k: new Float32Array(batch).fill(1),
        conditioning: microConditioning(
          config,
          rowsOf(floats('pooled_text_emb', step), batch),
          rowsOf(floats('micro_conds', step), batch),
        ),
      };
    },
  };
}
