// What is compared: run, checkpoint, prompts and seeds. A changed question throws the old images
// away.

import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import {
  WHOLE_RANGE,
  comparisonStore,
  changeComparison,
  beginComparison,
  cancelSampling,
  sampleStrengths,
} from '../../state/compare/comparisonStore';
import { runStore } from '../../state/training/runStore';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { ProgressLine } from '../common/ProgressLine';
import { SamplerChoice } from '../common/SamplerChoice';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { promptLines } from '../../settings/promptLines';

const text = strings.compare;
const SEEDS = ['1', '2', '4', '8'] as const;
const LAST = 'last';

export function ComparisonForm({ run }: { readonly run: RunSummary }) {
  const runs = useStore(runStore, (state) => state.runs);
  const { checkpointStep, prompts, seedsPerPrompt, sampler, sampling, strength } = useStore(
    comparisonStore,
    (state) => state,
  );
  const model = useStore(sessionStore, currentModel);
  const [typed, setTyped] = useState<string | null>(null);
  const usable = runs.filter((entry) => entry.checkpointSteps.length > 0 || entry.id === run.id);
  const checkpoints = [...run.checkpointSteps].sort((a, b) => b - a);
  return (
    <Panel title={text.questionTitle}>
      <div className="stack">
        <div className="ask">
          <Choice
            label={text.run}
            value={run.id}
            testId={testIds.afterRun}
            options={usable.map((entry) => ({ value: entry.id, label: entry.name }))}
            onChange={(id) => {
              const chosen = runs.find((entry) => entry.id === id);
              if (chosen !== undefined) beginComparison(chosen, model?.previewPrompts ?? []);
            }}
          />
          <Choice
            label={text.checkpoint}
            value={checkpointStep === null ? LAST : String(checkpointStep)}
            testId={testIds.checkpoint}
            options={[
              { value: LAST, label: text.lastCheckpoint(whole(run.step)) },
              ...checkpoints.map((step) => ({
                value: String(step),
                label: text.atStep(whole(step)),
              })),
            ]}
            onChange={(value) =>
              changeComparison({ checkpointStep: value === LAST ? null : Number(value) })
            }
          />
          <Choice
            label={text.seeds}
            value={SEEDS.find((entry) => Number(entry) === seedsPerPrompt) ?? '2'}
            options={SEEDS.map((value) => ({ value, label: value }))}
            onChange={(value) => changeComparison({ seedsPerPrompt: Number(value) })}
          />
          <SamplerChoice
            modelId={run.modelId}
            sampler={sampler}
            onChange={(chosen) => changeComparison({ sampler: chosen })}
          />
          <Textarea
            className="wide-field"
            label={text.prompts}
            description={text.promptsHint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            rows={3}
            value={typed ?? prompts.join('\n')}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={() => {
              if (typed === null) return;
              setTyped(null);
              const lines = promptLines(typed);
              if (lines.join('\n') !== prompts.join('\n')) changeComparison({ prompts: lines });
            }}
          />
        </div>
        {sampling === null ? (
          <div className="row tight">
            <Button
              data-testid={testIds.draw}
              disabled={prompts.length === 0}
              onClick={() => void sampleStrengths([0, strength])}
            >
              {text.draw}
            </Button>
            <Button
              variant="default"
              data-testid={testIds.sampleRange}
              disabled={prompts.length === 0}
              onClick={() => void sampleStrengths([...new Set([...WHOLE_RANGE, strength])])}
            >
              {text.sampleRange}
            </Button>
            {prompts.length === 0 ? <span className="small muted">{text.needPrompt}</span> : null}
          </div>
        ) : (
          <ProgressLine progress={sampling} onCancel={cancelSampling} />
        )}
      </div>
    </Panel>
  );
}
