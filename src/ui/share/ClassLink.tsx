// A link that opens the studio as it is wanted elsewhere: these settings, and for a class the
// screen it begins with, what is hidden, the size of the text, a project that lies beside the page.

import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { linkedSettings } from '../../state/objective/linkSettings';
import {
  HIDEABLE,
  readLink,
  TEXT_SIZES,
  writeLink,
  type ClassView,
} from '../../state/session/pageLink';
import { SCREENS, sessionStore, type Screen } from '../../state/session/sessionStore';
import { strings } from '../../strings';
import { percent } from '../../strings/format';
import { Choice } from '../common/Choice';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.share.classLink;

export function ClassLink() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        title={text.hint}
        data-testid={testIds.classLink}
        onClick={() => setOpen(true)}
      >
        {text.open}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={text.open}
        size="lg"
        closeButtonProps={{ 'aria-label': strings.shortcuts.close }}
      >
        <LinkForm />
      </Modal>
    </>
  );
}

function viewNow(): ClassView {
  const { hide, text: size } = readLink(location.hash);
  return { hide, text: size };
}

function LinkForm() {
  const model = useStore(sessionStore, (state) => state.modelId);
  const [view, setView] = useState<ClassView>(viewNow);
  const [screen, setScreen] = useState<Screen>('objective');
  const [withSettings, setWithSettings] = useState(true);
  const [project, setProject] = useState('');
  const hash = writeLink({
    screen,
    ...view,
    project,
    model,
    settings: withSettings ? linkedSettings() : {},
  });
  const wrong = project !== '' && readLink(hash).project === null;
  return (
    <div className="stack class-link" data-testid={testIds.classLinkForm}>
      <Choice
        label={text.screen}
        value={screen}
        options={SCREENS.map((value) => ({ value, label: text.screens[value] }))}
        onChange={setScreen}
      />
      <fieldset className="targets">
        <legend>{text.hide}</legend>
        {HIDEABLE.map((part) => (
          <label key={part}>
            <input
              type="checkbox"
              checked={view.hide.includes(part)}
              data-testid={`hide-${part}`}
              onChange={({ currentTarget: { checked } }) =>
                setView({
                  ...view,
                  hide: HIDEABLE.filter((one) =>
                    one === part ? checked : view.hide.includes(one),
                  ),
                })
              }
            />
            {text.parts[part]}
          </label>
        ))}
      </fieldset>
      <Segments
        label={text.size}
        showLabel
        value={String(view.text)}
        options={TEXT_SIZES.map((size) => ({ value: String(size), label: percent(size) }))}
        testId={testIds.classLinkText}
        onChange={(value) =>
          setView({ ...view, text: TEXT_SIZES.find((size) => String(size) === value) ?? 1 })
        }
      />
      <TextInput
        label={text.project}
        description={text.projectHint}
        placeholder={text.projectExample}
        value={project}
        error={wrong ? text.projectWrong : null}
        data-testid={testIds.classLinkProject}
        onChange={(event) => setProject(event.currentTarget.value.trim())}
      />
      <div className="targets">
        <label>
          <input
            type="checkbox"
            checked={withSettings}
            onChange={(event) => setWithSettings(event.currentTarget.checked)}
          />
          {text.settings}
        </label>
      </div>
      <Copy address={`${location.href.split('#')[0]}${hash}`} disabled={wrong} />
    </div>
  );
}

/** The address, to be read and to be copied. */
function Copy({ address, disabled }: { readonly address: string; readonly disabled: boolean }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="row tight">
      <TextInput
        aria-label={text.address}
        readOnly
        value={address}
        style={{ flex: 1 }}
        data-testid={testIds.classLinkAddress}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        disabled={disabled}
        onClick={() =>
          void navigator.clipboard.writeText(address).then(() => {
            setCopied(true);
            setTimeout(() => setCopied(false), 1500);
          })
        }
      >
        {copied ? text.copied : text.copy}
      </Button>
    </div>
  );
}
