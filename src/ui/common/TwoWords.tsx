// Two words of one's own as a reward: what should become more, and what should become less.

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { addTwoWords } from '../../state/common/rewardStore';
import { strings } from '../../strings';
import { testIds } from '../testIds';

const text = strings.rating.twoWords;

interface TwoWordsProps {
  /** The new reward's id, as soon as the worker has taken it. */
  readonly onAdded: (id: string) => void;
}

export function TwoWords({ onAdded }: TwoWordsProps) {
  const [more, setMore] = useState('');
  const [less, setLess] = useState('');
  const add = async () => {
    const id = await addTwoWords(more, less);
    if (id === null) return;
    onAdded(id);
    setMore('');
    setLess('');
  };
  return (
    <div className="two-words">
      <TextInput
        label={text.more}
        placeholder={text.morePlaceholder}
        value={more}
        onChange={(event) => setMore(event.currentTarget.value)}
        data-testid={testIds.moreWord}
      />
      <TextInput
        label={text.less}
        placeholder={text.lessPlaceholder}
        value={less}
        onChange={(event) => setLess(event.currentTarget.value)}
        data-testid={testIds.lessWord}
      />
      <Button
        onClick={() => void add()}
        variant="default"
        disabled={more.trim() === '' || less.trim() === ''}
        data-testid={testIds.addWords}
      >
        {text.add}
      </Button>
    </div>
  );
}
