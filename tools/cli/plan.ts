// `npm run plan -- MODEL_FOLDER [--size 512] [--batch 1] [--rank 16] [--weights f16|int8] …`: what
// a training step of a base needs of a GPU, from its config.json files alone. Nothing is run and no
// weight is read; the folder may hold only unet/config.json or transformer/config.json.

import { StudioError } from '../../src/errors';
import { PLAIN_GPU_PROFILE, type DeviceProfile } from '../../src/kernels/deviceProfile';
import { planTraining, sizeModel, type TrainingPlan } from '../../src/runs/planTraining';
import { objectiveOf } from '../../src/objectives';
import type { SizedModel } from '../../src/paradigms/paradigm';
import { runMain } from './align/runMain';
import { parsePlanArguments, PLAN_USAGE, type PlanArguments } from './plan/arguments';
import { findModel } from './plan/findModel';

/** A discrete or Apple GPU as browsers show it: workgroup memory, bindings of 2 GiB. */
const TYPICAL_GPU: DeviceProfile = {
  ...PLAIN_GPU_PROFILE,
  limits: { ...PLAIN_GPU_PROFILE.limits, bindingBytes: 2 ** 31 - 4 },
};

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const millions = (count: number): string => `${(count / 1e6).toFixed(2)} M`;

function table(model: SizedModel, plan: TrainingPlan, args: PlanArguments): string {
  const [height, width] = model.imageSize;
  const lines: readonly (readonly [string, string])[] = [
    ['image', `${width}×${height} px, ${model.encodedShape.join('×')} per sample`],
    ['prompt', `${model.contextTokens} tokens`],
    ['batch', `${args.batch}`],
    ['adapters', `rank ${args.rank} on ${args.targets.join(', ')}`],
    ['objective', objectiveOf(args.method).label],
    ['nodes', `${plan.nodes}`],
    ['dispatches', `${plan.dispatches}`],
    ['arithmetic', `${(plan.flops / 1e9).toFixed(1)} GFLOP per step`],
    ['weights', `${mib(plan.weightBytes)} (${millions(plan.parameters)} numbers, ${args.weights})`],
    ['activations', mib(plan.activationBytes)],
    [
      'adapters, gradients and moments',
      `${mib(plan.stateBytes)} (${millions(plan.adapterParameters)} trained)`,
    ],
    ['total', mib(plan.totalBytes)],
    ['largest binding', mib(plan.largestBindingBytes)],
  ];
  const widest = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(widest)}  ${value}`).join('\n');
}

async function main(argv: readonly string[]): Promise<void> {
  const args = parsePlanArguments(argv);
  const { paradigm, files } = await findModel(args.model);
  const model = await sizeModel(paradigm, files, args.size);
  const plan = planTraining(model, {
    batch: args.batch,
    rank: args.rank,
    targets: args.targets,
    objective: objectiveOf(args.method),
    optimizer: 'adamw',
    weights: args.weights,
    profile: TYPICAL_GPU,
    ...(args.budget !== null && { activationBudget: args.budget }),
  });
  const given = Object.entries(plan).find(([, value]) => !Number.isFinite(value));
  if (given)
    throw new StudioError(
      'BadSettings',
      `The plan has no finite ${given[0]}.`,
      'Choose a smaller size, batch or rank.',
    );
  console.log(table(model, plan, args));
  if (!args.json) return;
  const { stateBytes, flops, ...rest } = plan;
  console.log(JSON.stringify({ ...rest, adapterBytes: stateBytes, gflopPerStep: flops / 1e9 }));
}

await runMain(main, PLAN_USAGE);
