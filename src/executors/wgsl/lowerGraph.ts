// Graph -> list of dispatches over abstract buffers ("places"), before any GPU buffer exists. Views
// are folded, pinned results go straight into their flat state, everything else becomes a planned
// buffer with a lifetime in nodes.

import {
  lastAxis,
  sizeOf,
  storageOf,
  type Graph,
  type GraphNode,
  type Tensor,
} from '../../graph/graph';
import type { DeviceProfile } from '../../kernels/deviceProfile';
import type { BufferRef, Dispatch, Lowering, LoweringContext, Storage } from '../../kernels/kernel';
import { storedBytes } from '../weights/storage';
import copyWgsl from './copy.wgsl?raw';
import { estimateFlops } from './estimateFlops';

/**
 * Where a tensor's numbers are. Bytes are what is bound, a multiple of 16 so that vec4 reads fit.
 */
export type Place =
  | { readonly kind: 'planned'; readonly index: number; readonly bytes: number }
  | {
      readonly kind: 'state';
      readonly state: string;
      readonly offsetBytes: number;
      readonly bytes: number;
    }
  | { readonly kind: 'input'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'weight'; readonly id: number; readonly bytes: number }
  | { readonly kind: 'nothing'; readonly bytes: number };

export interface LoweredDispatch {
  readonly dispatch: Dispatch;
  readonly node: GraphNode;
  /** This dispatch's share of its node's estimated arithmetic. */
  readonly flops: number;
}

export interface Lowered {
  readonly dispatches: readonly LoweredDispatch[];
  /** Planned buffers: bytes, first and last node index. */
  readonly planned: readonly {
    bytes: number;
    first: number;
    last: number;
    readonly label: string;
  }[];
  /** What `choices` said, by key. */
  readonly kernels: Readonly<Record<string, string>>;
  /** Place of a tensor (views followed). Throws when nothing computes it. */
  placeOf(tensor: Tensor): Place;
}

/** The place behind a handle given out by `lowerGraph`. */
export function placeBehind(buffer: BufferRef): Place {
  return buffer.ref as Place;
}

/** Which kernel was measured fastest, by the lowerings' keys; a Map will do. */
export interface KernelChoices {
  get(key: string, candidates: readonly string[], node: GraphNode): string | undefined;
}

/** Finds the choices for a graph before it is lowered. */
export interface GraphChooser {
  choicesFor(
    graph: Graph,
    profile: DeviceProfile,
    weightStorage: (id: number) => Storage,
    /** Chosen before, by key: they need no measuring. */
    given?: Readonly<Record<string, string>>,
  ): Promise<KernelChoices>;
}

export interface LowerOptions {
  readonly lowerings: Readonly<Record<GraphNode['op']['kind'], Lowering>>;
  readonly profile: DeviceProfile;
  readonly choices?: KernelChoices;
  /** Storage of a weight by tensor id. */
  weightStorage(id: number): Storage;
}

const boundBytes = (bytes: number): number => Math.ceil(bytes / 16) * 16;

