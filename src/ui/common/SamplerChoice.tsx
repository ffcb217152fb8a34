// Which sampler draws: the model's own, or another. Nothing is shown for MaskGIT, which has but
// one.

import { SAMPLER_NAMES, type SamplerName } from '../../formats/schedulerConfig';
import { strings } from '../../strings';
import { sessionStore } from '../../state/session/sessionStore';
import { testIds } from '../testIds';
import { Choice } from './Choice';
import { useStore } from './useStore';

const OWN = 'own';
/**
 * A model's own DPM-Solver may be of another order or kind than the one of this name; all others
 * are what they are called.
 */
const VARIES: SamplerName = 'dpmpp_2m';

interface SamplerChoiceProps {
  readonly modelId: string;
  /** Null = the model's own. */
  readonly sampler: SamplerName | null;
  readonly onChange: (sampler: SamplerName | null) => void;
}

export function SamplerChoice({ modelId, sampler, onChange }: SamplerChoiceProps) {
  const own = useStore(
    sessionStore,
    (state) => state.models.find((model) => model.id === modelId)?.sampler ?? null,
  );
  if (own === null) return null;
  const { label, names, ownOf } = strings.sampler;
  return (
    <Choice
      label={label}
      value={sampler ?? OWN}
      testId={testIds.sampler}
      onChange={(value) => onChange(SAMPLER_NAMES.find((name) => name === value) ?? null)}
      options={[
        { value: OWN, label: ownOf(names[own]) },
        ...SAMPLER_NAMES.filter((name) => name !== own || name === VARIES).map((name) => ({
          value: name,
          label: names[name],
        })),
      ]}
    />
  );
}
