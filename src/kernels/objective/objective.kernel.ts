// Lowers objective: one dispatch, a thread per sample. The method's WGSL and the names of its
// numbers take the two marked places of objective.wgsl.

import { columnsRead, numberNames, type ObjectiveTerms } from '../../graph/objectiveTerms';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor } from '../wgslVariants';
import frame from './objective.wgsl?raw';

/** The whole kernel of a method. */
export function objectiveWgsl(terms: ObjectiveTerms): string {
  const numbers = numberNames(terms)
    .map((name) => `${name}: f32,`)
    .join('\n  ');
  return frame.replace('// numbers\n', `${numbers}\n`).replace('// method\n', terms.wgsl);
}

/** inputs errors[N,3], scores[N], numbers[P], table?[N,columns] -> terms[N,6]. */
export const lowerObjective: Lowering = (node, context) => {
  const { op } = node;
  if (op.kind !== 'objective') throw new Error(`objective cannot lower ${op.kind}`);
  const samples = node.inputs[0]!.shape[0]!;
  const table = node.inputs[3] ? context.input(3) : context.nothing;
  return [
    {
      label: `objective ${op.terms.id}`,
      wgsl: objectiveWgsl(op.terms),
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        read(table),
        read(context.input(2)),
        write(context.output(0)),
      ],
      params: [samples, columnsRead(op.terms, samples)],
      workgroups: groupsFor(samples),
    },
  ];
};
