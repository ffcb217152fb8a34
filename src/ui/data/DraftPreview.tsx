// What an import would do, before anything is stored: what was recognised, the scores' histogram,
// the first images with prompt and score, and every row that would be left out.

import { useEffect, useRef, useState } from 'react';
import type { PreviewRow, SetPreview } from '../../domain/dataset';
import { strings } from '../../strings';
import { score as scoreText } from '../../strings/format';
import { testIds } from '../testIds';
import { RejectedTable } from './RejectedTable';
import { PlainHistogram } from './PlainHistogram';

/** Edge of a thumbnail in pixels: a photo is decoded to this, not kept whole. */
const EDGE = 128;

let decoding: Promise<void> = Promise.resolve();

/** One after another: a photo of 12 megapixels takes 48 MB while it decodes. */
function inTurn(work: () => Promise<void>): void {
  decoding = decoding.then(work).catch(() => undefined);
}

function Thumbnail({ image, label }: { readonly image: Blob | null; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [unread, setUnread] = useState<Blob | null>(null);
  useEffect(() => {
    let shown = true;
    const draw = async (blob: Blob): Promise<void> => {
      if (!shown) return;
      const bitmap = await createImageBitmap(blob, { resizeWidth: EDGE, resizeQuality: 'medium' });
      const target = canvas.current;
      if (shown && target !== null) {
        target.width = bitmap.width;
        target.height = bitmap.height;
        target.getContext('2d')?.drawImage(bitmap, 0, 0);
      }
      bitmap.close();
    };
    if (image !== null)
      inTurn(() =>
        draw(image).catch(() => {
          if (shown) setUnread(image);
        }),
      );
    return () => {
      shown = false;
    };
  }, [image]);
  if (unread !== null && unread === image)
    return <span className="picture unread small muted">{strings.data.previewUnread}</span>;
  return (
    <canvas
      ref={canvas}
      className="picture"
      width={EDGE}
      height={EDGE}
      role="img"
      aria-label={label}
    />
  );
}

function Sample({ rows }: { readonly rows: readonly PreviewRow[] }) {
  return (
    <ul className="thumbs" aria-label={strings.data.previewSample}>
      {rows.map(({ file, prompt, score, image }) => (
        <li key={file}>
          <Thumbnail image={image} label={prompt?.trim() ? prompt : file} />
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
      <PlainHistogram scores={scores} />
      <Sample rows={sample} />
      <p className="small muted">{strings.data.previewShown(sample.length, rows)}</p>
      {rejected.length === 0 ? null : (
        <>
          <p>{strings.data.previewRejected(rejected.length)}</p>
          <RejectedTable rejected={rejected} />
        </>
      )}
    </div>
  );
}
