// What an import would do, before anything is stored: what was recognised, the scores' histogram,
// the first images with prompt and score, and every row that would be left out.

import { useEffect, useState } from 'react';
import type { PreviewRow, SetPreview } from '../../domain/dataset';
import { histogram } from '../../statistics/histogram';
import { strings } from '../../strings';
import { score as scoreText } from '../../strings/format';
import { testIds } from '../testIds';
import { RejectedTable } from './RejectedTable';

const BINS = 30;
const WIDTH = 360;
const HEIGHT = 64;

function Scores({ scores }: { readonly scores: readonly number[] }) {
  if (scores.length === 0) return null;
  const { counts, edges } = histogram(scores, BINS);
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const label = strings.data.previewScores(scoreText(edges[0]!), scoreText(edges.at(-1)!));
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" role="img" aria-label={label}>
        {counts.map((count, bin) => {
          const tall = (count / most) * HEIGHT;
          return (
            <rect
              key={edges[bin]}
              x={(bin * WIDTH) / BINS + 0.5}
              y={HEIGHT - tall}
              width={WIDTH / BINS - 1}
              height={tall}
              fill="var(--line-strong)"
            />
          );
        })}
      </svg>
      <figcaption className="small muted">{label}</figcaption>
    </figure>
  );
}

/** Object URLs of the rows' images, revoked when they are no longer shown. */
function useImageUrls(rows: readonly PreviewRow[]): readonly (string | null)[] {
  const [made, setMade] = useState<{
    readonly rows: readonly PreviewRow[];
    readonly urls: readonly (string | null)[];
  }>({ rows: [], urls: [] });
  useEffect(() => {
    const urls = rows.map(({ image }) => (image === null ? null : URL.createObjectURL(image)));
    setMade({ rows, urls });
    return () => {
      for (const url of urls) if (url !== null) URL.revokeObjectURL(url);
    };
  }, [rows]);
  return made.rows === rows ? made.urls : [];
}

function Sample({ rows }: { readonly rows: readonly PreviewRow[] }) {
  const urls = useImageUrls(rows);
  return (
    <ul className="thumbs" aria-label={strings.data.previewSample}>
      {rows.map(({ file, prompt, score }, i) => (
        <li key={file}>
          {urls[i] ? <img src={urls[i]} alt={prompt ?? file} /> : null}
          <span className="thumb-score">
            {score === null ? strings.data.noScore : scoreText(score)}
          </span>
          <span className="thumb-caption" title={file}>
            {prompt ?? strings.data.noPrompt}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function DraftPreview({ preview }: { readonly preview: SetPreview }) {
  const { recognised, notes, rows, scores, sample, rejected } = preview;
  return (
    <div className="stack" data-testid={testIds.draftPreview}>
      <p>{strings.data.previewRows(rows, scores.length)}</p>
      <ul className="small">
        {[...recognised, ...notes].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Scores scores={scores} />
      <Sample rows={sample} />
      {rejected.length === 0 ? null : (
        <>
          <p>{strings.data.previewRejected(rejected.length)}</p>
          <RejectedTable rejected={rejected} />
        </>
      )}
    </div>
  );
}
