// The same forward graph on jax-js (@jax-js/jax), differentiated and compiled by its own
// valueAndGrad and jit, where it can express the operations. The package is no dependency of
// Plumbline: it is fetched once into ~/.cache/plumbline/bench, or left out. jax-js takes ownership
// of every array it is given, so each use here is of `.ref` and every name is disposed at the end.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { layoutWeight } from '../../src/executors/weights/layout';
import { sourceOf } from '../../src/executors/weights/weightSource';
import { halvesToFloat32 } from '../../src/formats/float16';
import { sizeOf, storageOf, type GraphNode, type Tensor } from '../../src/graph/graph';
import { measure, type Effort } from './measure';
import { failed, type Experiment, type Line } from './peers';

export const JAX_VERSION = '0.1.25';

interface JaxArray {
  readonly ref: JaxArray;
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray | number): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  reshape(shape: number[]): JaxArray;
  transpose(axes?: number[]): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}
type Loss = (parameters: JaxArray[], fed: JaxArray[], frozen: JaxArray[]) => JaxArray;
interface Jax {
  init(device: string): Promise<string[]>;
  defaultDevice(device: string): unknown;
  blockUntilReady<T>(tree: T): Promise<T>;
  jit<F>(f: F): F;
  valueAndGrad(f: Loss): (...args: Parameters<Loss>) => [JaxArray, JaxArray[]];
  readonly numpy: {
    array(data: Float32Array): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    mean(a: JaxArray, axis?: number): JaxArray;
    square(a: JaxArray): JaxArray;
    abs(a: JaxArray): JaxArray;
    greaterEqual(a: JaxArray, b: number): JaxArray;
    where(condition: JaxArray, a: number, b: number): JaxArray;
  };
  readonly nn: {
    silu(a: JaxArray): JaxArray;
    softmax(a: JaxArray): JaxArray;
    softplus(a: JaxArray): JaxArray;
  };
}

let loading: Promise<Jax> | undefined;

/**
 * Installs jax-js beside nothing of ours (once) and starts it on WebGPU. Errors: says what is
 * missing.
 */
