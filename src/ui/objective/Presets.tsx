// Where the values come from: the model's own (with the sweep that chose them), the papers', or a
// settings file.

import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ModelInfo, StudioFailure } from '../../bridge/protocol';
import { DEFAULT_OBJECTIVE, objectiveOf } from '../../objectives';
import { objectiveSettingsFor } from '../../settings/numberSettings';
import type { RunSettings } from '../../settings/runSettings';
import { strings } from '../../strings';
import { short } from '../../strings/format';
import { toFailure } from '../../state/common/failure';
import { loadedRun, runStore } from '../../state/training/runStore';
import { applyPreset, loadSettingsText, settingsStore } from '../../state/objective/settingsStore';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { Failure } from '../common/Failure';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.objective;

export function Presets() {
  const model = useStore(sessionStore, currentModel);
  const preset = useStore(settingsStore, (state) => state.preset);
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  const [failure, setFailure] = useState<StudioFailure | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File): Promise<void> => {
    setFailure(null);
    try {
      loadSettingsText(await file.text());
    } catch (error) {
      setFailure(
        error instanceof SyntaxError
          ? {
              kind: 'BadSettings',
              message: strings.errors.notJson(file.name),
              remedy: strings.errors.notJsonRemedy,
            }
          : toFailure(error),
      );
    }
  };
  const settings = useStore(settingsStore, (state) => state.settings);
  const note =
    preset === 'paper'
      ? text.presetPaperNote
      : preset === 'model' && model !== null
        ? modelNote(model, settings)
        : null;
  return (
    <div className="stack tight">
      <div className="row tight presets">
        <span className="small muted">{text.presets}</span>
        <Button
          size="compact-sm"
          variant={preset === 'model' ? 'light' : 'default'}
          aria-pressed={preset === 'model'}
          disabled={locked || model === null}
          data-testid={testIds.presetModel}
          onClick={() => applyPreset('model')}
        >
          {text.presetModel(model?.name ?? '')}
        </Button>
        <Button
          size="compact-sm"
          variant={preset === 'paper' ? 'light' : 'default'}
          aria-pressed={preset === 'paper'}
          disabled={locked}
          data-testid={testIds.presetPaper}
          onClick={() => applyPreset('paper')}
        >
          {text.presetPaper}
        </Button>
        {preset === 'own' ? <span className="small muted">{text.presetOwn}</span> : null}
        <Button
          size="compact-sm"
          variant="default"
          disabled={locked}
          data-part="files"
          onClick={() => input.current?.click()}
        >
          {text.loadFile}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          data-testid={testIds.settingsFile}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file !== undefined) void read(file);
          }}
        />
      </div>
      {note === null ? null : (
        <p className="small muted" data-testid={testIds.presetNote}>
          {note}
        </p>
      )}
      {failure === null ? null : <Failure failure={failure} />}
      <Sweep rows={model?.sweep ?? []} />
    </div>
  );
}

/** What stands behind a model's own values for a method: said of no method it was not made with. */
function modelNote({ sweep, methodDefaults }: ModelInfo, settings: RunSettings): string {
  const { method, paradigm, training, source } = settings;
  const objective = objectiveOf(method);
  const key = objective.calibration?.(paradigm)?.key;
  const number = objectiveSettingsFor(settings).find((one) => one.key === key);
  const calibrated =
    number !== undefined && training.calibration === 'on' && source.mode === 'offline';
  return [
    sweep.length === 0
      ? text.presetEstimates
      : method === DEFAULT_OBJECTIVE.id || methodDefaults[method] !== undefined
        ? text.presetModelNote
        : text.presetOtherMethods(objective.label),
    ...(calibrated ? [text.presetCalibrated(number.symbol)] : []),
  ].join(' ');
}

function Sweep({ rows }: { readonly rows: readonly Readonly<Record<string, string | number>>[] }) {
  const first = rows[0];
  return (
    <details className="fold">
      <summary>{text.sweep}</summary>
      {first === undefined ? (
        <p className="small muted">{text.sweepNone}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={text.sweep}>
          <table className="plain">
            <thead>
              <tr>
                {Object.keys(first).map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  {Object.keys(first).map((column) => (
                    <td key={column}>
                      {typeof row[column] === 'number' ? short(row[column]) : row[column]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
