// The results as files: tables as CSV and Markdown, every score, the images as one PNG.

import { Button } from '@mantine/core';
import type { EvaluationSummary } from '../../domain/evaluation';
import { strings } from '../../strings';
import { exportImages, exportResults, exportScores } from '../../state/evaluate/evaluationExports';
import { testIds } from '../testIds';

const text = strings.evaluate;

export function ResultExports({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  return (
    <div className="row tight" data-part="files" role="group" aria-label={text.exportsLabel}>
      <Button
        variant="default"
        data-testid={testIds.exportResultsCsv}
        onClick={() => exportResults(evaluation, 'csv')}
      >
        {text.exportCsv}
      </Button>
      <Button
        variant="default"
        data-testid={testIds.exportResultsMarkdown}
        onClick={() => exportResults(evaluation, 'md')}
      >
        {text.exportMarkdown}
      </Button>
      <Button
        variant="default"
        data-testid={testIds.exportScores}
        onClick={() => void exportScores(evaluation)}
      >
        {text.exportScores}
      </Button>
      <Button
        variant="default"
        data-testid={testIds.exportImages}
        onClick={() => void exportImages(evaluation)}
      >
        {text.exportPng}
      </Button>
    </div>
  );
}
