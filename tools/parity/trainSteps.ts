// Recorded training: TGO + clip + AdamW on a network's adapters, step by step: losses,
// log-probabilities of policy and reference, the gradient norm before clipping, and the adapters
// after the recorded steps. What differs between a UNet's batches (latents, noise, timesteps) and a
// MaskGIT transformer's (tokens, mask, conditioning) comes from trainUNet.ts and trainUVit.ts.

import { existsSync, readFileSync } from 'node:fs';
import { readLora } from '../../src/formats/loraFile';
import { planAdapters } from '../../src/models/lora';
import { adaptersOfLora } from '../../src/runs/exportLora';
import { numberValues } from '../../src/graph/objectiveTerms';
import { tgo } from '../../src/objectives/tgo/tgo';
import { OBJECTIVE_NUMBERS } from '../../src/runs/trainStepEnd';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { allowed, largestError, numberOf, numbersOf, type Recording } from './recorded';
import type { Comparison } from './report';
import type { Suite } from './suite';
import type { RecordedSteps } from './recordedSteps';
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
  const found = suite.prepare(folder.name, () => ({ run: stepsIn(folder, log) }));
  if (found === null) return;
  const { run } = found;
  if (run === null) {
    suite.report.unknown(folder.name, 'no batches of latents and noise, or of tokens and masks');
    return;
  }
  const { component, modules, weights, steps, batch, temperature } = run;
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
        state === 'policy' ? adapters('lora_init.safetensors') : new Float32Array(plan.length),
      );
    const program = await executor.compile(graph, { weights });
    const out: Comparison[] = [];
    try {
      for (let step = 0; step < steps; step++) {
        const numbers = numberValues(tgo.terms, {
          beta: numberOf(log['beta']),
          temperature,
          c: numberOf(log['c']),
        });
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
          loss: [columns(terms!, 6, 0).reduce((sum, value) => sum + value, 0) / batch],
          log_probs: columns(errors!, 3, 0).map((m) => -m / temperature),
          ref_log_probs: columns(errors!, 3, 1).map((r) => -r / temperature),
          grad_norm_before_clip: [norm![0]!],
        };
        for (const [key, values] of Object.entries(made)) {
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
