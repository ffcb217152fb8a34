// The files to take away, and what to do with them in diffusers, ComfyUI and A1111. Some paradigms
// only diffusers can load.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { basePlaceOf } from '../../bridge/modelInfo';
import type { ModelInfo, RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { fixed } from '../../strings/format';
import type { ExportKind } from '../../state/compare/comparisonStore';
import { cancelExport, comparisonStore, exportFile } from '../../state/compare/comparisonStore';
import { paradigmFacts } from '../../paradigms/facts';
import { sessionStore } from '../../state/session/sessionStore';
import { loraFileName, mergedFileName } from '../../formats/downloadName';
import { isLoaded, runStore } from '../../state/training/runStore';
import { Panel } from '../common/Panel';
import { ProgressLine } from '../common/ProgressLine';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.compare;

const FILES: readonly {
  kind: ExportKind;
  label: string;
  hint: string;
  testId: string;
  main: boolean;
}[] = [
  {
    kind: 'diffusers',
    label: text.exportDiffusers,
    hint: text.exportDiffusersHint,
    testId: testIds.exportDiffusers,
    main: true,
  },
  {
    kind: 'kohya',
    label: text.exportKohya,
    hint: text.exportKohyaHint,
    testId: testIds.exportKohya,
    main: true,
  },
  {
    kind: 'metrics',
    label: text.exportMetrics,
    hint: text.exportMetricsHint,
    testId: testIds.exportMetrics,
    main: false,
  },
  {
    kind: 'settings',
    label: text.exportSettings,
    hint: text.exportSettingsHint,
    testId: testIds.exportSettings,
    main: false,
  },
];

type Place = 'diffusers' | 'comfy' | 'a1111';
const SNIPPETS = { comfy: text.snippetComfy, a1111: text.snippetA1111 };

export function Exports({ run }: { readonly run: RunSummary }) {
  const checkpointStep = useStore(comparisonStore, (state) => state.checkpointStep);
  const exporting = useStore(comparisonStore, (state) => state.exporting);
  return (
    <div data-part="files">
      <Panel title={text.exportTitle} lede={text.exportLede}>
        <div className="stack wide">
          <div className="exports">
            {FILES.filter(
              (file) =>
                (file.kind !== 'kohya' || paradigmFacts(run.settings.paradigm).kohyaExport) &&
                // An opened LoRA was not trained here: it has matrices and nothing else.
                (file.main || !run.opened),
            ).map((file) => (
              <div key={file.kind}>
                <Button
                  variant={file.main ? 'filled' : 'default'}
                  disabled={exporting !== null}
                  data-testid={file.testId}
                  onClick={() => void exportFile(file.kind, run.id, checkpointStep)}
                >
                  {file.label}
                </Button>
                <p className="small muted">{file.hint}</p>
              </div>
            ))}
            <MergedExport run={run} checkpointStep={checkpointStep} disabled={exporting !== null} />
          </div>
          {exporting !== null && exporting.total > 0 ? (
            <ProgressLine progress={exporting} onCancel={cancelExport} />
          ) : null}
          <Snippets run={run} checkpointStep={checkpointStep} />
        </div>
      </Panel>
    </div>
  );
}

interface SnippetsProps {
  readonly run: RunSummary;
  /** Null = the last one. */
  readonly checkpointStep: number | null;
}

/** The step whose files a press downloads. */
function useExportedStep({ run, checkpointStep }: SnippetsProps): number {
  const loaded = useStore(runStore, (state) => isLoaded(state, run.id));
  return checkpointStep ?? (loaded ? run.step : Math.max(0, ...run.checkpointSteps));
}

/** The base with the LoRA in it, at the strength that is looked at. */
function MergedExport({ disabled, ...shown }: SnippetsProps & { readonly disabled: boolean }) {
  const { run, checkpointStep } = shown;
  const strength = useStore(comparisonStore, (state) => state.strength);
  const { isFile } = basePlaceOf(useModel(run.modelId), run.modelId);
  const step = useExportedStep(shown);
  return (
    <div>
      <Button
        variant="default"
        disabled={disabled}
        className="wrapping"
        data-testid={testIds.exportMerged}
        onClick={() => void exportFile('merged', run.id, checkpointStep)}
      >
        {text.exportMerged(fixed(strength, 2))}
      </Button>
      <p className="small muted">
        {isFile
          ? text.exportMergedFile
          : text.exportMergedFolder(
              paradigmFacts(run.settings.paradigm).denoiser,
              mergedFileName(run.name, step),
            )}
      </p>
    </div>
  );
}

const useModel = (id: string): ModelInfo | null =>
  useStore(sessionStore, (state) => state.models.find((entry) => entry.id === id) ?? null);

/** They name the very file that a press above downloads. */
function Snippets({ run, checkpointStep }: SnippetsProps) {
  const [place, setPlace] = useState<Place>('diffusers');
  const [copied, setCopied] = useState(false);
  const model = useModel(run.modelId);
  const strength = useStore(comparisonStore, (state) => state.strength);
  const { kohyaExport, loadSnippet } = paradigmFacts(run.settings.paradigm);
  const step = useExportedStep({ run, checkpointStep });
  const snippet =
    place === 'diffusers' || !kohyaExport
      ? loadSnippet(basePlaceOf(model, run.modelId), loraFileName(run.name, step, 'diffusers'))
      : SNIPPETS[place](loraFileName(run.name, step, 'kohya'), strength.toFixed(2));
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(snippet);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div>
      <h3>{text.howToUse}</h3>
      <div className="snippet-head">
        {kohyaExport ? (
          <Segments
            label={text.howToUse}
            value={place}
            onChange={setPlace}
            options={[
              { value: 'diffusers', label: text.inDiffusers },
              { value: 'comfy', label: text.inComfy },
              { value: 'a1111', label: text.inA1111 },
            ]}
          />
        ) : (
          <span className="small muted">{text.inDiffusers}</span>
        )}
        <Button size="compact-sm" variant="default" onClick={() => void copy()}>
          {copied ? text.copied : text.copy}
        </Button>
      </div>
      <pre className="snippet" tabIndex={0}>
        {snippet}
      </pre>
      <p className="small muted">{text.snippetNote(model?.name ?? run.modelId)}</p>
    </div>
  );
}
