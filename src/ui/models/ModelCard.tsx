// What an opened model is, before anything of it is kept.

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ModelReport } from '../../domain/ownModel';
import { paradigmFacts } from '../../paradigms/facts';
import { dismissModel, keepModel, setPrediction } from '../../state/models/modelStore';
import { strings } from '../../strings';
import { bytes, millions, whole } from '../../strings/format';
import { Segments } from '../common/Segments';
import { testIds } from '../testIds';

const text = strings.models;

export function ModelCard({
  report,
  linked,
}: {
  readonly report: ModelReport;
  readonly linked: boolean;
}) {
  const [name, setName] = useState(report.keptAs ?? report.name);
  const { words } = paradigmFacts(report.paradigm);
  return (
    <form
      className="model-card stack tight"
      data-testid={testIds.modelCard}
      onSubmit={(event) => {
        event.preventDefault();
        void keepModel(name.trim() === '' ? report.name : name.trim());
      }}
    >
      <b>{report.architecture}</b>
      <p className="small">
        {text.known(millions(report.parameters), millions(report.allParameters), report.dtype)}
      </p>
      <p className="small">
        {text.facts(
          whole(report.imageSize),
          words.predicts(report.predictionType),
          report.sampler && strings.sampler.names[report.sampler],
          bytes(report.bytes),
        )}
      </p>
      {report.predictionKnown || report.predictionType === null ? null : (
        <div className="stack tight">
          <p className="small">{text.prediction}</p>
          <Segments
            label={text.predictionLabel}
            value={report.predictionType}
            options={[
              { value: 'epsilon', label: text.noise },
              { value: 'v_prediction', label: text.velocity },
            ]}
            onChange={(value) => void setPrediction(value as 'epsilon' | 'v_prediction')}
          />
        </div>
      )}
      <p className="small muted">
        {report.keptAs !== null
          ? text.keptAs(report.keptAs)
          : linked
            ? text.linkNote
            : text.copyNote(bytes(report.bytes))}
      </p>
      <TextInput
        size="xs"
        label={text.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <span className="row tight">
        <Button size="compact-sm" type="submit" data-testid={testIds.modelKeep}>
          {text.keep}
        </Button>
        <Button size="compact-sm" variant="default" onClick={dismissModel}>
          {text.dismiss}
        </Button>
      </span>
    </form>
  );
}
