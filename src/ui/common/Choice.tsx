// A labelled choice of few: a native select in our dress, with room for what it means.

import { NativeSelect } from '@mantine/core';

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly description?: string;
  readonly disabled?: boolean;
  readonly testId?: string;
}

export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  description,
  disabled,
  testId,
}: ChoiceProps<T>) {
  return (
    <NativeSelect
      label={label}
      value={value}
      size="sm"
      disabled={disabled === true}
      data-testid={testId}
      data={options.map((option) => ({ ...option }))}
      {...(description === undefined ? {} : { description })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    />
  );
}
