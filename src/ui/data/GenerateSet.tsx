// The form of “Make a set”: what draws, which prompts, how many of each, the sampler, and what
// scores the images.

import { Button, Textarea, TextInput } from '@mantine/core';
import type { RunSummary } from '../../bridge/protocol';
import { NUMBER_SETTINGS, type NumberKey } from '../../settings/numberSettings';
import { strings } from '../../strings';
import { exact, typedNumber, whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import {
  closeGenerateForm,
  editGenerateForm,
  generatedName,
  generateSet,
  generateStore,
  promptsOf,
  setPrompts,
  type GenerateForm,
} from '../../state/data/generateStore';
import { runById, runStore, trainingRuns } from '../../state/training/runStore';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { Choice } from '../common/Choice';
import { Failure } from '../common/Failure';
import { Panel } from '../common/Panel';
import { RewardPicker } from '../common/RewardPicker';
import { SamplerChoice } from '../common/SamplerChoice';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.rating.make;
const BASE = 'base';
const LAST = 'last';
const MAX_SAMPLES = 1000;
const MAX_STRENGTH = 2;

type NumberField = 'samplesPerPrompt' | 'seed' | 'guidanceScale' | 'inferenceSteps' | 'strength';

function boundsOf(field: NumberField): { low: number; high: number; whole: boolean } {
  if (field === 'samplesPerPrompt') return { low: 1, high: MAX_SAMPLES, whole: true };
  if (field === 'strength') return { low: 0, high: MAX_STRENGTH, whole: false };
  const { min, max } = NUMBER_SETTINGS.find(
    (setting) => setting.key === (field satisfies NumberKey),
  )!;
  return { low: min, high: max, whole: field !== 'guidanceScale' };
}

/** What is wrong with a number as typed, or null. */
function problem(field: NumberField, typed: string): string | null {
  const { low, high, whole: integer } = boundsOf(field);
  const value = typedNumber(typed);
  if (!Number.isFinite(value)) return text.badNumber;
  if (integer && !Number.isInteger(value)) return strings.objective.notWhole;
  return value < low || value > high ? strings.objective.outOfRange(exact(low), exact(high)) : null;
}

export function GenerateSet({ draft }: { readonly draft: GenerateForm }) {
  const model = useStore(sessionStore, currentModel);
  const runs = useStore(runStore, (state) => state.runs);
  const run = useStore(runStore, (state) => runById(state, draft.runId));
  const datasets = useStore(datasetStore, (state) => state.datasets);
  const training = useStore(runStore, (state) => trainingRuns(state)[0] ?? null);
  const failure = useStore(generateStore, (state) => state.failure);
  const sampling = useStore(generateStore, (state) => state.sampling !== null);
  if (model === null) return null;
  const prompts = promptsOf(draft);
  const samples = typedNumber(draft.samplesPerPrompt);
  const fields: readonly NumberField[] = [
    'samplesPerPrompt',
    'seed',
    'guidanceScale',
    'inferenceSteps',
    ...(run === null ? [] : ['strength' as const]),
  ];
  const wrong = fields.some((field) => problem(field, draft[field]) !== null);
  const name = generatedName(draft, model, run, datasets);
  return (
    <Panel title={text.title} lede={text.lede} testId={testIds.makeForm}>
      <form
        className="stack wide"
        onSubmit={(event) => {
          event.preventDefault();
          void generateSet();
        }}
      >
        {failure === null ? null : <Failure failure={failure} />}
        <Source
          draft={draft}
          run={run}
          modelId={model.id}
          modelName={model.name}
          runs={runs}
          name={name}
        />
        <div className="columns two">
          <div className="stack">
            <Prompts draft={draft} modelPrompts={model.previewPrompts} />
            <TextInput
              label={text.negativePrompt}
              description={text.negativeHint}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={draft.negativePrompt}
              onChange={(event) => editGenerateForm({ negativePrompt: event.currentTarget.value })}
            />
            <div className="fields narrow">
              <Typed
                field="samplesPerPrompt"
                label={text.samples}
                draft={draft}
                testId={testIds.makeSamples}
              />
              <Typed field="seed" label={text.seed} draft={draft} />
              <Typed field="guidanceScale" label={text.guidance} draft={draft} />
              <Typed
                field="inferenceSteps"
                label={text.steps}
                draft={draft}
                testId={testIds.makeSteps}
              />
            </div>
            <SamplerChoice
              modelId={model.id}
              sampler={draft.sampler}
              onChange={(sampler) => editGenerateForm({ sampler })}
            />
          </div>
          <RewardPicker
            tall
            label={text.scoring}
            hint={text.scoringHint}
            chosen={draft.rewardIds}
            onChange={(rewardIds) => editGenerateForm({ rewardIds })}
          />
        </div>
        {training === null ? null : (
          <p className="small muted">{text.sharesDevice(training.name)}</p>
        )}
        <div className="row">
          <Button
            type="submit"
            data-testid={testIds.makeGo}
            disabled={wrong || prompts.length === 0 || name.trim() === '' || sampling}
          >
            {text.go}
          </Button>
          <Button variant="default" onClick={closeGenerateForm}>
            {text.discard}
          </Button>
          <span className="small muted" role="status">
            {prompts.length === 0
              ? text.noPrompts
              : wrong
                ? ''
                : text.count(
                    whole(prompts.length),
                    whole(samples),
                    whole(prompts.length * samples),
                  )}
          </span>
        </div>
      </form>
    </Panel>
  );
}

interface SourceProps {
  readonly draft: GenerateForm;
  readonly run: RunSummary | null;
  readonly modelId: string;
  readonly modelName: string;
  readonly runs: readonly RunSummary[];
  readonly name: string;
}

function Source({ draft, run, modelId, modelName, runs, name }: SourceProps) {
  const usable = runs.filter(
    (entry) => entry.modelId === modelId && entry.checkpointSteps.length > 0,
  );
  return (
    <div className="fields">
      <TextInput
        label={text.name}
        value={name}
        onChange={(event) => editGenerateForm({ name: event.currentTarget.value })}
      />
      <Choice
        label={text.from}
        testId={testIds.makeSource}
        value={draft.runId ?? BASE}
        onChange={(id) =>
          editGenerateForm({ runId: id === BASE ? null : id, checkpointStep: null })
        }
        options={[
          { value: BASE, label: text.base(modelName) },
          ...usable.map((entry) => ({ value: entry.id, label: entry.name })),
        ]}
      />
      {run === null ? null : (
        <>
          <Choice
            label={text.checkpoint}
            value={draft.checkpointStep === null ? LAST : String(draft.checkpointStep)}
            onChange={(step) =>
              editGenerateForm({ checkpointStep: step === LAST ? null : Number(step) })
            }
            options={[
              { value: LAST, label: text.lastCheckpoint },
              ...[...run.checkpointSteps]
                .sort((a, b) => b - a)
                .map((step) => ({ value: String(step), label: text.atStep(whole(step)) })),
            ]}
          />
          <Typed field="strength" label={text.strength} draft={draft} />
        </>
      )}
    </div>
  );
}

function Prompts({
  draft,
  modelPrompts,
}: {
  readonly draft: GenerateForm;
  readonly modelPrompts: readonly string[];
}) {
  const hasSet = useStore(datasetStore, (state) => state.items.length + state.unscored.length > 0);
  const lists: readonly (readonly [string, () => readonly string[]])[] = [
    ...(modelPrompts.length > 0 ? [[text.modelPrompts, () => modelPrompts] as const] : []),
    ...(hasSet ? [[text.setPrompts, setPrompts] as const] : []),
  ];
  return (
    <div className="stack tight">
      <Textarea
        label={text.prompts}
        rows={6}
        value={draft.prompts}
        data-testid={testIds.makePrompts}
        onChange={(event) => editGenerateForm({ prompts: event.currentTarget.value })}
      />
      <div className="row tight small">
        <span className="muted">{text.fillWith}</span>
        {lists.map(([label, list]) => (
          <Button
            key={label}
            size="compact-xs"
            variant="default"
            onClick={() => editGenerateForm({ prompts: list().join('\n') })}
          >
            {label} ({whole(list().length)})
          </Button>
        ))}
      </div>
    </div>
  );
}

function Typed({
  field,
  label,
  draft,
  testId,
}: {
  readonly field: NumberField;
  readonly label: string;
  readonly draft: GenerateForm;
  readonly testId?: string;
}) {
  return (
    <TextInput
      label={label}
      inputMode={boundsOf(field).whole ? 'numeric' : 'decimal'}
      value={draft[field]}
      error={problem(field, draft[field])}
      data-testid={testId}
      onChange={(event) => editGenerateForm({ [field]: event.currentTarget.value })}
    />
  );
}
