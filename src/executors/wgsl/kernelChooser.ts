// Remembers which kernels a device was measured to run fastest. Graphs with much arithmetic are
// measured when they are compiled, once per operation, size and device; the store keeps the choices
// from one session to the next, so that a resumed run computes with the kernels it began with.

import type { PickedDevice } from '../../device/pickDevice';
import type { Graph } from '../../graph/graph';
import type { DeviceProfile } from '../../kernels/deviceProfile';
import type { Storage } from '../../kernels/kernel';
import { kernelVersion } from '../../kernels/kernelVersion';
import { arithmeticOf } from './estimateFlops';
import type { GraphChooser } from './lowerGraph';
import { measureKernels } from './measureKernels';

/** Where choices are kept: kernel by operation and sizes, under a device. */
export interface ChoiceStore {
  load(device: string): Promise<Readonly<Record<string, string>>>;
  save(device: string, choices: Readonly<Record<string, string>>): Promise<void>;
}

/** Graphs with less arithmetic do not repay the measuring. */
const WORTH_MEASURING = 2e9;

/** What choices are filed under: adapter, browser and the kernels themselves. */
export function deviceKey({ adapterInfo }: Pick<PickedDevice, 'adapterInfo'>): string {
  const { vendor, architecture, device, description } = adapterInfo;
  const agent = typeof navigator === 'undefined' ? '' : (navigator.userAgent ?? '');
  const browser = /(?:Firefox|Edg|Chrome|Version)\/\d+/u.exec(agent)?.[0] ?? 'unknown browser';
  return [vendor, architecture, device, description, browser, kernelVersion()].join('|');
}

export class KernelChooser implements GraphChooser {
  private readonly key: string;
  private choices: Promise<Map<string, string>>;

  constructor(
    private readonly picked: PickedDevice,
    private readonly store: ChoiceStore,
    private readonly worthMeasuring = WORTH_MEASURING,
  ) {
    this.key = deviceKey(picked);
    this.choices = store.load(this.key).then((known) => new Map(Object.entries(known)));
  }

  /**
   * The choices for a graph; measures what its heavy operations lack, at most about 1.5 s. One
   * graph at a time. Errors: those of a lost device, or of the store.
   */
  choicesFor(
    graph: Graph,
    profile: DeviceProfile,
    weightStorage: (id: number) => Storage,
    given: Readonly<Record<string, string>> = {},
  ): Promise<ReadonlyMap<string, string>> {
    const before = this.choices;
    const after = before.then(async (known) => {
      if (arithmeticOf(graph) < this.worthMeasuring) return known;
      const keys = new Set([...known.keys(), ...Object.keys(given)]);
      const measured = await measureKernels(this.picked, profile, graph, weightStorage, keys);
      if (measured.length === 0) return known;
      const all = new Map([...known, ...measured.map(({ key, kernel }) => [key, kernel] as const)]);
      await this.store.save(this.key, Object.fromEntries(all));
      return all;
    });
    this.choices = after.catch(() => before);
    return after;
  }
}
