// The method and its sliders in the plane. Every change trains again at once.

import { Button } from '@mantine/core';
import { useId } from 'react';
import { objectiveOf } from '../../objectives';
import { BENCH_OBJECTIVES } from '../../objectives/benchVariants';
import {
  BENCH_STEPS,
  benchStore,
  changePlan,
  changeValue,
  chooseBenchMethod,
  raceAll,
  stopBench,
} from '../../state/bench2d/benchStore';
import { strings } from '../../strings';
import { exact, fixed, whole } from '../../strings/format';
import { Choice } from '../common/Choice';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.bench2d;

interface SliderProps {
  readonly label: string;
  readonly symbol: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly logarithmic?: boolean;
  readonly testId: string;
  readonly onChange: (value: number) => void;
}

function Slider({
  label,
  symbol,
  value,
  min,
  max,
  step,
  logarithmic,
  testId,
  onChange,
}: SliderProps) {
  const id = useId();
  const [low, high, at] = logarithmic
    ? [Math.log10(min), Math.log10(max), Math.log10(value)]
    : [min, max, value];
  return (
    <div className="setting">
      <div className="setting-head">
        <label htmlFor={id}>
          {label} <i className="symbol">{symbol}</i>
        </label>
        <output htmlFor={id}>{exact(value)}</output>
      </div>
      <input
        id={id}
        type="range"
        min={low}
        max={high}
        step={logarithmic ? 0.02 : step}
        value={at}
        data-testid={testId}
        aria-valuetext={`${symbol} ${exact(value)}`}
        style={{ '--fill': `${((at - low) / (high - low)) * 100}%` } as React.CSSProperties}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          onChange(logarithmic ? Number((10 ** next).toPrecision(2)) : Number(next.toPrecision(4)));
        }}
      />
    </div>
  );
}

export function BenchControls() {
  const { plan, running, frame, queue, answerMs } = useStore(benchStore, (state) => state);
  const objective = objectiveOf(plan.objectiveId);
  return (
    <div className="stack">
      <Choice
        label={text.method}
        value={plan.objectiveId}
        options={BENCH_OBJECTIVES.map(({ id, title }) => ({ value: id, label: title }))}
        testId={testIds.benchMethod}
        onChange={chooseBenchMethod}
      />
      <Slider
        label={text.percentile}
        symbol={text.percentileSymbol}
        value={plan.percentile}
        min={0.1}
        max={0.95}
        step={0.05}
        testId={testIds.benchPercentile}
        onChange={(percentile) => changePlan({ percentile })}
      />
      {objective.settings.map((setting) => (
        <Slider
          key={setting.key}
          label={setting.label}
          symbol={setting.symbol}
          value={plan.values[setting.key]!}
          min={setting.min}
          // The errors of two numbers vary far more than an image's: T goes further here.
          max={setting.key === 'temperature' ? 1 : setting.max}
          step={setting.step}
          logarithmic={setting.scale === 'log'}
          testId={`bench-${setting.key}`}
          onChange={(value) => changeValue(setting.key, value)}
        />
      ))}
      <div className="row">
        <Button
          variant="default"
          size="compact-sm"
          data-testid={testIds.benchRace}
          disabled={queue.length > 0}
          onClick={raceAll}
        >
          {text.race}
        </Button>
        {running ? (
          <Button variant="default" size="compact-sm" onClick={stopBench}>
            {text.stop}
          </Button>
        ) : (
          <Button variant="default" size="compact-sm" onClick={() => changePlan({})}>
            {text.again}
          </Button>
        )}
        <span className="small muted" role="status">
          {text.steps(whole(frame?.step ?? 0), whole(BENCH_STEPS))}
        </span>
        {answerMs === null ? null : (
          <span className="small muted" data-testid={testIds.benchAnswer} data-ms={answerMs}>
            {text.answered(fixed(answerMs / 1000, 2))}
          </span>
        )}
      </div>
    </div>
  );
}
