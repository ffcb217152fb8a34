// What an opened LoRA is, before anything of it is kept.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { LoraReport } from '../../domain/openedLora';
import { dismissModel, keepLora } from '../../state/models/modelStore';
import { strings } from '../../strings';
import { bytes, whole } from '../../strings/format';
import { names, ranksOf } from '../history/runWords';
import { testIds } from '../testIds';

const text = strings.models.lora;

export function LoraCard({ lora }: { readonly lora: LoraReport }) {
  const [name, setName] = useState(lora.name);
  const [modelId, setModelId] = useState(lora.fits[0]!);
  const [least, most] = lora.ranks;
  return (
    <form
      className="model-card stack tight"
      data-testid={testIds.loraCard}
      onSubmit={(event) => {
        event.preventDefault();
        void keepLora(name.trim() === '' ? lora.name : name.trim(), modelId);
      }}
    >
      <b>{text.is(names.model(modelId))}</b>
      <p className="small">
        {text.facts(whole(lora.layers), ranksOf(lora), lora.names, lora.dtype, bytes(lora.bytes))}
      </p>
      {least === most ? null : <p className="small muted">{text.mixed(whole(most))}</p>}
      {lora.textLayers === 0 ? null : (
        <p className="small">{text.noText(whole(lora.textLayers))}</p>
      )}
      {lora.alphaKnown ? null : <p className="small">{text.noAlpha}</p>}
      {lora.fits.length < 2 ? null : (
        <NativeSelect
          size="xs"
          label={text.base}
          value={modelId}
          data={lora.fits.map((id) => ({ value: id, label: names.model(id) }))}
          onChange={(event) => setModelId(event.currentTarget.value)}
        />
      )}
      <p className="small muted">{text.use}</p>
      <TextInput
        size="xs"
        label={strings.models.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <span className="row tight">
        <Button size="compact-sm" type="submit" data-testid={testIds.loraKeep}>
          {text.keep}
        </Button>
        <Button size="compact-sm" variant="default" onClick={dismissModel}>
          {strings.models.dismiss}
        </Button>
      </span>
    </form>
  );
}
