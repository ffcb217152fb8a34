// The choice of a training method, sorted by what it learns from.

import { NativeSelect } from '@mantine/core';
import { trainableObjectives, type DataKind } from '../../objectives';
import type { ParadigmId } from '../../paradigms/facts';
import { strings } from '../../strings';
import { chooseMethod } from '../../state/objective/settingsStore';
import { testIds } from '../testIds';

const text = strings.methods;

const KINDS = Object.keys(text.kinds) as DataKind[];

export function MethodChoice({
  method,
  paradigm,
  disabled,
}: {
  readonly method: string;
  readonly paradigm: ParadigmId;
  readonly disabled: boolean;
}) {
  const offered = trainableObjectives(paradigm);
  const data = KINDS.flatMap((kind) => {
    const items = offered.filter(({ data: needs }) => needs === kind);
    return items.length === 0
      ? []
      : [
          {
            group: text.kinds[kind],
            items: items.map(({ id, title }) => ({ value: id, label: title })),
          },
        ];
  });
  return (
    <NativeSelect
      label={strings.objective.method}
      value={method}
      size="sm"
      disabled={disabled}
      data-testid={testIds.method}
      data={data}
      onChange={(event) => chooseMethod(event.currentTarget.value)}
    />
  );
}
