// What the studio does in two sentences, and its keys, with the switch that turns them off.

import { CloseButton, Modal, Switch } from '@mantine/core';
import { strings } from '../../strings';
import { preferencesStore, setPreferences } from '../../state/session/preferences';
import { useStore } from '../common/useStore';

const text = strings.shortcuts;
const KEYS = [
  [text.space, text.spaceDoes],
  [text.s, text.sDoes],
  [text.question, text.questionDoes],
  [text.arrows, text.arrowsDoes],
  ...strings.rating.help,
] as const;

export function ShortcutHelp({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const enabled = useStore(preferencesStore, (state) => state.shortcuts);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      attributes={{ content: { 'aria-label': text.title } }}
      centered
    >
      <div className="stack">
        <div className="spread">
          <h2>{text.title}</h2>
          <CloseButton aria-label={text.close} onClick={onClose} />
        </div>
        <p className="muted">{text.about}</p>
        <Switch
          label={text.enable}
          description={text.enableHint}
          checked={enabled}
          onChange={(event) => setPreferences({ shortcuts: event.currentTarget.checked })}
        />
        <dl className="details">
          {KEYS.map(([key, does]) => (
            <div key={key} style={{ display: 'contents' }}>
              <dt>
                <kbd className="mono">{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Modal>
  );
}
