// A choice of two or three side by side: native radio buttons in one frame. (Mantine's moving
// indicator measures itself before fonts and scroll bars have settled and then sits beside its
// label.)

import { useId } from 'react';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly showLabel?: boolean;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
  readonly testId?: string;
}

export function Segments<T extends string>({
  label,
  showLabel = false,
  value,
  options,
  onChange,
  disabled = false,
  testId,
}: SegmentsProps<T>) {
  const name = useId();
  return (
    <fieldset className="segments" disabled={disabled} data-testid={testId} data-value={value}>
      <legend className={showLabel ? 'small' : 'visually-hidden'}>{label}</legend>
      <div className="segments-frame">
        {options.map((option) => (
          <label key={option.value} className={option.value === value ? 'chosen' : ''}>
            <input
              type="radio"
              className="visually-hidden"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
