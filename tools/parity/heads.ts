// Attention of recorded projections: [batch, tokens, heads·head_dim] q, k, v -> out, and the
// derivatives of sum(out·d_out), for the head sizes of full-size models.

import { GraphBuilder, type Graph } from '../../src/graph/graph';
import type { CaseFolder, Json } from './caseFolder';
import { compare, floorOf } from './recorded';
import type { Suite } from './suite';
import { runOnce } from './suite';

function attentionGraph(
  batch: number,
  queries: number,
  keys: number,
  width: number,
  heads: number,
): Graph {
  const b = new GraphBuilder();
  const q = b.input('q', [batch, queries, width]);
  const k = b.input('k', [batch, keys, width]);
  const v = b.input('v', [batch, keys, width]);
  const options = { heads, scale: 1 / Math.sqrt(width / heads), causal: false };
  const { o, lse } = b.attention(q, k, v, options);
  const { dq, dk, dv } = b.attentionInput(b.input('d_out', o.shape), q, k, v, o, lse, options);
  for (const [name, tensor] of Object.entries({ out: o, dq, dk, dv })) b.output(name, tensor);
  return b.build();
}

export async function headCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const cases = (folder.meta()['cases'] ?? []) as Json[];
  for (const io of folder.recordings(({ names }) =>
    names.some((name) => name.endsWith('.d_out')),
  )) {
    for (const meta of cases) {
      const name = String(meta['case']);
      if (!io.has(`${name}.q`)) continue;
      const [batch, queries, width] = io.shape(`${name}.q`) as [number, number, number];
      const keys = io.shape(`${name}.k`)[1]!;
      const graph = attentionGraph(batch, queries, keys, width, Number(meta['heads']));
      const inputs = Object.fromEntries(
        graph.inputs.map((input) => [input.name, io.floats(`${name}.${input.name}`)]),
      );
      await suite.run(`${folder.name} ${name}`, false, async (target) => {
        const made = await runOnce(target, graph, {}, inputs);
        const floors = meta['max_abs_f32_vs_f64'] as Readonly<Record<string, number>>;
        return Object.entries(made).map(([tensor, values]) =>
          compare(
            tensor,
            values,
            io.floats(`${name}.${tensor}`),
            floors[tensor] ?? floorOf(meta, tensor),
          ),
        );
      });
    }
  }
}
