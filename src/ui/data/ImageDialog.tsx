// One image of the open set, large: its prompt and score to correct, and a way out of the set.

import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { parseRatingSource } from '../../data/scores/scoreSource';
import type { DatasetSummary, ImageEdit, ScoredItem } from '../../domain/dataset';
import { editImage, editStore } from '../../state/data/editStore';
import { rewardStore } from '../../state/common/rewardStore';
import { strings } from '../../strings';
import { full, score, typedNumber } from '../../strings/format';
import { Failure } from '../common/Failure';
import { sourceName } from '../common/sourceName';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.edit;

interface ImageDialogProps {
  readonly dataset: DatasetSummary;
  readonly item: ScoredItem;
  readonly url: string | undefined;
  readonly onClose: () => void;
}

export function ImageDialog({ dataset, item, url, onClose }: ImageDialogProps) {
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const failure = useStore(editStore, (state) => state.failure);
  const [caption, setCaption] = useState(item.caption);
  const first = Number.isFinite(item.score) ? full(item.score) : '';
  const [typed, setTyped] = useState(first);
  const rated = parseRatingSource(dataset.scoreSource) !== null;
  const edit: ImageEdit = {
    ...(caption !== item.caption && { caption }),
    ...(typed !== first && { score: typed.trim() === '' ? null : typedNumber(typed) }),
  };
  const save = async (values: ImageEdit): Promise<void> => {
    if (await editImage(item, values)) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.image(item.fileName)}
      size="lg"
      closeButtonProps={{ 'aria-label': strings.shortcuts.close }}
    >
      <div className="image-dialog" data-testid={testIds.imageDialog}>
        {url === undefined ? (
          <span className="picture waiting" />
        ) : (
          <img
            className="picture"
            src={url}
            alt={strings.data.imageAlt(item.caption, score(item.score))}
          />
        )}
        <div className="stack">
          <Textarea
            label={text.prompt}
            value={caption}
            autosize
            minRows={2}
            data-testid={testIds.imagePrompt}
            onChange={(event) => setCaption(event.currentTarget.value)}
          />
          {rated ? (
            <p className="small muted">{text.scoreRated}</p>
          ) : (
            <TextInput
              label={text.score(sourceName(dataset.scoreSource, rewards))}
              value={typed}
              inputMode="decimal"
              data-testid={testIds.imageScore}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
          {failure === null ? null : <Failure failure={failure} />}
          <div className="row tight">
            <Button
              disabled={Object.keys(edit).length === 0}
              data-testid={testIds.imageSave}
              onClick={() => void save(edit)}
            >
              {text.save}
            </Button>
            <Button
              variant="default"
              title={text.removeHint}
              data-testid={testIds.imageRemove}
              onClick={() => void save({ removed: true })}
            >
              {text.remove}
            </Button>
          </div>
        </div>
      </div>
    </Modal>
  );
}
