// What the run would take of the device's memory, before Train: every part, whether it fits, and
// the settings that make it fit where it does not.

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { peakOf, type MemoryPlan } from '../../domain/memory';
import { editSettings, settingsStore } from '../../state/objective/settingsStore';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { runStore } from '../../state/training/runStore';
import { memoryStore, planMemory } from '../../state/training/memoryStore';
import { strings } from '../../strings';
import { bytes, whole } from '../../strings/format';
import { Failure } from '../common/Failure';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.memory;
/** Settings settle before they are planned. */
const WAIT_MS = 400;

export function MemoryCard() {
  const settings = useStore(settingsStore, (state) => state.settings);
  const model = useStore(sessionStore, currentModel);
  const { plan, failure } = useStore(memoryStore, (state) => state);
  const id = model?.id ?? null;
  // A run that is being prepared has the device to itself.
  const busy = useStore(runStore, (state) => state.busy !== null);
  useEffect(() => {
    if (id === null || busy) return undefined;
    const timer = setTimeout(() => void planMemory(id, settings), WAIT_MS);
    return () => clearTimeout(timer);
  }, [id, settings, busy]);
  if (failure !== null) return <Failure failure={failure} testId={testIds.memoryFailure} />;
  if (plan === null) return null;
  const { parts } = plan;
  const rows = [
    [text.weights, parts.weights],
    [text.activations(whole(plan.microBatch)), parts.activations],
    [text.adapters, parts.adapters],
    [text.encoding(parts.encodedFirst), parts.encoding],
  ] as const;
  const [height, width] = plan.resolution.map(whole) as [string, string];
  const samples = whole(plan.microBatch);
  return (
    <details
      className="fold memory-card"
      open={!plan.fits}
      data-testid={testIds.memoryCard}
      data-fits={String(plan.fits)}
    >
      <summary>
        {text.summary(bytes(peakOf(parts)), [width, height], samples)}{' '}
        <span className={plan.fits ? 'muted' : 'bad'}>{verdict(plan)}</span>
      </summary>
      <div className="stack tight">
        <table className="small memory-parts">
          <tbody>
            {rows.map(([name, size]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{bytes(size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="small muted">{text.note}</p>
        {[plan, ...plan.ways].some(({ weightStorage }) => weightStorage === 'int8') ? (
          <p className="small muted">{text.int8}</p>
        ) : null}
        {plan.fits ? null : <Ways plan={plan} />}
      </div>
    </details>
  );
}

function verdict({ fits, recomputed, limitBytes, tooLargeBinding }: MemoryPlan): string {
  if (tooLargeBinding !== null) return text.binding(bytes(tooLargeBinding));
  if (limitBytes !== null) return text.wasm(fits, bytes(limitBytes));
  if (!fits) return text.tooMuch;
  return recomputed ? text.fitsRecomputed : text.fits;
}

function Ways({ plan }: { readonly plan: MemoryPlan }) {
  if (plan.ways.length === 0) return <p className="small">{text.noWays}</p>;
  return (
    <div className="stack tight">
      <p className="small">{text.ways}</p>
      <ul className="list small">
        {plan.ways.map(({ resolution, microBatch, weightStorage, bytes: size }) => {
          const [height, width] = resolution;
          const resized = height !== plan.resolution[0];
          return (
            <li key={`${height}x${width}x${microBatch}${weightStorage}`} className="row tight">
              <Button
                size="compact-xs"
                variant="default"
                onClick={() =>
                  editSettings({
                    training: {
                      microBatch,
                      weightStorage,
                      ...(resized && { resolution: [height, width] }),
                    },
                  })
                }
              >
                {text.way(whole(width), whole(height), whole(microBatch), weightStorage)}
              </Button>
              <span className="muted">{bytes(size)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
