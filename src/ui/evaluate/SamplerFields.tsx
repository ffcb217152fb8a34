// Samples a prompt, and under a fold the seed and the sampler: numbers that every model of the
// evaluation shares.

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { exact, typedNumber } from '../../strings/format';
import { draftStore, editDraft, type EvaluationDraft } from '../../state/evaluate/evaluationDraft';
import type { Purpose } from '../../state/evaluate/evaluationStore';
import { SamplerChoice } from '../common/SamplerChoice';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.evaluate;

interface SamplerFieldsProps {
  readonly draft: EvaluationDraft;
  readonly purpose: Purpose;
  readonly hint: string;
  /** A CLIP model lies beside the app. */
  readonly scorer: boolean;
}

export function SamplerFields({ draft, purpose, hint, scorer }: SamplerFieldsProps) {
  const samples = draft.samplesPerPrompt;
  const modelId = useStore(draftStore, (state) => state.modelId);
  return (
    <div className="sampler-fields">
      <div>
        <NumberField
          label={text.samples}
          value={samples[purpose]}
          low={1}
          high={100}
          integer
          testId={testIds.evaluationSamples}
          onChange={(value) => editDraft({ samplesPerPrompt: { ...samples, [purpose]: value } })}
        />
        <p className="small muted">{hint}</p>
      </div>
      <details className="fold">
        <summary>{text.moreSettings}</summary>
        <div className="fields">
          <NumberField
            label={text.seed}
            value={draft.seed}
            low={0}
            high={1_000_000}
            integer
            onChange={(seed) => editDraft({ seed })}
          />
          <NumberField
            label={text.guidance}
            value={draft.guidanceScale}
            low={0}
            high={30}
            onChange={(guidanceScale) => editDraft({ guidanceScale })}
          />
          <NumberField
            label={text.samplerSteps}
            value={draft.inferenceSteps}
            low={1}
            high={200}
            integer
            testId={testIds.evaluationSteps}
            onChange={(inferenceSteps) => editDraft({ inferenceSteps })}
          />
          {modelId === null ? null : (
            <SamplerChoice
              modelId={modelId}
              sampler={draft.sampler}
              onChange={(sampler) => editDraft({ sampler })}
            />
          )}
        </div>
        {scorer ? (
          <Segments
            label={text.compareBy}
            showLabel
            value={draft.features}
            options={(['clip', 'pixels'] as const).map((value) => ({
              value,
              label: text.featureNames[value],
            }))}
            onChange={(features) => editDraft({ features })}
            testId={testIds.evaluationFeatures}
          />
        ) : null}
      </details>
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly integer?: boolean;
  readonly testId?: string;
  readonly onChange: (value: number) => void;
}

/**
 * A number that is taken when it is one and lies within its bounds; what it was comes back
 * otherwise.
 */
function NumberField({
  label,
  value,
  low,
  high,
  integer = false,
  testId,
  onChange,
}: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const number = typed === null ? value : typedNumber(typed);
  const fits = (given: number): boolean =>
    given >= low && given <= high && (!integer || Number.isInteger(given));
  return (
    <TextInput
      className="field-narrow"
      label={label}
      inputMode={integer ? 'numeric' : 'decimal'}
      size="sm"
      data-testid={testId}
      value={typed ?? exact(value)}
      error={
        typed === null || fits(number)
          ? null
          : integer && !Number.isInteger(number)
            ? strings.objective.notWhole
            : strings.objective.outOfRange(exact(low), exact(high))
      }
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        const given = typedNumber(next);
        if (fits(given)) onChange(given);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
