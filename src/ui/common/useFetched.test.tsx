// @vitest-environment happy-dom
// One request per key; what an old key still says is dropped; a failure is its key's alone.

import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderUi } from '../../../test-support/renderUi';
import { useFetched } from './useFetched';

interface Asked {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly fail: (error: Error) => void;
}
const asked: Asked[] = [];

function Fetching({ of }: { readonly of: string | null }) {
  const failure = useFetched(
    of,
    (signal) => new Promise((_, fail) => asked.push({ key: of!, signal, fail })),
  );
  return <p>{failure?.message ?? 'nothing wrong'}</p>;
}

it('asks once per key and keeps a failure with it', async () => {
  const { rerender } = renderUi(<Fetching of={null} />);
  rerender(<Fetching of="a" />);
  rerender(<Fetching of="a" />);
  rerender(<Fetching of="b" />);
  expect(asked.map(({ key, signal }) => [key, signal.aborted])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  asked[0]!.fail(new Error('late'));
  asked[1]!.fail(new Error('torn'));
  await waitFor(() => expect(screen.getByText('torn')).toBeTruthy());
  rerender(<Fetching of="c" />);
  expect(screen.getByText('nothing wrong')).toBeTruthy();
});
