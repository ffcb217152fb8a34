// A run's samples by prompt and step. Arrow keys move over them; the one in focus stands large
// beside what the untouched model made of the same noise.

import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { historyStore } from '../../state/history/historyStore';
import { strings } from '../../strings';
import { score, whole } from '../../strings/format';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.runs;
const REPLAY_MS = 700;

const stepName = (step: number): string =>
  step === 0 ? text.untouched : strings.training.previewStep(whole(step));

export function RunSamples({ run }: { readonly run: RunSummary }) {
  const samples = useStore(historyStore, (state) => state.samples);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const [playing, setPlaying] = useState(false);
  const grid = useRef<HTMLTableElement>(null);
  const steps = samples?.runId === run.id ? samples.columns.length : 0;
  // A replay walks through the steps once, at a pace that a room can follow.
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(
      () =>
        setAt((now) => {
          if (now.column + 1 < steps) return { ...now, column: now.column + 1 };
          setPlaying(false);
          return now;
        }),
      REPLAY_MS,
    );
    return () => clearInterval(timer);
  }, [playing, steps]);
  const columns = samples?.runId === run.id ? samples.columns : [];
  const rows = columns[0]?.images ?? [];
  if (rows.length === 0) return <p className="muted">{text.noSamples}</p>;
  const row = Math.min(at.row, rows.length - 1);
  const column = Math.min(at.column, columns.length - 1);
  const go = (to: { row: number; column: number }): void => {
    const next = {
      row: Math.max(0, Math.min(rows.length - 1, to.row)),
      column: Math.max(0, Math.min(columns.length - 1, to.column)),
    };
    setAt(next);
    grid.current
      ?.querySelector<HTMLElement>(`[data-at="${next.row}-${next.column}"]`)
      ?.focus({ preventScroll: false });
  };
  const moves: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -columns.length],
    End: [0, columns.length],
  };
  const pair = [columns[0]!, ...(column === 0 ? [] : [columns[column]!])];
  return (
    <section className="panel" aria-label={text.views.samples} data-testid={testIds.runSamples}>
      <div className="row tight">
        <Button
          size="compact-sm"
          variant="default"
          disabled={columns.length < 2}
          data-testid={testIds.runReplay}
          onClick={() => {
            if (!playing) setAt({ row, column: 0 });
            setPlaying(!playing);
          }}
        >
          {playing ? text.replayStop : text.replay}
        </Button>
        <span className="small muted">{text.samplesHelp}</span>
      </div>
      <div className="run-samples">
        <div className="scroll across">
          <table className="previews" role="grid" aria-label={run.name} ref={grid}>
            <thead>
              <tr>
                <td />
                {columns.map(({ step }) => (
                  <th key={step} scope="col">
                    {stepName(step)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ prompt, seed }, r) => (
                <tr key={`${prompt}-${seed}`}>
                  <th scope="row">
                    {prompt}
                    <span className="muted">{strings.training.seed(seed)}</span>
                  </th>
                  {columns.map(({ step, images }, c) => {
                    const image = images[r];
                    return (
                      <td
                        key={step}
                        data-at={`${r}-${c}`}
                        tabIndex={r === row && c === column ? 0 : -1}
                        aria-selected={r === row && c === column}
                        onFocus={() => setAt({ row: r, column: c })}
                        onClick={() => go({ row: r, column: c })}
                        onKeyDown={(event) => {
                          const move = moves[event.key];
                          if (move === undefined) return;
                          event.preventDefault();
                          go({ row: row + move[0], column: column + move[1] });
                        }}
                      >
                        {image === undefined ? null : (
                          <img
                            className="picture small-picture"
                            src={image.url}
                            alt={text.sampleAt(prompt, seed, stepName(step))}
                          />
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="run-large" aria-live="polite" data-testid={testIds.runSampleLarge}>
          {pair.map(({ step, images }) => {
            const image = images[row];
            return image === undefined ? null : (
              <figure key={step}>
                <img className="picture" src={image.url} alt="" />
                <figcaption className="small">
                  {text.sampleAt(image.prompt, image.seed, stepName(step))}
                  {Number.isFinite(image.score) ? <b> {score(image.score)}</b> : null}
                  <a
                    className="block"
                    data-part="files"
                    href={image.url}
                    download={`${image.prompt.slice(0, 40)}-${image.seed}-${step}.png`}
                    data-testid={testIds.samplePng}
                  >
                    {strings.share.savePng}
                  </a>
                </figcaption>
              </figure>
            );
          })}
        </div>
      </div>
    </section>
  );
}
