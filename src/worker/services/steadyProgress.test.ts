import { expect, it } from 'vitest';
import { steadyProgress } from './steadyProgress';

it('tells the first and the last of each phase, and in between ten a second', () => {
  const said: string[] = [];
  let time = 0;
  const progress = steadyProgress(
    (phase, done, total) => said.push(`${phase} ${done}/${total}`),
    () => time,
  );
  for (let done = 0; done <= 1000; done++, time += 0.3) progress('import', done, 1000);
  progress('score', 0, 2);
  progress('score', 1, 2);
  progress('score', 2, 2);
  expect(said).toEqual([
    'import 0/1000',
    'import 334/1000',
    'import 668/1000',
    'import 1000/1000',
    'score 0/2',
    'score 2/2',
  ]);
});
