// "Measure this GPU": a button, then its rates, what a step of the chosen settings would take, and
// a line to send.

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { GpuMeasurement } from '../../domain/gpuMeasurement';
import { cancelMeasuring, gpuStore, measureGpu } from '../../state/gpu/gpuStore';
import { strings } from '../../strings';
import { short, stepTime, whole } from '../../strings/format';
import { Failure } from '../common/Failure';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.gpu;

export function MeasureGpu() {
  const { measured, busy, failure } = useStore(gpuStore, (state) => state);
  return (
    <section className="stack tight" aria-label={text.title} data-testid={testIds.gpu}>
      {failure === null ? null : <Failure failure={failure} />}
      {measured === null ? null : <Measured measured={measured} />}
      {busy === null ? (
        <span className="row tight">
          <Button
            size="compact-sm"
            variant="default"
            data-testid={testIds.gpuMeasure}
            onClick={() => void measureGpu()}
          >
            {measured === null ? text.measure : text.again}
          </Button>
        </span>
      ) : (
        <ProgressLine progress={busy} onCancel={cancelMeasuring} />
      )}
    </section>
  );
}

function Measured({ measured }: { readonly measured: GpuMeasurement }) {
  const [copied, setCopied] = useState(false);
  const { rates, step, line } = measured;
  const [height, width] = step.resolution;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(line);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <>
      <dl className="details device" data-testid={testIds.gpuRates}>
        {(['product', 'convolution', 'attention'] as const).map((family) => (
          <div key={family} style={{ display: 'contents' }}>
            <dt>{text.families[family]}</dt>
            <dd>{rates[family] === null ? text.notMeasured : text.rate(short(rates[family]))}</dd>
          </div>
        ))}
      </dl>
      <p className="small" data-testid={testIds.gpuStep}>
        {text.step(
          step.modelName,
          `${whole(width)} × ${whole(height)}`,
          whole(step.batchSize),
          short(step.gflop),
          step.seconds === null ? null : stepTime(step.seconds * 1000),
        )}
      </p>
      <span className="row tight">
        <Button size="compact-sm" variant="default" onClick={() => void copy()}>
          {copied ? text.copied : text.copy}
        </Button>
      </span>
    </>
  );
}
