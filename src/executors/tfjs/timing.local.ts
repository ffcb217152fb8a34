
import { GraphBuilder, sizeOf, type Tensor } from '../../graph/graph';
import { createTfjsExecutor } from './tfjsExecutor';
import { noise } from './opCases';

type B = GraphBuilder;
const N = 16;
const same = { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] } as const;
const half = { kernel: [3, 3], stride: 2, pad: [1, 1, 1, 1] } as const;
void (async () => {
  const executor = await createTfjsExecutor('wasm');
  const lines: string[] = [executor.description];
  const time = async (name: string, gflop: number, make: (b: B, x: (...s: number[]) => Tensor, w: (...s: number[]) => Tensor) => Tensor | Record<string, Tensor>) => {
    const b = new GraphBuilder();
    let c = 0;
    const stored = new Map<string, { dtype: 'F32'; shape: number[]; data: Float32Array }>();
    const result = make(b, (...s) => b.input(`x${c++}`, s), (...s) => {
      const n = `w${c++}`;
      stored.set(n, { dtype: 'F32', shape: s, data: noise(sizeOf(s), c) });
      return b.weight('m', n, 'stored', s);
    });
    if ('id' in result && 'shape' in result) b.output('y', result as Tensor); else for (const [k, v] of Object.entries(result)) b.output(k, v as Tensor);
    const g = b.build();
    const inputs = Object.fromEntries(g.inputs.map((t, i) => [t.name, noise(sizeOf(t.shape), i + 1)]));
    const p = await executor.compile(g, { weights: { m: { id: name, get: (t) => stored.get(t)! } } });
    await p.run(inputs);
    for (let i = 0; i < 5; i++) await p.run({});
    const t = performance.now();
    const reps = 25; let ms = Infinity;
    for (let i = 0; i < reps; i++) { const t = performance.now(); await p.run({}); ms = Math.min(ms, performance.now() - t); }

    lines.push(`${name.padEnd(44)} ${ms.toFixed(3).padStart(8)} ms ${gflop ? (gflop / ms).toFixed(1).padStart(6) + ' GFLOP/s' : ''}`);
    p.dispose();
  };
  for (const [h, c] of [[8, 80], [4, 160]] as const) {
    const M = N * h * h;
    const tag = `${h}x${h}x${c}`;
    const conv = (2 * M * 9 * c * c) / 1e6;
    await time(`conv2d bias res ${tag}`, conv, (b, x, w) => b.conv2d(x(N, h, h, c), w(9 * c, c), same, { bias: w(c), residual: x(N, h, h, c) }));
    await time(`conv2dInput ${tag}`, conv, (b, x, w) => b.conv2dInput(x(N, h, h, c), w(9 * c, c), same, [h, h]));
    await time(`conv2dInput s2 ${tag}`, conv / 4, (b, x, w) => b.conv2dInput(x(N, h / 2, h / 2, c), w(9 * c, c), half, [h, h]));
    await time(`matmul NN bias ${tag}`, (2 * M * c * c) / 1e6, (b, x, w) => b.matmul(x(N, h * h, c), w(c, c), { bias: w(c) }));
    await time(`matmul NN -> 8c bias ${tag}`, (2 * M * c * c * 8) / 1e6, (b, x, w) => b.matmul(x(N, h * h, c), w(c, 8 * c), { bias: w(8 * c) }));
    await time(`lora dB: TN ${tag} r8`, (2 * M * c * 8) / 1e6, (b, x) => b.matmul(x(M, 8), x(M, c), { transposeA: true }));
    await time(`lora dA: TN ${tag} r8`, (2 * M * c * 8) / 1e6, (b, x) => b.matmul(x(M, c), x(M, 8), { transposeA: true }));
    await time(`lora up res ${tag} r8`, (2 * M * c * 8) / 1e6, (b, x) => b.matmul(x(M, 8), x(8, c), { residual: x(M, c) }));
    await time(`lora NT ${tag} r8`, (2 * M * c * 8) / 1e6, (b, x) => b.matmul(x(M, c), x(8, c), { transposeB: true }));
    const T = h * h;
    const att = (4 * N * T * T * c) / 1e6;
    await time(`self attention ${tag}`, att, (b, x) => b.attention(x(N, T, c), x(N, T, c), x(N, T, c), { heads: 8, scale: 0.3, causal: false }).o);
    await time(`self attentionInput ${tag}`, att * 2.5, (b, x) => b.attentionInput(x(N, T, c), x(N, T, c), x(N, T, c), x(N, T, c), x(N, T, c), x(N, 8, T), { heads: 8, scale: 0.3, causal: false }));
    await time(`cross attention 20 ${tag}`, (4 * N * T * 20 * c) / 1e6, (b, x) => b.attention(x(N, T, c), x(N, 20, c), x(N, 20, c), { heads: 8, scale: 0.3, causal: false }).o);
    await time(`cross attentionInput 20 ${tag}`, (10 * N * T * 20 * c) / 1e6, (b, x) => b.attentionInput(x(N, T, c), x(N, T, c), x(N, 20, c), x(N, 20, c), x(N, T, c), x(N, 8, T), { heads: 8, scale: 0.3, causal: false }));
    const gn = { groups: 16, eps: 1e-5, silu: true };
    await time(`groupNorm silu ${tag}`, 0, (b, x, w) => b.groupNorm(x(N, h, h, c), w(c), w(c), gn).y);
    await time(`groupNormInput silu ${tag}`, 0, (b, x, w) => b.groupNormInput(x(N, h, h, c), x(N, h, h, c), x(N, 16, 2), w(c), w(c), gn));
    await time(`layerNorm ${tag}`, 0, (b, x, w) => b.layerNorm(x(N, T, c), w(c), w(c), 1e-5).y);
    await time(`layerNormInput ${tag}`, 0, (b, x, w) => b.layerNormInput(x(N, T, c), x(N, T, c), x(N * T, 2), w(c), 1e-5));
    await time(`geglu ${tag} F=${4 * c}`, 0, (b, x) => b.geglu(x(N, T, 8 * c)));
    await time(`gegluInput ${tag} F=${4 * c}`, 0, (b, x) => b.gegluInput(x(N, T, 4 * c), x(N, T, 8 * c)));
    await time(`silu ${tag}`, 0, (b, x) => b.activation(x(N, h, h, c), 'silu'));
    await time(`siluInput ${tag}`, 0, (b, x) => b.activationInput(x(N, h, h, c), x(N, h, h, c), 'silu'));
    await time(`concat ${tag}`, 0, (b, x) => b.concat(x(N, h, h, c), x(N, h, h, c)));
    await time(`slice ${tag}`, 0, (b, x) => b.slice(x(N, h, h, 2 * c), c, c));
    await time(`add ${tag}`, 0, (b, x) => b.add(x(N, h, h, c), x(N, h, h, c)));
    await time(`addPerSample ${tag}`, 0, (b, x) => b.addPerSample(x(N, h, h, c), x(N, c)));
    await time(`sumPositions ${tag}`, 0, (b, x) => b.sumPositions(x(N, h, h, c)));
    await time(`upsample ${tag}`, 0, (b, x) => b.upsampleNearest(x(N, h, h, c), [2 * h, 2 * h]));
    await time(`upsampleInput ${tag}`, 0, (b, x) => b.upsampleNearestInput(x(N, 2 * h, 2 * h, c), [h, h]));
  }
  await time('sampleErrors', 0, (b, x) => b.sampleErrors(x(N, 8, 8, 16), x(N, 8, 8, 16), x(N, 8, 8, 16), x(N)));
  await time('thresholdGuidedLoss', 0, (b, x) => b.thresholdGuidedLoss(x(N, 3), x(N)));
  await time('mixPerSample', 0, (b, x) => b.mixPerSample(x(N, 8, 8, 16), x(N, 8, 8, 16), x(N, 2)));
  for (const n of [1 << 18]) {
    const b = new GraphBuilder();
    for (const s of ['p', 'g', 'm', 'v']) b.declareState(s, n);
    const st = ['p', 'g', 'm', 'v'].map((s) => b.state(s, 0, [n]));
    b.adamw(st[0]!, st[1]!, st[2]!, st[3]!, b.gradientNorm(st[1]!));
    const p = await executor.compile(b.build(), { weights: {} });
    for (let i = 0; i < 3; i++) await p.run({});
    const t = performance.now();
    for (let i = 0; i < 10; i++) await p.run({});
    lines.push(`norm + adamw over ${n}: ${((performance.now() - t) / 10).toFixed(3)} ms`);
  }
  process.stdout.write(lines.join('\n') + '\n');
})();