export function loadJax(): Promise<Jax> {
  loading ??= (async () => {
    const folder = join(homedir(), '.cache', 'plumbline', 'bench');
    const entry = join(folder, 'node_modules', '@jax-js', 'jax', 'dist', 'index.js');
    if (!existsSync(entry)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
      execFileSync(
        'npm',
        ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@jax-js/jax@${JAX_VERSION}`],
        { cwd: folder, stdio: 'ignore', timeout: 60_000 },
      );
    }
    // jax-js looks for Firefox in the user agent, which Node 20 has not.
    const holder = navigator as { userAgent?: string };
    holder.userAgent ??= 'Node.js';
    const jax = (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as Jax;
    if (!(await jax.init('webgpu')).includes('webgpu'))
      throw new Error('jax-js found no WebGPU here');
    jax.defaultDevice('webgpu');
    return jax;
  })();
  return loading;
}

/** One node in jax-js; `use` gives a fresh reference to an input. */
function evaluate({ numpy, nn }: Jax, node: GraphNode, use: (index: number) => JaxArray): JaxArray {
  const { op, inputs } = node;
  const shape = [...node.outputs[0]!.shape];
  switch (op.kind) {
    case 'matmul': {
      if (op.transposeA || inputs[2]) break;
      const [a, b] = [inputs[0]!, inputs[1]!];
      const inner = a.shape.at(-1)!;
      const right = use(1).reshape([sizeOf(b.shape) / b.shape.at(-1)!, b.shape.at(-1)!]);
      const product = numpy
        .matmul(
          use(0).reshape([sizeOf(a.shape) / inner, inner]),
          op.transposeB ? right.transpose() : right,
        )
        .mul(op.scale)
        .reshape(shape);
      return inputs[3] ? product.add(use(3).reshape(shape)) : product;
    }
    case 'add':
      return use(0).mul(op.scaleA).add(use(1).mul(op.scaleB));
    case 'activation':
      if (op.name === 'silu') return nn.silu(use(0));
      break;
    case 'attention': {
      if (op.heads !== 1 || op.causal) break;
      const scores = numpy.matmul(use(0), use(1).transpose([0, 2, 1])).mul(op.scale);
      return numpy.matmul(nn.softmax(scores), use(2));
    }
  }
  throw new Error(`jax-js: ${op.kind} is not expressed here`);
}

/** Times valueAndGrad under jit: loss and the gradients of all adapters, no optimizer. */
export async function timeJax(name: string, experiment: Experiment, effort: Effort): Promise<Line> {
  try {
    const jax = await loadJax();
    const { numpy, nn } = jax;
    const { forward, plain } = experiment;
    const { policy, reference, target } = forward.outputs as Record<
      'policy' | 'reference' | 'target',
      Tensor
    >;
    const names = forward.inputs.map((input) => input.name);
    const owners = (kind: 'state' | 'weight'): Tensor[] => {
      const all = [policy, ...forward.nodes.flatMap((node) => node.inputs)].flatMap((tensor) =>
        tensor && storageOf(tensor).source.kind === kind ? [storageOf(tensor)] : [],
      );
      return [
        ...new Map(
          all.map((owner) => [
            owner.source.kind === 'state' ? owner.source.offset : owner.id,
            owner,
          ]),
        ).values(),
      ];
    };
    const [states, weights] = [owners('state'), owners('weight')];
    const array = (data: Float32Array, shape: readonly number[]): JaxArray =>
      numpy.array(data).reshape([...shape]);

    const loss: Loss = (parameters, fed, frozen) => {
      const values = new Map<number, JaxArray>();
      const find = (owner: Tensor): JaxArray => {
        const { source } = owner;
        if (source.kind === 'state')
          return parameters[
            states.findIndex(
              (state) => state.source.kind === 'state' && state.source.offset === source.offset,
            )
          ]!;
        if (source.kind === 'weight')
          return frozen[weights.findIndex((weight) => weight.id === owner.id)]!;
        return source.kind === 'input' ? fed[names.indexOf(owner.name)]! : values.get(owner.id)!;
      };
      const use = (tensor: Tensor): JaxArray =>
        find(storageOf(tensor)).ref.reshape([...tensor.shape]);
      for (const node of forward.nodes)
        values.set(
          node.outputs[0]!.id,
          evaluate(jax, node, (index) => use(node.inputs[index]!)),
        );
      const n = policy.shape[0]!;
      const flat = [n, sizeOf(policy.shape) / n];
      const error = (x: Tensor): JaxArray =>
        numpy
          .mean(numpy.square(use(x).reshape(flat).sub(use(target).reshape(flat))), 1)
          .mul(fed[names.indexOf('k')]!.ref);
      const z = error(reference)
        .sub(error(policy))
        .mul(plain.beta / plain.temperature);
      const scores = fed[names.indexOf('scores')]!;
      const sign = numpy.where(numpy.greaterEqual(scores.ref, 0), -1, 1);
      const weight = numpy.abs(scores.ref).mul(plain.c).add(1);
      const result = numpy.mean(weight.mul(nn.softplus(z.mul(sign))));
      for (const value of [...parameters, ...fed, ...frozen, ...values.values()]) value.dispose();
      return result;
    };

    const step = jax.jit(jax.valueAndGrad(loss));
    const parameters = states.map((owner) => {
      const offset = owner.source.kind === 'state' ? owner.source.offset : 0;
      return array(experiment.adapters.slice(offset, offset + sizeOf(owner.shape)), owner.shape);
    });
    const frozen: JaxArray[] = [];
    for (const owner of weights) {
      if (owner.source.kind !== 'weight') throw new Error('not a weight');
      const { model, tensor, layout } = owner.source;
      const stored = await sourceOf(experiment.weights, model).read(tensor);
      const data = stored.dtype === 'F32' ? stored.data : halvesToFloat32(stored.data);
      frozen.push(array(layoutWeight(data, stored.shape, layout).data, owner.shape));
    }
    let result: [JaxArray, JaxArray[]];
    const timing = await measure(
      {
        enqueue() {
          const fed = forward.inputs.map((input) =>
            array(experiment.inputs[input.name] as Float32Array, input.shape),
          );
          result = step(
            parameters.map((one) => one.ref),
            fed,
            frozen.map((one) => one.ref),
          );
        },
        async finish() {
          const value = (await result[0].data())[0]!;
          (await jax.blockUntilReady(result[1])).forEach((one) => one.dispose());
          return value;
        },
      },
      effort,
    );
    return { name, timing };
  } catch (error) {
    return failed(name, error);
  }
}