export function lowerGraph(graph: Graph, options: LowerOptions): Lowered {
  const planned: { bytes: number; first: number; last: number; readonly label: string }[] = [];
  const places = new Map<number, Place>();
  const nothing: Place = { kind: 'nothing', bytes: 256 };
  let current = 0;

  function plan(bytes: number, label: string): Place {
    planned.push({ bytes: boundBytes(bytes), first: current, last: current, label });
    return { kind: 'planned', index: planned.length - 1, bytes: boundBytes(bytes) };
  }

  function placeOf(tensor: Tensor): Place {
    const owner = storageOf(tensor);
    const known = places.get(owner.id);
    if (known) return known;
    const { source } = owner;
    let place: Place;
    if (source.kind === 'input')
      place = { kind: 'input', name: owner.name, bytes: boundBytes(sizeOf(owner.shape) * 4) };
    else if (source.kind === 'state')
      place = {
        kind: 'state',
        state: source.state,
        offsetBytes: source.offset * 4,
        bytes: boundBytes(sizeOf(owner.shape) * 4),
      };
    else if (source.kind === 'weight')
      place = {
        kind: 'weight',
        id: owner.id,
        bytes: storedBytes(owner.shape, options.weightStorage(owner.id)),
      };
    else throw new Error(`wgsl: ${owner.name} is used before the node that computes it`);
    places.set(owner.id, place);
    return place;
  }

  const pinsOf = new Map<number, { state: string; offset: number }[]>();
  for (const pin of graph.pins) {
    const id = storageOf(pin.tensor).id;
    pinsOf.set(id, [...(pinsOf.get(id) ?? []), pin]);
  }

  const dispatches: LoweredDispatch[] = [];
  const kernels: Record<string, string> = {};
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => (input ? placeOf(input) : null));
    const readStates = new Set(
      inputs.flatMap((place) => (place?.kind === 'state' ? [place.state] : [])),
    );
    const copies: { from: Place; to: Place; count: number }[] = [];
    for (const output of node.outputs) {
      const bytes = sizeOf(output.shape) * 4;
      const targets = (pinsOf.get(output.id) ?? []).map((pin): Place => ({
        kind: 'state',
        state: pin.state,
        offsetBytes: pin.offset * 4,
        bytes: boundBytes(bytes),
      }));
      // One GPUBuffer may not be read and written by one dispatch: then the result takes the way
      // over a planned buffer.
      const direct = targets.find(
        (place) => place.kind === 'state' && !readStates.has(place.state),
      );
      const place = direct ?? plan(bytes, output.name);
      places.set(output.id, place);
      for (const target of targets)
        if (target !== place) copies.push({ from: place, to: target, count: sizeOf(output.shape) });
    }
    for (const place of inputs) if (place?.kind === 'planned') planned[place.index]!.last = current;

    const context: LoweringContext = {
      input(index) {
        const place = inputs[index];
        if (!place) throw new Error(`wgsl: ${node.op.kind} has no input ${index}`);
        return { ref: place };
      },
      storage(index) {
        const input = node.inputs[index];
        if (!input) return 'f32';
        const owner = storageOf(input);
        return owner.source.kind === 'weight' ? options.weightStorage(owner.id) : owner.dtype;
      },
      output: (index) => ({ ref: places.get(node.outputs[index]!.id) }),
      scratch: (numbers) => ({ ref: plan(numbers * 4, `scratch of ${node.op.kind}`) }),
      nothing: { ref: nothing },
      profile: options.profile,
      choice(key, candidates) {
        const chosen = options.choices?.get(key, candidates, node);
        if (chosen !== undefined) kernels[key] = chosen;
        return chosen;
      },
    };
    const own = options.lowerings[node.op.kind](node, context);
    for (const copy of copies) {
      own.push({
        label: 'copy to state',
        wgsl: copyWgsl,
        bindings: [
          { buffer: { ref: copy.from }, access: 'read' },
          { buffer: { ref: copy.to }, access: 'read_write' },
        ],
        params: [copy.count],
        workgroups: Math.ceil(copy.count / 256),
      });
    }
    const flops = estimateFlops(node) / Math.max(1, own.length);
    for (const dispatch of own) dispatches.push({ dispatch, node, flops });
    current++;
  }

  for (const tensor of Object.values(graph.outputs)) {
    const place = placeOf(tensor);
    if (place.kind === 'planned') planned[place.index]!.last = Infinity;
  }
  return { dispatches, planned, kernels, placeOf };
}

/** The node in words for an error message: kind and shapes. */
export function describeNode(node: GraphNode): string {
  const inputs = node.inputs.map((input) => (input ? `[${input.shape}]` : 'none')).join(', ');
  const [output] = node.outputs;
  return `${node.op.kind}(${inputs})${output ? ` -> last axis ${lastAxis(output)}` : ''}`;
}
