// A score and a distribution of one's own, by brush. A score is trained on at once; a distribution
// when its base has been trained.

import { Button } from '@mantine/core';
import { useId } from 'react';
import { benchStore, changeDistribution } from '../../state/bench2d/benchStore';
import { SHEETS } from '../../state/bench2d/drawing';
import {
  clearDrawing,
  closeDrawing,
  drawStore,
  openDrawing,
  RADII,
  trainOnDrawing,
  undoDrawing,
} from '../../state/bench2d/drawStore';
import { strings } from '../../strings';
import { ProgressLine } from '../common/ProgressLine';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { DrawingPlane } from './DrawingPlane';

const text = strings.bench2d.draw;

export function OpenDrawing() {
  const open = useStore(drawStore, (state) => state.open);
  return (
    <Button
      variant="default"
      size="compact-sm"
      data-testid={testIds.benchDraw}
      aria-expanded={open}
      onClick={open ? closeDrawing : openDrawing}
    >
      {open ? text.close : text.open}
    </Button>
  );
}

export function BenchDraw() {
  const { open, sheet, sign, radius, strokes, past } = useStore(drawStore, (state) => state);
  const helpId = useId();
  if (!open) return null;
  const drawn = strokes[sheet].length > 0;
  return (
    <div className="drawing">
      <DrawingPlane helpId={helpId} />
      <div className="stack">
        <Segments
          label={text.what}
          showLabel
          value={sheet}
          options={SHEETS.map((value) => ({ value, label: text.sheets[value] }))}
          testId={testIds.benchSheetKind}
          onChange={(value) => drawStore.setState({ sheet: value, sign: 1 })}
        />
        <p className="small muted" id={helpId}>
          {text.help[sheet]} {text.keys}
        </p>
        <div className="row">
          <Segments
            label={text.brush}
            value={String(sign)}
            options={(['1', '-1'] as const).map((value) => ({
              value,
              label: text.brushes[sheet][value],
            }))}
            testId={testIds.benchBrush}
            onChange={(value) => drawStore.setState({ sign: value === '1' ? 1 : -1 })}
          />
          <Segments
            label={text.size}
            value={String(radius)}
            options={RADII.map((value, i) => ({ value: String(value), label: text.sizes[i]! }))}
            onChange={(value) => drawStore.setState({ radius: Number(value) })}
          />
        </div>
        <div className="row">
          <Button
            variant="default"
            size="compact-sm"
            disabled={past[sheet].length === 0}
            data-testid={testIds.benchUndo}
            onClick={undoDrawing}
          >
            {text.undo}
          </Button>
          <Button variant="default" size="compact-sm" disabled={!drawn} onClick={clearDrawing}>
            {text.clear}
          </Button>
        </div>
        {sheet === 'distribution' ? <TrainBase drawn={drawn} /> : null}
      </div>
    </div>
  );
}

function TrainBase({ drawn }: { readonly drawn: boolean }) {
  const { pretraining, own } = useStore(benchStore, (state) => state);
  if (pretraining !== null)
    return (
      <ProgressLine
        progress={{ phase: 'benchBase', ...pretraining }}
        onCancel={() => changeDistribution(null)}
      />
    );
  return (
    <div className="row">
      <Button
        size="compact-sm"
        disabled={!drawn}
        data-testid={testIds.benchTrainBase}
        onClick={trainOnDrawing}
      >
        {text.train}
      </Button>
      {own.distribution ? (
        <Button variant="default" size="compact-sm" onClick={() => changeDistribution(null)}>
          {text.ring}
        </Button>
      ) : null}
    </div>
  );
}
