// Recorded training: TGO, or the plain error, + clip + AdamW on a network's adapters, step by step:
// losses, log-probabilities of policy and reference, the gradient norm before clipping, and the
// adapters after the recorded steps. What differs between a UNet's batches (latents, noise,
// timesteps) and a MaskGIT transformer's (tokens, mask, conditioning) comes from trainUNet.ts and
// trainUVit.ts.

import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readLora } from '../../src/formats/loraFile';
import { planAdapters } from '../../src/models/lora';
import { adaptersOfLora } from '../../src/runs/exportLora';
import { numberValues } from '../../src/graph/objectiveTerms';
import { OBJECTIVE_NUMBERS } from '../../src/runs/trainStepEnd';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { allowed, largestError, numberOf, numbersOf, type Recording } from './recorded';
import type { Comparison } from './report';
import type { Suite } from './suite';
import type { RecordedSteps } from './recordedSteps';
import { mseSteps } from './trainMse';
import { unetSteps } from './trainUNet';
import { uvitSteps } from './trainUVit';

const STATES = ['policy', 'gradients', 'adam.m', 'adam.v'] as const;

/** The run in a folder; null where its batches are of no known kind. */
function stepsIn(folder: CaseFolder, log: Json): RecordedSteps | null {
  const with_ = (...tensors: string[]): Recording | undefined =>
    folder.recordings((io) => tensors.every((tensor) => io.has(tensor)))[0];
  const latents = with_('latents', 'noise', 'timesteps', 'relative_scores');
  if (latents) return unetSteps(folder, log, latents);
  const tokens = with_('tokens', 'mask', 'pooled_text_emb', 'micro_conds', 'relative_scores');
  return tokens ? uvitSteps(folder, log, tokens) : null;
}

export async function trainCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const log = objectOf(folder.json('log.json'), `${folder.name}/log.json`);
  await replay(suite, folder, log, 'lora_init.safetensors', () => stepsIn(folder, log));
}

/** Steps recorded in the folder `train` of a LoRA case, where it has one. */
export async function trainOfLora(suite: Suite, lora: CaseFolder): Promise<void> {
  const folder = lora.folders().find(({ path }) => basename(path) === 'train');
  if (!folder) return;
  const { rank, lora_alpha, target_modules } = lora.meta();
  const log = {
    rank,
    lora_alpha,
    target_modules,
    ...objectOf(folder.json('log.json'), `${folder.name}/log.json`),
  };
  await replay(suite, folder, log, '../peft_state_dict.safetensors', () => mseSteps(lora, log));
}

/** Replays the run of a folder from the adapters in the file `initial`. */
async function replay(
  suite: Suite,
  folder: CaseFolder,
  log: Json,
  initial: string,
  find: () => RecordedSteps | null,
): Promise<void> {
  const found = suite.prepare(folder.name, () => ({ run: find() }));
  if (found === null) return;
  const { run } = found;
  if (run === null) {
    suite.report.unknown(folder.name, 'no batches of latents and noise, or of tokens and masks');
    return;
  }
  const { component, modules, weights, objective, steps, batch, temperature } = run;
  const plan = planAdapters(
    modules,
    (log['target_modules'] as unknown[]).map(String),
    numberOf(log['rank']),
  );
  const adapters = (file: string): Float32Array =>
    adaptersOfLora(
      plan,
      readLora(readFileSync(folder.at(file)), { [component]: modules.map(({ module }) => module) }),
    );
  const graph = suite.prepare(folder.name, () =>
    run.graph(plan, numberOf(log['lora_alpha'] ?? log['rank']) / plan.rank),
  );
  if (graph === null) return;
  const [beta1, beta2] = numbersOf(log['betas']) as [number, number];
  const [exact, float32] = [log['f64'] as Json[], log['f32'] as Json[]];
  const adapterFloors = numbersOf(log['max_abs_lora_f32_vs_f64_per_step'] ?? []);
  await suite.run(`${folder.name} (${steps} steps)`, false, async ({ executor }) => {
    for (const state of STATES)
      executor.writeState(
        state,
        plan.length,
        state === 'policy' ? adapters(initial) : new Float32Array(plan.length),
      );
    const program = await executor.compile(graph, { weights });
    const out: Comparison[] = [];
    try {
      for (let step = 0; step < steps; step++) {
        const numbers = numberValues(objective.terms, { temperature, ...run.numbers });
        const { terms, errors, norm } = await program.run(
          { ...run.inputsOf(step), [OBJECTIVE_NUMBERS]: numbers },
          {
            temperature,
            learningRate: numberOf(log['lr']),
            adamBeta1: beta1,
            adamBeta2: beta2,
            adamEpsilon: numberOf(log['eps']),
            weightDecay: numberOf(log['weight_decay']),
            maxGradNorm: numberOf(log['max_grad_norm'] ?? 0),
            biasCorrection1: 1 - beta1 ** (step + 1),
            biasCorrection2: 1 - beta2 ** (step + 1),
          },
        );
        const columns = (data: Float32Array, stride: number, column: number): number[] =>
          Array.from({ length: batch }, (_, i) => data[i * stride + column]!);
        const made: Record<string, number[]> = {
          mse_per_sample: columns(errors!, 3, 0),
          loss: [columns(terms!, 6, 0).reduce((sum, value) => sum + value, 0) / batch],
          log_probs: columns(errors!, 3, 0).map((m) => -m / temperature),
          ref_log_probs: columns(errors!, 3, 1).map((r) => -r / temperature),
          grad_norm_before_clip: [norm![0]!],
        };
        for (const [key, values] of Object.entries(made)) {
          if (!(key in exact[step]!)) continue;
          const numbers = (record: Json): number[] =>
            Array.isArray(record[key]) ? numbersOf(record[key]) : [numberOf(record[key])];
          const recorded = numbers(exact[step]!);
          out.push({
            what: `${key} of step ${step + 1}`,
            error: largestError(values, recorded),
            tolerance: allowed(recorded, largestError(numbers(float32[step]!), recorded)),
          });
        }
        const file = [
          `lora_after_step${step + 1}.safetensors`,
          ...(step === steps - 1 ? ['lora_final.safetensors'] : []),
        ].find((name) => existsSync(folder.at(name)));
        if (file) {
          const recorded = adapters(file);
          out.push({
            what: file,
            error: largestError(await executor.readState('policy'), recorded),
            tolerance: allowed(recorded, adapterFloors[step] ?? 0),
          });
        }
      }
    } finally {
      program.dispose();
      for (const state of STATES) executor.dropState(state);
    }
    return out;
  });
}
